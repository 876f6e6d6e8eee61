"""Proposals and promises from first mention to outcome. The expected chains are read out of the sample issues by hand."""

from pathlib import Path

import pytest

from newsletter.accounting.promises import undertakings
from newsletter.accounting.undertaking import Told, Undertaking
from newsletter.source import read


@pytest.fixture
def found(workspace: Path) -> dict[str, Undertaking]:
    return {one.title: one for one in undertakings(read(workspace).issues)}


def told(one: Undertaking) -> list[tuple[str, str, str]]:
    return [(mention.issue, mention.told, mention.status) for mention in one.mentions]


def test_a_motion_is_followed_to_its_decision_by_its_registry_number(found):
    assert told(found["Fast läkarkontakt även på de minsta vårdcentralerna"]) == [
        ("2026-q1", "proposal", "inlämnad"),
        ("2026-q2", "proposal", "bereds"),
        ("2026-q3", "proposal", "bereds"),
        ("2026-q4", "decision", "bifall"),
        ("2026-q4", "proposal", "bifallen"),
    ]


def test_a_matter_under_another_title_is_known_by_its_day_and_words(found):
    lines = found["Glesare turer på två landsbygdslinjer"]

    assert told(lines) == [
        ("2026-q1", "decision", "återremiss"),
        ("2026-q2", "follow_up", "pågår"),
        ("2026-q3", "follow_up", "pågår"),
    ]
    assert lines.last.title == "Anropsstyrda turer i stället för glesare trafik"
    assert lines.is_open


def test_an_answer_that_is_followed_up_is_open_again(found):
    assert told(found["När kan man ringa vårdcentralen efter arbetstid?"])[-1] == ("2026-q4", "follow_up", "ej påbörjat")
    assert found["När kan man ringa vårdcentralen efter arbetstid?"].is_open


def test_a_decision_that_nobody_of_ours_has_led_to_is_not_told(found):
    assert "Urval av orter i satsningen på servicepunkter" not in found
    assert "Regionplan och budget 2027" in found  # we voted for a proposal of our own


def test_two_matters_of_one_issue_are_two_though_decided_on_one_day(found):
    assert "Energiproduktion på regionens alla tak" in found
    assert "Pröva sommarbostäder för vikarier" in found


def test_every_mention_names_the_line_where_it_stands(found, workspace):
    for one in found.values():
        for mention in one.mentions:
            lines = (workspace / mention.file).read_text(encoding="utf-8").split("\n")
            item = "\n".join(lines[mention.line - 1 : mention.line + 4])
            assert lines[mention.line - 1].strip().startswith("- ")
            assert mention.title in item


def test_every_proposal_and_follow_up_of_every_issue_is_told_exactly_once(found, workspace):
    mentions = [mention for one in found.values() for mention in one.mentions if mention.told is not Told.DECISION]
    items = [
        line
        for path in (workspace / "issues").glob("*.yaml")
        for kind, section in [part.split("\n", 1) for part in path.read_text(encoding="utf-8").split("\n  - kind: ")[1:]]
        if kind.strip() in ("proposals", "followups")
        for line in section.split("\n")
        if line.startswith("      - ")
    ]

    assert len(mentions) == len({(one.file, one.line) for one in mentions}) == len(items)


def test_a_year_has_what_its_issues_tell_of(workspace):
    issues = read(workspace).issues

    assert undertakings(issues, 2026) == undertakings(issues)
    assert undertakings(issues, 2025) == ()


def test_two_chains_become_one_when_a_later_issue_joins_them(workspace):
    """A question and a decision on the same day; only the follow-up has words of both."""
    (workspace / "issues" / "2026-q1.yaml").write_text(
        _issue(1, "proposals", "type: enkel fråga, title: Väntetider i tandvården, status: besvarad, decided: 2026-02-01"),
        encoding="utf-8",
    )
    (workspace / "issues" / "2026-q2.yaml").write_text(
        _issue(2, "followups", "title: Frisktandvård för unga, status: pågår, decided: 2025"), encoding="utf-8"
    )
    (workspace / "issues" / "2026-q3.yaml").write_text(
        _issue(3, "proposals", "type: motion, title: Frisktandvård för unga, status: inlämnad, date: 2026-02-01"),
        encoding="utf-8",
    )
    (workspace / "issues" / "2026-q4.yaml").write_text(
        _issue(4, "followups", "title: Väntetider i tandvården, status: genomfört, decided: 2026-02-01"), encoding="utf-8"
    )

    found = undertakings(read(workspace).issues)

    assert [[mention.issue for mention in one.mentions] for one in found] == [["2026-q1", "2026-q4"], ["2026-q2", "2026-q3"]]


def _year(workspace: Path, *issues: tuple[int, str, str]) -> list[list[tuple[str, str]]]:
    """What the issues tell, matter by matter; an issue with several lists is given once for each."""
    for path in (workspace / "issues").glob("*.yaml"):
        path.unlink()
    for quarter in {number for number, _kind, _items in issues}:
        whole, *others = [_issue(quarter, kind, item) for number, kind, item in issues if number == quarter]
        text = whole + "".join(one.split("sections:\n")[1] for one in others)
        (workspace / "issues" / f"2026-q{quarter}.yaml").write_text(text, encoding="utf-8")
    return [[(one.issue, one.title) for one in whole.mentions] for whole in undertakings(read(workspace).issues)]


