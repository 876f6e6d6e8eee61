"""What review does around the rules: the samples, the size of the letter, other issues, order and language."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.checks import checklist, checks_about, registry
from newsletter.checks.rules import wording
from newsletter.letter import Content, HtmlSlot, Slot
from newsletter.model.choices import FollowUpStatus
from newsletter.model.diagnostics import Diagnostic, Severity
from newsletter.model.issue import Issue
from newsletter.model.sections import FollowUp, FollowUps
from newsletter.operations.examining import review
from newsletter.source import IssueFile, Reading, read, require_valid
from tests.conftest import ROOT

SAMPLE = require_valid(read(ROOT, ["2026-q1"])).issue("2026-q1").issue
SAMPLES = ("2026-q1", "2026-q2", "2026-q3", "2026-q4")


@pytest.fixture
def reading(workspace: Path) -> Reading:
    return require_valid(read(workspace))


def _review(
    reading: Reading, issue: IssueFile, content: Content | None = None, earlier: Sequence[IssueFile] = ()
) -> list[Diagnostic]:
    assert reading.settings
    return list(review(issue, reading.settings, reading.recipients, content, earlier))


@pytest.mark.parametrize("issue", SAMPLES)
def test_the_samples_give_no_diagnostics_at_all(reading: Reading, issue: str) -> None:
    assert _review(reading, reading.issue(issue), None, reading.issues) == []


def _with_follow_up(issue: IssueFile, item: FollowUp) -> IssueFile:
    sections = (FollowUps(kind="followups", items=(item,)), issue.issue.sections[0])
    return replace(issue, issue=issue.issue.model_copy(update={"sections": sections}))


NEXT = "2026-q4"


@pytest.mark.parametrize("status", ["pågår", "försenat", "ej påbörjat"])
def test_an_open_follow_up_that_the_next_issue_is_silent_about_is_asked_for(reading: Reading, status: str) -> None:
    promise = FollowUp(title="Tandvårdsbussen i Klarälvdalen", status=FollowUpStatus(status))
    earlier = _with_follow_up(reading.issue("2026-q3"), promise)

    [found] = _review(reading, reading.issue(NEXT), None, [earlier])

    assert (found.file, found.code) == ("issues/2026-q4.yaml", "forgotten-follow-up")
    assert "Tandvårdsbussen i Klarälvdalen" in found.message
    assert "2026-q3" in found.message


@pytest.mark.parametrize(
    "promise",
    [
        FollowUp(title="Tandvårdsbussen i Klarälvdalen", status=FollowUpStatus.DONE),
        FollowUp(title="Tandvårdsbussen i Klarälvdalen", status=FollowUpStatus.CLOSED),
        FollowUp(title="Utvärderingen av kortare arbetstid", status=FollowUpStatus.ONGOING),
        FollowUp(title="Tandvårdsbussen", status=FollowUpStatus.ONGOING, next="Ny tidsplan väntas i mars."),
        FollowUp(title="Tandvårdsbussen", status=FollowUpStatus.ONGOING, next="Utvärdering efter ett halvår."),
    ],
    ids=["done", "closed", "told in other words", "due next year", "due in half a year"],
)
def test_a_follow_up_that_is_closed_told_or_not_yet_due_is_not_asked_for(reading: Reading, promise: FollowUp) -> None:
    earlier = _with_follow_up(reading.issue("2026-q3"), promise)

    assert _review(reading, reading.issue(NEXT), None, [earlier]) == []


def test_a_follow_up_whose_next_step_was_due_before_this_issue_is_asked_for(reading: Reading) -> None:
    promise = FollowUp(title="Tandvårdsbussen", status=FollowUpStatus.ONGOING, next="Besked väntas i november.")
    earlier = _with_follow_up(reading.issue("2026-q3"), promise)

    assert [one.code for one in _review(reading, reading.issue(NEXT), None, [earlier])] == ["forgotten-follow-up"]


def test_an_older_promise_is_asked_about_until_an_issue_has_told_of_it(reading: Reading) -> None:
    promise = FollowUp(title="Tandvårdsbussen i Klarälvdalen", status=FollowUpStatus.ONGOING)
    older, told = _with_follow_up(reading.issue("2026-q1"), promise), _with_follow_up(reading.issue("2026-q2"), promise)
    done = _with_follow_up(reading.issue("2026-q2"), promise.model_copy(update={"status": FollowUpStatus.DONE}))

    def asked(*others: IssueFile) -> list[str]:
        found = _review(reading, reading.issue("2026-q3"), None, others)
        return [one.message.rpartition(" från ")[2][:7] for one in found if one.code == "forgotten-follow-up"]

    assert asked(older, reading.issue("2026-q2")) == ["2026-q1"]
    assert asked(older, told) == ["2026-q2"]
    assert asked(older, done) == []
    assert asked(_with_follow_up(reading.issue("2026-q4"), promise)) == []


def _content(size: int) -> Content:
    """HTML of ``size`` bytes, in letters of two bytes each, cut by a slot that is not counted."""
    half = "å" * (size // 4)
    return Content("Ämne", "Förhandstext", "Hej!", (half, HtmlSlot(Slot.GREETING), half), (), (), "0" * 64)


@pytest.mark.parametrize(
    "size, expected",
    [
        (80_000, []),
        (80_004, [(Severity.WARNING, "heavy-html")]),
        (100_000, [(Severity.WARNING, "heavy-html")]),
        (100_004, [(Severity.ERROR, "html-size")]),
    ],
)
def test_html_is_warned_about_over_80_kb_and_refused_over_100(
    reading: Reading, size: int, expected: list[tuple[Severity, str]]
) -> None:
    found = _review(reading, reading.issue("2026-q1"), _content(size))

    assert [(one.severity, one.code) for one in found] == expected
    assert all(one.file == "issues/2026-q1.yaml" and f"{size // 1000} kB" in one.message for one in found)


def test_the_rule_of_size_is_missed_when_it_is_taken_out(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    others = checks_about(Issue)
    monkeypatch.setattr(registry, "checks", lambda: others)

    assert _review(reading, reading.issue("2026-q1"), _content(200_000)) == []


SIGNS = st.sampled_from(
    [
        "torsdag ",
        "12 mars ",
        "31 april",
        "[",
        "](",
        ")",
        "http://",
        "a.se/å",
        "<b>",
        "|",
        "\n",
        "# ",
        "•",
        "{",
        "}",
        "%",
        "å",
        " ",
    ]
)


@pytest.mark.slow
@given(lead=st.lists(SIGNS | st.characters(codec="utf-8"), min_size=1, max_size=30).map("".join))
def test_no_text_makes_a_rule_fail_and_every_text_is_judged_the_same_twice(lead: str) -> None:
    issue = SAMPLE.model_copy(update={"lead": lead, "title": lead, "sections": SAMPLE.sections[:1]})

    first, second = ([list(rule(issue)) for rule in checks_about(Issue)] for _ in range(2))

    assert first == second


@pytest.mark.parametrize("sign", ["[", "a", "a.", "<a ", "{{", "|", "måndag 1 ", "**a", "www.", "a@"])
def test_the_plain_rules_take_long_texts_in_their_stride(sign: str) -> None:
    """A rule that is quadratic would make this one test longer than all the others together."""
    issue = SAMPLE.model_copy(update={"title": sign * 20_000, "sections": SAMPLE.sections[-1:]})

    for rule in checks_about(Issue):
        list(rule(issue))


@pytest.mark.parametrize("phrase", [*wording.ANYWHERE, *wording.BEGINNINGS, *wording.WHOLE])
def test_the_phrases_to_write_over_are_those_of_the_skeletons(phrase: str) -> None:
    skeletons = (ROOT / "newsletter" / "source" / "skeletons").glob("*.yaml")

    assert any(phrase in skeleton.read_text(encoding="utf-8") for skeleton in skeletons)
    assert wording.PLACEHOLDER.search(phrase)


def test_diagnostics_stand_in_the_order_of_the_file(reading: Reading) -> None:
    sample = reading.issue("2026-q1")
    broken = sample.issue.model_copy(update={"date": date(2026, 10, 1), "title": "ALLT MED VERSALER HÄR"})

    places = [(one.line, one.column) for one in _review(reading, replace(sample, issue=broken))]

    assert len(places) > 3
    assert places == sorted(places)


def test_recipients_may_be_left_out(reading: Reading) -> None:
    assert reading.settings

    assert review(reading.issue("2026-q1"), reading.settings, None, None) == ()


def test_the_checklist_names_the_plan_s_perspectives_in_swedish() -> None:
    words = " ".join(checklist())

    for perspective in ("Barn", "Jämställdhet", "Mångfald", "bruksorter"):
        assert re.search(perspective, words)
