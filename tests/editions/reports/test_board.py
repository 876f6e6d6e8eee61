"""The short report to the district board."""

import re
from datetime import date

from tests.editions.reports.acted import AFTER, NBSP, without_notes, written

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
