"""Content in the log: read back equal, told apart by its digest, shown to people without slots' markers."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.letter import Content, comparable_text, content_from_record, content_to_record
from newsletter.letter.compile import compile_content
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from tests.letter.conftest import SAMPLES


@pytest.mark.parametrize("issue", SAMPLES)
def test_a_record_survives_json(issue: str, contents: dict[str, Content]) -> None:
    written = json.dumps(content_to_record(contents[issue]), ensure_ascii=False)

    assert content_from_record(json.loads(written)) == contents[issue]


@pytest.mark.parametrize("issue", SAMPLES)
def test_it_reads_as_the_text_edition_with_slots_named(issue: str, contents: dict[str, Content]) -> None:
    text = comparable_text(contents[issue])

    assert text.startswith(contents[issue].subject)
    assert "kontaktpersonerna i [namn]." in " ".join(text.split())
    assert "[hälsning]" in text
    assert not re.search("[\ufdd0-\ufdef]", text)


def test_a_changed_picture_shows_in_what_people_compare(
    small: Callable[..., Issue], settings: Settings, workspace: Path
) -> None:
    issue = small(image={"src": "images/2026-q1-omslag.jpg", "alt": "Omslag."})
    before = compile_content(issue, settings, workspace)
    (workspace / "issues" / "images" / "2026-q1-omslag.jpg").write_bytes(
        (workspace / "issues" / "images" / "2026-q3-turne.jpg").read_bytes()
    )

    after = compile_content(issue, settings, workspace)

    assert after.digest != before.digest
    assert comparable_text(after) != comparable_text(before)
