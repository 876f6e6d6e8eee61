"""Other groups than this one: nothing of ours is in their letters, on their pages or in their calendars (issue 13, point 1).

The issue and the settings hold no word of the party's; whatever of it is found was put there by the program.
"""

import re
from typing import Any

import pytest
import yaml

from newsletter.delivery.log.contents import SentForm
from newsletter.editions.files import common_files, notice_board
from newsletter.editions.site.archive import build_site
from newsletter.editions.site.published import publish
from newsletter.letter import content_to_record, fill
from newsletter.letter.compile import compile_content
from newsletter.model.issue import Issue, issue_to_record
from newsletter.model.settings import Settings
from tests.conftest import ROOT
from tests.letter.conftest import addressee

OTHERS = """
organisation:
  name: Föreningen Bygdens väl
  group: Styrelsen
  address: [Storgatan 1, 650 00 Exempelstad]
  email: bygden@example.org
sender: {name: Bygdens väl, email: bygden@example.org}
plan: {2026: {target: 2}}
"""
OURS = re.compile(r"vänster|regiongrupp|värmland", re.IGNORECASE)


@pytest.fixture(scope="module")
def others() -> Settings:
    return Settings.model_validate(yaml.load(OTHERS, yaml.BaseLoader))


def test_the_issue_of_this_test_has_no_word_of_ours(full: Issue) -> None:
    assert not OURS.search(str(issue_to_record(full)))


def test_both_editions_say_the_organisation_s_own_name_and_no_other(full: Issue, others: Settings) -> None:
    letter = fill(compile_content(full, others, ROOT), addressee("Bygdens väl i Säffle"))

    for edition in (letter.html or "", letter.text):
        assert not OURS.search(edition)
        assert "Föreningen Bygdens väl" in edition
        assert "Styrelsen lämnar rapport minst två gånger per år." in " ".join(edition.replace("\u00a0", " ").split())


@pytest.mark.parametrize("plan", [{}, {"plan": {"2025": {"target": "4"}}}])
def test_how_often_is_not_said_without_a_plan_of_the_year(full: Issue, plan: dict[str, Any]) -> None:
    read = yaml.load(OTHERS, yaml.BaseLoader)
    del read["plan"]
    letter = fill(compile_content(full, Settings.model_validate(read | plan), ROOT), addressee())

    assert "per år" not in f"{letter.html}{letter.text}"


def test_neither_do_the_copies_paper_calendar_and_archive(full: Issue, others: Settings) -> None:
    files = common_files("2026-q3-allt", full, others, ROOT)
    content = compile_content(full, others, ROOT)
    record = content_to_record(content) | {"issue": issue_to_record(full)}
    sent = SentForm("2026-q3-allt", content.digest, "2026-09-03T05:30:00.000Z", 21, record)
    pages = build_site(publish([sent], {}), others, ("Säffle",), ROOT, None)
    everything = {**files, **pages, "paper": notice_board(full, others, ROOT).encode()}

    assert any(name.endswith(".ics") for name in everything)
    assert [name for name, found in everything.items() if found and OURS.search(found.decode("utf-8", "ignore"))] == []
