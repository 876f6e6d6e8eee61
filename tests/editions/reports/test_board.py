"""The short report to the district board."""

import re
from datetime import date

from tests.editions.reports.acted import AFTER, NBSP, part, with_sources, without_notes, written

BULLET = re.compile(r"^- \w+ (\d+) (\w+) (\d{4})", re.MULTILINE)


def test_the_board_gets_what_has_happened_since_it_met(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path, "--board", "--since", "2026-10-01")).replace(
        "\N{NO-BREAK SPACE}", " "
    )

    assert "Kvartal 4 2026, skickad 10 december 2026, har nått 15 av 15 föreningar." in text
    assert "Kvartal 3 2026, skickad" not in text.partition("## Så står året")[0]


def test_a_board_that_meets_after_new_year_gets_what_left_before_it(newsletter, year, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    options = ("report", "--board", "--since", "2026-10-01", "--format", "md", "--out", tmp_path / "januari")

    assert newsletter("-C", year, *options).exit_code == 0

    text = (tmp_path / "januari" / "distriktsstyrelsen.md").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    sent = text.partition("## Skickat sedan förra mötet")[2].partition("##")[0]
    assert "Kvartal 4 2026, skickad 10 december 2026" in sent
    assert text.index("## Så står 2026") < text.index("## Så står 2027")
    assert "3 av 4 rapporter är skickade under 2026" in text
    assert "0 av 4 rapporter är skickade under 2027" in text
    assert "newsletter.yaml, plan 2026, som gäller tills 2027 har en egen." in text


def test_the_board_s_last_meeting_is_taken_from_what_the_issues_announced(newsletter, year, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-12-12T09:00:00+01:00")
    announced = (year / "issues" / "2026-q3.yaml").read_text(encoding="utf-8")
    assert "type: distriktet" in announced

    assert "Tiden från 5 september 2026" in written(newsletter, year, tmp_path, "--board").replace("\N{NO-BREAK SPACE}", " ")


def test_a_board_s_period_ends_on_the_day_and_nothing_that_has_passed_is_to_come(newsletter, year, tmp_path):
    options = ("--board", "--since", "2026-09-01", "--date", "2026-09-20")
    text = without_notes(written(newsletter, year, tmp_path, *options)).replace(NBSP, " ")

    assert "Tiden från 1 september 2026 till 20 september 2026." in text
    assert "Kvartal 3 2026, skickad 14 september 2026" in text
    assert "Kvartal 4" not in text.partition("## Så står året")[0]
    coming = text.partition("## Kommande")[2]
    assert _days(coming)
    assert min(_days(coming)) >= date(2026, 9, 20)


def _days(text: str) -> list[date]:
    """Those that the bullets begin with: ``Onsdag 14 oktober 2026``."""
    months = {"september": 9, "oktober": 10, "november": 11, "december": 12}
    return [date(int(year), months[month], int(day)) for day, month, year in BULLET.findall(text)]


def test_what_is_coming_is_what_the_last_issue_announced(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path, "--board", "--since", "2026-10-01", "--date", "2026-12-17")
    coming = [with_sources(line, text) for line in part(text, "## Kommande")]

    assert [line for line, _sources in coming] == [
        "- Torsdag 17 december 2026: Julfika i partilokalen, Karlstad (inställt).",
        "- Onsdag 20 januari 2027: Gruppmöte – verksamhetsplanen, Digitalt.",
        "- Onsdag 10 februari 2027: Regionfullmäktige, Karlstad (preliminärt).",
        "- Torsdag 18 februari 2027: Besök hos Vänsterpartiet Hammarö, Skoghall (ändrat).",
        "- Söndag 28 februari 2027: Sista dag: Tipsa en liten förening om det nya stödet.",
        "- Lördag 20 mars 2027: Distriktsårskonferens, Platsen meddelas senare.",
    ]
    assert {source.partition(",")[0] for _line, sources in coming for source in sources} == {"issues/2026-q4.yaml"}


def test_the_day_after_the_last_date_nothing_is_coming(newsletter, year, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2027-03-21T09:00:00+01:00")

    options = ("--board", "--since", "2026-10-01", "--date")

    assert "Kommande" in written(newsletter, year, tmp_path, *options, "2027-03-20")
    assert "Kommande" not in written(newsletter, year, tmp_path, *options, "2027-03-21")


def test_what_was_given_by_hand_is_said_of_the_report_that_it_was(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path, "--board", "--since", "2026-03-26", "--date", "2026-12-10")
    sent = [with_sources(line, text) for line in part(text, "## Skickat sedan förra mötet")]

    assert [line for line, _sources in sent] == [
        "- Kvartal 1 2026, skickad 26 mars 2026, har nått 15 av 15 föreningar, 1 för hand.",
        "- Kvartal 3 2026, skickad 14 september 2026, har nått 15 av 15 föreningar.",
        "- Kvartal 4 2026, skickad 10 december 2026, har nått 15 av 15 föreningar.",
    ]
    for (_line, sources), issue in zip(sent, ("2026-q1", "2026-q3", "2026-q4"), strict=True):
        assert all(f", {issue}: körning " in source for source in sources)


def test_only_what_has_been_told_since_is_among_the_proposals(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path, "--board", "--since", "2026-09-04", "--date", "2026-12-20")
    told = [with_sources(line, text) for line in part(text, "## Förslag och löften")]

    assert ("- Motion: Pröva sommarbostäder för vikarier: avslagen (9 december 2026).") in [line for line, _sources in told]
    assert not [line for line, _sources in told if "Glesare turer" in line or "ambulansreformen" in line]
    assert {source.partition(",")[0] for _line, sources in told for source in sources} == {"issues/2026-q4.yaml"}


def test_a_period_in_which_nothing_was_sent_says_so(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path, "--board", "--since", "2026-12-11")

    assert [without_notes(line) for line in part(text, "## Skickat sedan förra mötet")] == ["Ingen rapport."]
