"""The four samples are issues; quarters, statuses and plans follow domain.md."""

import json
from datetime import date

import pytest
import yaml

from newsletter.model.choices import ProposalStatus, ProposalType
from newsletter.model.issue import ISSUE_ID, Issue, Quarter, issue_from_record, issue_to_record
from newsletter.model.sections import SECTION_KINDS, Proposal
from newsletter.model.settings import Settings, plan_for
from tests.conftest import ROOT

SAMPLES = ("2026-q1", "2026-q2", "2026-q3", "2026-q4")


def sample(issue_id: str) -> Issue:
    text = (ROOT / "issues" / f"{issue_id}.yaml").read_text(encoding="utf-8")
    return Issue.model_validate(yaml.load(text, yaml.BaseLoader))


@pytest.mark.parametrize("issue_id", SAMPLES)
def test_a_sample_is_an_issue_of_the_quarter_in_its_name(issue_id: str) -> None:
    assert sample(issue_id).covers.issue_id == issue_id


def test_the_samples_use_all_fourteen_kinds() -> None:
    assert len(SECTION_KINDS) == 14
    assert {section.kind for issue_id in SAMPLES for section in sample(issue_id).sections} == set(SECTION_KINDS)


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (Quarter(2026, 3), date(2026, 7, 1), date(2026, 9, 30)),
        (Quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_a_first_and_a_last_day(quarter: Quarter, first: date, last: date) -> None:
    assert (first, last) == (quarter.first_day, quarter.last_day)


@pytest.mark.parametrize("name", ["2026-q3", "2026-q3-extra", "2026-q1-rattelse-2"])
def test_an_issue_id(name: str) -> None:
    assert ISSUE_ID.match(name)


@pytest.mark.parametrize(
    "name", ["2026-q5", "2026-q3\n", "2026-Q3", "2026-q3-", "2026-q3-DESKTOP", "../2026-q3", "\u0662026-q3"]
)
def test_what_is_not_an_issue_id(name: str) -> None:
    assert not ISSUE_ID.match(name)


def test_a_status_may_be_written_in_either_form() -> None:
    written = Proposal.model_validate({"type": "initiativ", "title": "T", "status": "delvis bifallet"})

    assert written.status is ProposalStatus.PARTLY_APPROVED
    assert written.type is ProposalType.INITIATIVE
    assert written.type.is_neuter


def test_a_year_without_a_plan_borrows_the_latest_earlier_one() -> None:
    base = {
        "organisation": {"name": "N", "group": "G", "address": "A", "email": "a@example.org"},
        "sender": {"name": "N", "email": "a@example.org"},
    }
    planned = Settings.model_validate(base | {"plan": {"2025": {"target": "5", "boards": {"x": "Nämnd X"}}}})

    assert plan_for(planned, 2027).target == 5
    assert plan_for(planned, 2027).boards == {"x": "Nämnd X"}
    assert plan_for(planned, 2024).target == 4
    assert plan_for(planned, 2024).boards["hsn"] == "Hälso- och sjukvårdsnämnden"


@pytest.mark.parametrize("issue_id", SAMPLES)
def test_an_issue_survives_as_a_record(issue_id: str) -> None:
    issue = sample(issue_id)

    assert issue_from_record(json.loads(json.dumps(issue_to_record(issue)))) == issue


def test_a_record_is_in_the_words_of_an_issue_file() -> None:
    record = issue_to_record(sample("2026-q3"))
    written = yaml.load((ROOT / "issues" / "2026-q3.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)

    assert record["title"] == written["title"]
    assert [section["kind"] for section in record["sections"]] == [section["kind"] for section in written["sections"]]


def placed(issue: Issue) -> dict[str, list[object]]:
    """What an issue says of its sections without naming their kinds."""
    return {
        "pictures": [(location, picture.src) for location, picture in issue.pictures()],
        "buttons": [(location, button.text) for location, button in issue.buttons()],
        "deadlines": [(location, asked, str(day)) for location, asked, day in issue.deadlines()],
        "links": [(location, item.title) for location, item in issue.linked_items()],
    }


def test_pictures_buttons_deadlines_and_links_are_found_whatever_kind_has_them() -> None:
    read_more = {"text": "Läs mer", "url": "https://exempel.se"}
    image = {"src": "images/a.png", "alt": "En sjö"}
    issue = Issue.model_validate({
        "year": "2026",
        "quarter": "3",
        "date": "2026-09-03",
        "title": "T",
        "lead": "I",
        "image": image | {"src": "images/top.png"},
        "sections": [
            {"kind": "article", "title": "A", "text": "x", "button": read_more, "image": image},
            {"kind": "action", "title": "Svara", "text": "x", "button": read_more, "deadline": "2026-10-01"},
            {"kind": "action", "title": "Gå med", "text": "x"},
            {"kind": "image", **image},
            {"kind": "questions", "items": ["Vad tycker ni?"]},
            {"kind": "contacts", "items": [{"name": "Siv", "email": "siv@exempel.se"}]},
            {"kind": "links", "items": [{"title": "Planen", "url": "https://exempel.se"}]},
            {"kind": "calendar", "items": [{"date": "2026-10-02", "title": "Möte"}]},
        ],
    })  # fmt: skip

    assert placed(issue) == {
        "pictures": [
            (("image",), "images/top.png"),
            (("sections", 0, "image"), "images/a.png"),
            (("sections", 3), "images/a.png"),
        ],
        "buttons": [(("sections", 0, "button"), "Läs mer"), (("sections", 1, "button"), "Läs mer")],
        "deadlines": [(("sections", 1), "Svara", "2026-10-01")],
        "links": [(("sections", 6, "items", 0), "Planen"), (("sections", 7, "items", 0), "Möte")],
    }
