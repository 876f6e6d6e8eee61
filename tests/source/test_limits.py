"""Each limit of a file, at the last value that is read and at the first that is not."""

from pathlib import Path

import pytest

from newsletter.source import read
from tests.checks.conftest import PLAIN_ISSUE

LEAD = "lead: En höst med många beslut, och vi var med om de flesta."


def codes(workspace: Path, text: str) -> set[str]:
    (workspace / "issues" / "2026-q3.yaml").write_text(text, encoding="utf-8")
    return {diagnostic.code for diagnostic in read(workspace, ["2026-q3"]).diagnostics}


def nested(levels: int) -> str:
    """A file whose deepest value is that many levels down."""
    return f"{'[' * (levels - 1)}x{']' * (levels - 1)}\n"


def of_length(signs: int) -> str:
    """An issue whose texts are that many signs together."""
    plain = PLAIN_ISSUE.read_text(encoding="utf-8")
    rest = sum(
        len(value)
        for value in (
            *("2026", "3", "2026-09-10", "Höstens första rapport"),
            "Rapport från regiongruppen om vården, bussarna och jobben i länet nu.",
            *("questions", "Vad märks mest hos er?"),
            *("contacts", "Tuva Hyttsten", "gruppledare", "tuva.hyttsten@example.org"),
        )
    )
    return plain.replace(LEAD, f"lead: {'x' * (signs - rest)}")


@pytest.mark.parametrize(("code", "text", "fine"), [("too-deep", nested, 20), ("too-much-text", of_length, 120_000)])
def test_the_last_that_is_read_and_the_first_that_is_not(code, text, fine, workspace: Path) -> None:
    assert code not in codes(workspace, text(fine))
    assert code in codes(workspace, text(fine + 1))
