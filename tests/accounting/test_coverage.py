"""What the year's issues have been about. The numbers are counted by hand in the sample issues."""

from datetime import date

import pytest

from newsletter.accounting import Amount, account
from newsletter.accounting.coverage import coverage
from newsletter.accounting.pieces import pieces_of
from newsletter.letter.swedish import word_count
from newsletter.model.contribution import Contribution
from newsletter.model.issue import Quarter
from newsletter.source import read
from tests.accounting.evidence import evidence, letter, listed, report
from tests.conftest import ROOT

READING = read(ROOT)
FILES = {file.id: file.issue for file in READING.issues}
SETTINGS = READING.settings.settings
RECIPIENTS = READING.recipients.recipients
SENT = {"2026-q1": "2026-03-12", "2026-q2": "2026-06-11", "2026-q3": "2026-09-03"}


def covered(*sent, files=FILES, settings=SETTINGS, contributed=None):
    letters = [letter(issue, "eda", at=f"{SENT[issue]}T08:00:00.000Z") for issue in sent]
    found = evidence(
        files=[report(issue) for issue in FILES], letters=letters, audiences=[(one, [listed("Eda")]) for one in sent]
    )
    status = account(settings, found, 2026, date(2026, 9, 8))
    return coverage(settings, RECIPIENTS, status.issues, files, 2026, contributed=contributed or {})


def named(found, name):
    return next(one for one in found if one.id == name)


def test_a_focus_issue_is_counted_where_the_issue_names_it():
    found = covered("2026-q1", "2026-q2")

    # topic: kollektivtrafiken stands twice in 2026-q1.yaml and twice in 2026-q2.yaml
    traffic = named(found.topics, "kollektivtrafiken")
    assert traffic.by_issue["2026-q1"].items == 2
    assert traffic.by_issue["2026-q2"].items == 2
    assert traffic.total.items == 4
    assert traffic.last == Quarter(2026, 2)


@pytest.mark.parametrize("issue", list(FILES))
def test_every_topic_in_the_file_is_in_the_table_once(issue):
    text = (ROOT / "issues" / f"{issue}.yaml").read_text(encoding="utf-8")
    written = sum(line.strip(" -").startswith("topic:") for line in text.splitlines())

    found = covered("2026-q1")

    assert sum(one.by_issue.get(issue, Amount()).items for one in found.topics) == written


def test_words_are_those_of_the_piece():
    (piece,) = [one for one in pieces_of("2026-q1", FILES["2026-q1"]) if one.kind == "article" and one.topic == "vårdskulden"]

    assert piece.words == word_count(piece.what)
    assert 50 < piece.words < word_count(FILES["2026-q1"])


def test_what_has_not_been_sent_covers_nothing_and_shows_what_it_will():
    found = covered("2026-q1")

    assert [(one.id, one.sent) for one in found.issues] == [
        ("2026-q1", True),
        ("2026-q2", False),
        ("2026-q3", False),
        ("2026-q4", False),
    ]
    climate = named(found.topics, "klimat och energi")
    assert climate.total == Amount()
    assert climate.by_issue["2026-q3"].items == 3
    assert climate.last is None


def test_gaps_are_focus_issues_that_nothing_was_sent_about_or_nothing_lately():
    topics = [one.id for one in covered("2026-q1").gaps]
    assert topics == ["klimat och energi"]
    # vårdskulden is in the first report alone
    assert "vårdskulden" in [one.id for one in covered("2026-q1", "2026-q2", "2026-q3").gaps]
    assert covered().gaps == ()


def test_boards_are_those_whose_decisions_are_told_of():
    found = covered("2026-q1")

    assert [(one.id, one.total.items) for one in found.boards if one.planned] == [
        ("rf", 1),
        ("rs", 0),
        ("hsn", 1),
        ("run", 1),
        ("ktn", 1),
        ("kbn", 1),
        ("patn", 1),
    ]
    assert [one.id for one in found.silent_boards] == ["rs"]


def test_municipalities_are_those_that_are_named_whole():
    found = covered("2026-q1")

    assert named(found.municipalities, "Hagfors").total.items >= 1
    assert "Kil" in {one.id for one in found.municipalities}
    assert {one.id for one in found.municipalities} == {name for one in RECIPIENTS.recipients for name in one.municipality}


@pytest.mark.parametrize(
    ("text", "named_"), [("I Eda beslutades", True), ("Edas folk", True), ("i Edane", False), ("Eda.", True), ("Freda", False)]
)
def test_a_place_is_a_word_of_its_own(text, named_):
    issue = FILES["2026-q1"].sections[0].model_copy(update={"text": text, "title": "x", "topic": None})
    whole = FILES["2026-q1"].model_copy(update={"sections": (issue,)})

    assert pieces_of("x", whole)[0].mentions("Eda") is named_


def test_members_are_ours_and_whoever_made_a_citizens_proposal_is_not():
    names = {one.id: one.total.items for one in covered("2026-q1").members}

    assert set(names) == {one.name for one in SETTINGS.plan[2026].members}  # not the group, nor its secretary
    assert names["Tuva Hyttsten"] == 4  # a proposal, two visits, an article in a newspaper
    assert "En invånare i Kil" not in names
    assert "Mattis Finnskog och Tuva Hyttsten" not in names


def test_where_the_plan_names_no_members_nothing_is_counted_as_theirs():
    settings = SETTINGS.model_copy(update={"plan": {2026: SETTINGS.plan[2026].model_copy(update={"members": ()})}})
    siv = Contribution(by="Siv Tallroth", title="Ett", text="Ord.")

    found = covered("2026-q1", settings=settings, contributed={"2026-q1": [siv]})

    assert (found.members, found.contributions) == ((), {})


def test_what_the_plan_does_not_name_comes_last():
    settings = SETTINGS.model_copy(
        update={"plan": {2026: SETTINGS.plan[2026].model_copy(update={"topics": SETTINGS.plan[2026].topics[1:]})}}
    )

    last = covered("2026-q1", settings=settings).topics[-1]

    assert (last.id, last.planned) == ("vårdskulden", False)


def test_an_issue_whose_file_is_gone_is_named():
    files = {issue: content for issue, content in FILES.items() if issue != "2026-q1"}

    assert covered("2026-q1", files=files).unreadable == ("2026-q1",)


def test_contributions_are_counted_by_who_signed_them():
    siv, per, empty = (
        Contribution(by=name, title="Ett", text=text)
        for name, text in [("Siv Tallroth", "Ord."), ("Per Ek", "Ord."), ("Siv Tallroth", None)]
    )

    found = covered("2026-q1", contributed={"2026-q1": [siv, siv, empty], "2026-q4": [siv, per]})

    assert found.contributions == {"Siv Tallroth": {"2026-q1": 2, "2026-q4": 1}}  # Per Ek is no member


def test_what_a_member_sent_in_is_the_members_also_where_the_letter_shows_no_name():
    [decided, *_others] = [one.what for one in pieces_of("2026-q1", FILES["2026-q1"]) if one.kind == "decisions"]
    name = SETTINGS.plan[2026].members[0].name
    before = named(covered("2026-q1").members, name).total.items

    found = covered("2026-q1", contributed={"2026-q1": [Contribution(by=name.upper(), decisions=(decided,))]})

    assert named(found.members, name).total.items == before + 1
