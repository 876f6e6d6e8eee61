"""What a new issue takes over from earlier ones. What is expected is read out of the samples by hand."""

import re
from datetime import date
from pathlib import Path

import pytest

from newsletter.accounting.carry import carry_over
from newsletter.model.settings import plan_for
from newsletter.source import read, read_settings
from newsletter.source.skeleton import Carried, issue_skeleton

TODAY = date(2026, 10, 1)


def found(workspace: Path, issue: str = "2026-q4", today: date = TODAY) -> Carried:
    plan = plan_for(read_settings(workspace).settings, int(issue[:4]))
    return carry_over(read(workspace).issues, issue, plan, ("Eda", "Karlstad"), today)


def titles(these) -> list[str]:
    return [one.item.title for one in these]


def test_open_follow_ups_and_unanswered_motions_of_all_earlier_issues(workspace):
    here = found(workspace)

    assert titles(here.followups) == [
        "Samlad redovisning av vårdskulden",  # a proposal of our own, told as a decision in 2026-q1, and not followed up
        "Anropsstyrda turer i stället för glesare trafik",
        "Kortare arbetstid på tre vårdavdelningar",
        "Ambulansbemanning dygnet runt i norra länsdelen",
        "Sommarplan för sjukhus och vårdcentraler",  # the same, in 2026-q2
    ]
    assert here.followups[0].source == "2026-q1, rad 75: bifallet"
    assert titles(here.proposals) == [
        "Fast läkarkontakt även på de minsta vårdcentralerna",
        "Pröva sommarbostäder för vikarier",
        "Ledsagning på bussen för personer med synnedsättning",
        "Energiproduktion på regionens alla tak",
        "Tillgängligheten på mottagningar utan hiss",
    ]
    assert here.followups[3].source == "2026-q3, rad 138: Utvärdering efter ett halvår."


def test_what_was_passed_and_never_followed_up_is_something_to_follow_up(workspace):
    here = found(workspace, "2027-q1")

    motion = next(one for one in here.followups if one.item.title.startswith("Fast läkarkontakt"))
    assert motion.source.endswith(": bifallen")


def test_dates_that_are_still_to_come(workspace):
    assert titles(found(workspace).dates) == ["Regionfullmäktige"]
    assert titles(found(workspace, today=date(2026, 10, 15)).dates) == []
    assert "Julfika i partilokalen" not in titles(found(workspace, "2027-q1", date(2026, 12, 1)).dates)


def test_focus_issues_and_municipalities_that_nobody_has_written_about_this_year(workspace):
    for number in (2, 3, 4):
        (workspace / "issues" / f"2026-q{number}.yaml").unlink()
    text = (workspace / "issues" / "2026-q1.yaml").read_text(encoding="utf-8")
    (workspace / "issues" / "2026-q1.yaml").write_text(text.replace("topic: kollektivtrafiken", "topic: primärvården"), "utf-8")

    here = found(workspace)

    assert "Kollektivtrafiken" in here.topics
    assert "Primärvården" not in here.topics
    assert here.municipalities == ("Eda",)
    assert found(workspace, "2027-q1").topics == ()  # of a year without an issue, nothing can be said


def test_what_is_carried_is_sound_when_its_signs_are_taken_away(workspace):
    """As VS Code takes comment signs away."""
    text = issue_skeleton("2026-q4", date(2026, 12, 15), read_settings(workspace).settings, found(workspace))
    path = workspace / "issues" / "2026-q4.yaml"
    path.write_text(text, encoding="utf-8")
    assert read(workspace, ["2026-q4"]).diagnostics == ()
    path.write_text(re.sub(r"(?m)^  # ?(?=- kind|  |$)", "  ", text), encoding="utf-8")

    reading = read(workspace, ["2026-q4"])

    assert reading.diagnostics == ()
    kinds = {section.kind: section for section in reading.issue("2026-q4").issue.sections}
    assert titles_of(kinds["followups"]) == titles(found(workspace).followups)
    assert titles_of(kinds["proposals"]) == titles(found(workspace).proposals)
    assert titles_of(kinds["calendar"]) == titles(found(workspace).dates)


def titles_of(section) -> list[str]:
    return [item.title for item in section.items]


@pytest.mark.parametrize("title", ["Kolon: mitt i", "#hash först", "[klammer]", 'Med "citat" i', "- streck", "100 % el"])
def test_a_title_that_yaml_would_misread_is_quoted(workspace, title):
    path = workspace / "issues" / "2026-q1.yaml"
    lines = ["year: 2026", "quarter: 1", "date: 2026-03-10", "title: A", "lead: B", "sections:", "  - kind: followups"]
    lines += ["    items:", f"      - title: '{title}'", "        status: pågår", ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    for number in (2, 3, 4):
        (workspace / "issues" / f"2026-q{number}.yaml").unlink()
    text = issue_skeleton("2026-q2", date(2026, 6, 15), read_settings(workspace).settings, found(workspace, "2026-q2"))
    (workspace / "issues" / "2026-q2.yaml").write_text(re.sub(r"(?m)^  # ?(?=- kind|  |$)", "  ", text), encoding="utf-8")

    issue = read(workspace, ["2026-q2"]).issue("2026-q2").issue

    assert next(titles_of(one) for one in issue.sections if one.kind == "followups") == [title]


def test_the_line_is_that_of_the_file_where_it_stands(workspace):
    folder = workspace / "issues" / "2026-q3"
    folder.mkdir()
    (folder / "siv.yaml").write_text(
        "by: Siv Tallroth\nproposals:\n  - {type: motion, title: Fler cykelbanor, status: inlämnad, date: 2026-08-01}\n"
        "calendar:\n  - {date: 2026-11-20, title: Öppet hus}\n",
        encoding="utf-8",
    )

    here = found(workspace)

    assert next(one.source for one in here.proposals if one.item.title == "Fler cykelbanor") == "2026-q3/siv.yaml, rad 3"
    assert next(one.source for one in here.dates if one.item.title == "Öppet hus") == "2026-q3/siv.yaml, rad 5"


def test_a_matter_keeps_its_focus_issue_when_a_later_issue_leaves_it_out(workspace):
    path = workspace / "issues" / "2026-q3.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[110] == "        topic: primärvården"  # of the motion on line 107, which 2026-q1 tells of with the same
    path.write_text("\n".join([*lines[:110], *lines[111:]]), encoding="utf-8")

    motion = next(one.item for one in found(workspace).proposals if one.item.title.startswith("Fast läkarkontakt"))
    assert motion.topic == "primärvården"