def test_what_was_decided_at_one_sitting_is_not_one_matter(workspace):
    """Two decisions and a motion of one day; every title in a region has a word that begins with region."""
    assert _year(
        workspace,
        (1, "proposals", "type: motion, title: Solceller på regionens tak, status: inlämnad, date: 2026-02-26"),
        (2, "decisions", "board: rf, date: 2026-06-10, title: Regionplan 2027, outcome: bifall"),
        (2, "decisions", "board: rf, date: 2026-06-10, title: Solceller på regionens tak, outcome: bifall"),
        (2, "proposals", "type: motion, title: Solceller på regionens tak, status: bifallen, decided: 2026-06-10"),
    ) == [[(issue, "Solceller på regionens tak") for issue in ("2026-q1", "2026-q2", "2026-q2")]]


def test_between_two_that_are_equally_like_nobody_guesses(workspace):
    found = _year(
        workspace,
        (1, "decisions", "board: rf, date: 2026-02-26, title: Tandvård för pensionärer, outcome: bifall, vote: eget förslag"),
        (1, "decisions", "board: rf, date: 2026-02-26, title: Tandvård för studenter, outcome: bifall, vote: eget förslag"),
        (2, "followups", "title: Tandvården, decided: 2026-02-26, status: pågår"),
    )

    assert [len(one) for one in found] == [1, 1, 1]


def test_the_one_that_is_most_like_is_taken(workspace):
    found = _year(
        workspace,
        (1, "decisions", "board: rf, date: 2026-02-26, title: Tandvård för pensionärer, outcome: bifall, vote: eget förslag"),
        (1, "decisions", "board: rf, date: 2026-02-26, title: Tandvård för studenter, outcome: bifall, vote: eget förslag"),
        (2, "followups", "title: Studenternas tandvård, decided: 2026-02-26, status: pågår"),
    )

    assert ["Tandvård för studenter", "Studenternas tandvård"] in [[title for _issue, title in one] for one in found]


def test_a_proposal_that_is_being_prepared_does_not_stand_so_since_it_was_handed_in(workspace):
    _year(workspace, (2, "proposals", "type: motion, title: Fri tandvård, status: bereds, date: 2026-02-26"))

    [one] = undertakings(read(workspace).issues)

    assert one.last.day is None
    assert one.day is None  # nor since the issue was published


def test_the_same_title_under_another_number_is_another_matter(workspace):
    """A motion comes back every year; its number says which. Of what follows one of them nobody guesses which."""
    found = _year(
        workspace,
        (1, "proposals", "type: motion, title: Fri tandvård, ref: RF/25-EX1, status: avslagen, decided: 2026-02-26"),
        (2, "proposals", "type: motion, title: Fri tandvård, ref: RF/26-EX2, status: inlämnad, date: 2026-05-26"),
        (3, "followups", "title: Fri tandvård, decided: 2025, status: pågår"),
    )

    assert [[issue for issue, _title in one] for one in found] == [["2026-q1"], ["2026-q2"], ["2026-q3"]]


def test_what_was_told_without_a_number_is_the_first_one_s_that_has_it(workspace):
    found = _year(
        workspace,
        (1, "followups", "title: Fri tandvård, decided: 2025, status: pågår"),
        (2, "proposals", "type: motion, title: Fri tandvård, ref: RF/25-EX1, status: avslagen, decided: 2026-02-26"),
        (3, "proposals", "type: motion, title: Fri tandvård, ref: RF/26-EX2, status: inlämnad, date: 2026-05-26"),
    )

    assert [[issue for issue, _title in one] for one in found] == [["2026-q1", "2026-q2"], ["2026-q3"]]


def test_a_third_that_is_the_same_as_two_makes_one_of_them_and_loses_none(workspace):
    """A number joins it to the first, a title to the second: all three are told, in the order of their issues."""
    assert _year(
        workspace,
        (1, "proposals", "type: motion, title: Ledsagning på bussen, ref: KTN/26-EX1, status: inlämnad, date: 2026-02-26"),
        (2, "followups", "title: Hjälp ombord, decided: 2025, status: pågår"),
        (3, "proposals", "type: motion, title: Hjälp ombord, ref: KTN/26-EX1, status: bifallen, decided: 2026-08-26"),
    ) == [[("2026-q1", "Ledsagning på bussen"), ("2026-q2", "Hjälp ombord"), ("2026-q3", "Hjälp ombord")]]


def _issue(quarter: int, kind: str, item: str) -> str:
    return (
        f"year: 2026\nquarter: {quarter}\ndate: 2026-{quarter * 3:02}-01\ntitle: Nummer\nlead: Text.\n"
        f"sections:\n  - kind: {kind}\n    items:\n      - {{{item}}}\n"
    )
