"""What an editor sees, whole: see ``tests/cli/transcripts``."""

from pathlib import Path

import pytest

from tests.cli.transcripts.playing import TRANSCRIPTS, needs_provider, play


def texts(*, with_provider: bool) -> list[Path]:
    return [path for path in TRANSCRIPTS if needs_provider(path.read_text(encoding="utf-8")) is with_provider]


@pytest.mark.parametrize("path", texts(with_provider=False), ids=lambda path: path.stem)
def test_a_session_is_answered_as_it_was_read(path: Path, workspace: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert play(text, workspace) == text


@pytest.mark.parametrize("path", texts(with_provider=True), ids=lambda path: path.stem)
def test_a_session_with_the_provider_is_answered_as_it_was_read(path: Path, workspace: Path, server) -> None:
    text = path.read_text(encoding="utf-8")

    assert play(text, workspace, server) == text
