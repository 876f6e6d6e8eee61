"""An issue is what was sent, whatever its file says now; the file stands in only where the log cannot tell."""

import yaml

from newsletter.accounting.evidence import issue_as_sent, issues_as_sent
from newsletter.delivery.log.contents import SentForm
from newsletter.model.issue import Issue, issue_to_record
from tests.conftest import ROOT


def sample(title: str) -> Issue:
    text = (ROOT / "issues" / "2026-q1.yaml").read_text(encoding="utf-8")
    return Issue.model_validate(yaml.load(text, yaml.BaseLoader)).model_copy(update={"title": title})


def form(digest: str, first: str, record: dict[str, object]) -> SentForm:
    return SentForm("2026-q1", digest, first, 1, record)


def test_what_was_sent_holds_over_what_the_file_says_now() -> None:
    sent = form("a", "2026-03-31T06:00:00.000Z", {"issue": issue_to_record(sample("Skickad"))})

    assert issue_as_sent(sent, sample("Ändrad")) == sample("Skickad")


def test_the_last_form_of_an_issue_holds() -> None:
    first = form("a", "2026-03-31T06:00:00.000Z", {"issue": issue_to_record(sample("Först"))})
    second = form("b", "2026-04-01T06:00:00.000Z", {"issue": issue_to_record(sample("Sedan"))})

    assert issues_as_sent([first, second], {})["2026-q1"].title == "Sedan"


def test_the_file_stands_in_for_a_log_that_cannot_tell() -> None:
    for record in ({}, {"issue": {"year": "1850"}}):
        assert issue_as_sent(form("a", "2026-03-31T06:00:00.000Z", record), sample("Filen")) == sample("Filen")


def test_what_neither_tells_of_is_left_out() -> None:
    assert issues_as_sent([form("a", "2026-03-31T06:00:00.000Z", {})], {}) == {}
