"""Issues that have been sent, as the log tells of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsletter.delivery.log.contents import SentForm
from newsletter.letter import content_to_record
from newsletter.letter.compile import compile_content
from newsletter.model.issue import Issue, issue_to_record
from newsletter.model.settings import Settings
from newsletter.source import read
from tests.conftest import ROOT

SENT = {
    "2026-q1": "2026-03-26T06:30:00.000Z",
    "2026-q2": "2026-06-16T05:30:00.000Z",
    "2026-q3": "2026-09-03T05:30:00.000Z",
    "2026-q4": "2026-12-10T06:30:00.000Z",
}
"""When the samples were sent in these tests, UTC."""


def settings() -> Settings:
    found = read(ROOT, ()).settings
    assert found
    return found.settings


def issue(issue_id: str) -> Issue:
    return read(ROOT, [issue_id]).issue(issue_id).issue


def form(issue_id: str, first: str = "", changed: Mapping[str, Any] | None = None, directory: Path = ROOT) -> SentForm:
    """The sample as it was sent, with what was ``changed`` in it then."""
    sent = issue(issue_id).model_copy(update=dict(changed or {}))
    content = compile_content(sent, settings(), directory)
    record = content_to_record(content) | {"issue": issue_to_record(sent)}
    return SentForm(issue_id, content.digest, first or SENT[issue_id], 21, record)
