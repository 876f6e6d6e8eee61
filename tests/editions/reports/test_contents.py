"""What the year's report says of what the issues were about."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.editions.reports.acted import SENT, change, part, with_sources, without_notes, written


def test_quotes_inside_quotes_are_single(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path)

    assert "Länsbladet Exempel, ”Budgeten ’klubbad’ efter lång debatt” (nyhetsartikel)" in text


def of_issues(year: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """What the issues that were sent hold of one kind, read from their files by other means."""
    issues = ((one, yaml.load((year / "issues" / f"{one}.yaml").read_text("utf-8"), yaml.BaseLoader)) for one in SENT)
    return [
        (one, item)
        for one, issue in issues
        for section in issue["sections"]
        if section["kind"] == kind
        for item in section["items"]
    ]


@pytest.mark.parametrize(("kind", "heading"), [("visits", "## Besök"), ("media", "## I medierna")])
def test_each_visit_and_each_piece_in_the_media_stands_once_with_its_own_issue_as_the_source(
    newsletter, year, tmp_path, kind, heading
):
    text = written(newsletter, year, tmp_path)
    lines = [with_sources(line, text) for line in part(text, heading)]
    items = of_issues(year, kind)

    assert len(lines) == len(items) > 8
    for (line, sources), (issue, item) in zip(lines, items, strict=True):
        assert item["title"].replace("”", "’") in line
        assert str(int(item["date"][8:])) in line
        assert [source.partition(",")[0] for source in sources] == [f"issues/{issue}.yaml"]


MATTERS = [
    # Read from the three issues by hand: what became of it, the day, and the issue that says so.
    ("motion: Fast läkarkontakt även på de minsta vårdcentralerna", "q1", "q4", "bifallen (14 oktober 2026)", "q4"),
    ("motion: Pröva sommarbostäder för vikarier", "q1", "q4", "avslagen (9 december 2026)", "q4"),
    ("interpellation: Hur går det med ambulansreformen?", "q1", "q1", "besvarad (4 mars 2026)", "q1"),
    ("initiativ: Vinterdäck på fordon för sjukresor", "q4", "q4", "återtaget (12 november 2026)", "q4"),
    ("budgetyrkande: Kortare arbetstid på ytterligare två avdelningar", "q4", "q4", "avslaget (25 november 2026)", "q4"),
    ("Glesare turer på två landsbygdslinjer", "q1", "q3", "pågår (enligt rapporten den 3 september 2026)", "q3"),
    ("Lärlingsplatser i vård och teknik", "q4", "q4", "pågår (enligt rapporten den 15 december 2026)", "q4"),
    ("Gemensam växel med två kommuner", "q4", "q4", "avslutat (enligt rapporten den 15 december 2026)", "q4"),
]


def test_what_became_of_our_proposals_and_promises_stands_with_its_day_and_source(newsletter, year, tmp_path):
    """A follow-up is dated by the report that tells it, never by the decision that it follows."""
    text = written(newsletter, year, tmp_path)
    rows_of_matters = part(text, "## Förslag och löften")
    found = {}
    for line in rows_of_matters[4:]:
        title, first, last, stand = line.strip("| ").split(" | ")
        said, (source,) = with_sources(stand, text)
        found[title] = (without_notes(first)[5:], without_notes(last)[5:], said, re.findall(r"2026-(q\d)", source)[0])

    assert without_notes(rows_of_matters[0]) == "Rapporterna följde 17 ärenden. Avgjorda: 12. Öppna: 5."
    assert {title: found[title] for title, *_said in MATTERS} == {title: tuple(said) for title, *said in MATTERS}
    assert len(found) == 17


def test_a_board_and_a_place_are_counted_as_they_stand_in_the_issues(newsletter, year, tmp_path):
    decisions = Counter(item["board"] for _issue, item in of_issues(year, "decisions"))
    lines = part(without_notes(written(newsletter, year, tmp_path)), "## Nämnder, kommuner och ledamöter")
    boards = dict(re.findall(r"([A-ZÅÄÖ][\w -]+?) (\d+) beslut", lines[0].partition(": ")[2]))

    assert {name: int(number) for name, number in boards.items()} == {
        "Regionfullmäktige": decisions["rf"],
        "Regionstyrelsen": decisions["rs"],
        "Hälso- och sjukvårdsnämnden": decisions["hsn"],
        "Regionala utvecklingsnämnden": decisions["run"],
        "Kollektivtrafiknämnden": decisions["ktn"],
        "Kultur- och bildningsnämnden": decisions["kbn"],
        "Patientnämnden": decisions["patn"],
        "Samverkansnämnden för sjukvårdsregionen": decisions["annat"],
    }
    assert [line.partition(":")[0] for line in lines[1:3]] == ["Kommuner som har nämnts", "Inte nämnda"]


def test_a_focus_issue_without_an_item_is_a_gap_and_its_row_is_noughts(newsletter, year, tmp_path):
    """A topic that nobody writes of, and one that no issue has told of since the third quarter."""
    change(
        year / "newsletter.yaml",
        "      - id: vårdskulden\n",
        "      - id: tandvården\n        label: Tandvården\n      - id: vårdskulden\n",
    )
    text = without_notes(written(newsletter, year, tmp_path))
    lines = part(text, "## Fokusfrågorna")

    assert lines[0] == "9 av planens 10 fokusfrågor har tagits upp."
    assert "| Tandvården | 0 | 0 | 0 | 0 | 0 |" in lines
    assert lines[-1].startswith("Luckor: Tandvården (inte alls)")
    care = next(line for line in lines if line.startswith("| Vårdskulden"))
    assert care == "| Vårdskulden | 2 | 0 | 2 | 4 | 188 |"
    assert next(line for line in lines if line.startswith("Vårdskulden ")).endswith(" 4")


def test_contributions_are_the_members_own_and_no_one_s_where_the_plan_names_none(newsletter, year, tmp_path):
    """The group's name stands as the author of a motion and of a visit, its secretary's of two articles."""
    text = without_notes(written(newsletter, year, tmp_path))
    last = part(text, "## Nämnder, kommuner och ledamöter")[-1]
    assert last.startswith("Bidrag från ledamöter: Tuva Hyttsten 7 bidrag, ")
    assert "egiongruppen" not in last
    assert "Bruksman" not in last

    settings = year / "newsletter.yaml"
    members = settings.read_text(encoding="utf-8").partition("    members:\n")[2].partition("    # Vem som")[0]
    change(settings, f"    members:\n{members}", "")
    text = without_notes(written(newsletter, year, tmp_path / "utan"))

    assert part(text, "## Nämnder, kommuner och ledamöter")[-1] == (
        "Planen nämner inga ledamöter, så deras bidrag är inte räknade."
    )
