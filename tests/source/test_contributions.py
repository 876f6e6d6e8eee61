"""An issue is its own file and the files of its folder: one result, nothing lost, every fault where it was written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.letter.compile import compile_content
from newsletter.model.sections import Article, Calendar, Decisions, Media, Proposals, Visits
from newsletter.source import read, read_settings
from newsletter.source.answers.contributions import read_contributions

ISSUE = """\
year: 2026
quarter: 4
date: 2026-12-10
title: Nummer
lead: Text.
sections:
  - kind: article
    title: Ledare
    text: Text.
  - kind: decisions
    title: Vad vi beslutade
    items:
      - {board: ktn, date: 2026-11-05, title: Nya turer, outcome: bifall}
      - {board: hsn, date: 2026-10-05, title: Öppettider, outcome: bifall}
  - kind: contacts
    items:
      - {name: Tuva Hyttsten}
"""
MATTIS = """\
by: Mattis Finnskog
board: hsn
title: Från nämnden
text: Hösten har handlat om natten.
decisions:
  - {date: 2026-11-05, title: Nattbemanning, outcome: avslag, vote: emot}
proposals:
  - {type: motion, title: Fler läkare, status: inlämnad, date: 2026-10-01}
visits:
  - {type: studiebesök, date: 2026-10-20, title: Vårdcentralen i Årjäng}
"""
TUVA = """\
by: Tuva Hyttsten
board: rf
title: Från fullmäktige
text: Budgeten är antagen.
decisions:
  - {date: 2026-11-05, title: Budget, outcome: bifall}
media:
  - {date: 2026-10-03, outlet: Bladet, title: Debatt}
calendar:
  - {date: 2027-01-20, title: Gruppmöte}
"""


@pytest.fixture
def folder(workspace: Path) -> Path:
    (workspace / "issues" / "2026-q4.yaml").write_text(ISSUE, encoding="utf-8")
    path = workspace / "issues" / "2026-q4"
    path.mkdir()
    return path


def merged(folder: Path):
    return read(folder.parent.parent, ["2026-q4"]).issue("2026-q4")


def found(folder: Path) -> list[str]:
    diagnostics = read(folder.parent.parent, ["2026-q4"]).diagnostics
    return [
        f"{each.file.removeprefix('issues/')}:{each.line}:{each.column} {each.severity} {each.code}" for each in diagnostics
    ]


def section(folder: Path, kind):
    return next(one for one in merged(folder).issue.sections if isinstance(one, kind))


def write(folder: Path, **contributions: str) -> None:
    for name, text in contributions.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_an_issue_without_contributions_is_what_stands_in_its_file(folder):
    alone = merged(folder).issue
    folder.rmdir()
    assert merged(folder).issue == alone


def test_sections_of_a_kind_are_joined_in_the_order_of_days_and_of_the_boards_of_the_plan(folder):
    write(folder, mattis=MATTIS, tuva=TUVA)

    decisions = section(folder, Decisions)

    assert decisions.title == "Vad vi beslutade"
    assert [(item.board, item.title) for item in decisions.items] == [
        ("hsn", "Öppettider"),
        ("rf", "Budget"),
        ("hsn", "Nattbemanning"),
        ("ktn", "Nya turer"),
    ]


def test_a_kind_that_the_editor_has_not_written_stands_where_a_letter_has_it(folder):
    write(folder, mattis=MATTIS, tuva=TUVA)

    kinds = [one.kind for one in merged(folder).issue.sections]

    assert kinds == [*("article", "article", "article", "decisions", "proposals", "visits", "media", "calendar", "contacts")]


def test_the_author_is_kept_where_the_letter_shows_one(folder):
    write(folder, mattis=MATTIS)

    article = [one for one in merged(folder).issue.sections if isinstance(one, Article)][1]

    assert (article.title, article.by) == ("Från nämnden", "Mattis Finnskog")
    assert section(folder, Proposals).items[0].by == "Mattis Finnskog"
    assert section(folder, Visits).items[0].who == "Mattis Finnskog"
    assert section(folder, Decisions).items[-2].board == "hsn"


def test_texts_stand_after_the_articles_at_the_top_by_board(folder):
    write(folder, mattis=MATTIS, tuva=TUVA)

    assert [one.title for one in merged(folder).issue.sections[:3]] == ["Ledare", "Från fullmäktige", "Från nämnden"]


def test_a_day_is_told_from_morning_to_evening_whichever_board_it_concerns(folder):
    of = "calendar:\n  - {date: 2027-01-20, time: %s, title: %s}\n"
    write(folder, a="board: rf\n" + of % ("18.00", "Kväll"), b="board: kbn\n" + of % ("9.00", "Morgon"), tuva=TUVA)

    (calendar,) = [one for one in merged(folder).issue.sections if isinstance(one, Calendar)]
    assert [one.title for one in calendar.items] == ["Gruppmöte", "Morgon", "Kväll"]


def test_the_order_of_the_files_makes_no_difference(folder):
    write(folder, a=MATTIS, b=TUVA)
    one = merged(folder).issue
    (folder / "a.yaml").write_text(TUVA, encoding="utf-8")
    (folder / "b.yaml").write_text(MATTIS, encoding="utf-8")

    assert merged(folder).issue == one


def test_the_letter_is_another_when_a_contribution_is(folder):
    write(folder, mattis=MATTIS)
    reading = read(folder.parent.parent, ["2026-q4"])
    one = compile_content(reading.issue("2026-q4").issue, reading.settings.settings, reading.directory)
    write(folder, mattis=MATTIS.replace("Nattbemanning", "Nattbemanningen"))
    other = compile_content(merged(folder).issue, reading.settings.settings, reading.directory)

    assert one.digest != other.digest


SAME = "by: Tuva Hyttsten\ndecisions:\n  - {board: ktn, date: 2026-11-05, title: nya turer!, outcome: %s%s}\n"


def test_what_two_tell_alike_comes_once_with_what_either_says(folder):
    write(folder, tuva=SAME % ("bifall", ", vote: för"))

    turer = section(folder, Decisions).items[-1]

    assert (turer.title, turer.vote) == ("Nya turer", "för")
    assert found(folder) == ["2026-q4/tuva.yaml:3:5 warning told-twice"]
    message = read(folder.parent.parent, ["2026-q4"]).diagnostics[0].message
    assert "issues/2026-q4.yaml:13:9" in message


def test_what_two_tell_with_different_words_comes_twice_and_is_named(folder):
    write(folder, mattis=SAME % ("bifall", ", text: Det ena."), tuva=SAME % ("bifall", ", text: Det andra."))

    assert len(section(folder, Decisions).items) == 3
    assert found(folder) == [
        "2026-q4/mattis.yaml:3:5 warning told-twice",
        "2026-q4/tuva.yaml:3:5 warning told-in-two-ways",
    ]


def test_what_cannot_both_be_true_stops_the_issue(folder):
    write(folder, tuva=SAME % ("avslag", ""))

    assert found(folder) == ["2026-q4/tuva.yaml:3:5 error contributions-conflict"]
    assert read(folder.parent.parent, ["2026-q4"]).issues == ()


def test_one_matter_on_two_days_stays_twice_and_is_named(folder):
    write(folder, tuva=(SAME % ("återremiss", "")).replace("2026-11-05", "2026-10-05"))

    assert len(section(folder, Decisions).items) == 3
    assert found(folder) == ["2026-q4/tuva.yaml:3:5 warning told-on-two-days"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "decisions:\n  - {date: 2026-11-05, title: A, outcome: bifall}\n",
            ["1:1 error contribution-of-nobody", "2:5 error missing"],
        ),
        ("by: Tuva Hyttsten\n", ["1:1 warning contribution-empty"]),
        ("by: Tuva Hytsten\ntext: A\n", ["1:5 warning unknown-member", "2:7 error text-without-title"]),
        ("by: Tuva Hyttsten\nbeslut: []\n", ["1:1 warning contribution-empty", "2:1 error unknown-key"]),
        ("board: rymd\ntitle: A\ntext: A\n", ["1:8 error unknown-board"]),
        ("by: Tuva Hyttsten\nvisits:\n  - {type: kurs, date: 2026-13-01, title: A}\n", ["3:24 error not-a-date"]),
        ("by: Tuva Hyttsten\ntopic: rymden\ntitle: A\ntext: A\n", ["2:8 error unknown-topic"]),
        (
            "by: Tuva Hyttsten\nvisits:\n  - {type: kurs, date: 2026-11-02, until: 2026-11-01, title: A}\n",
            ["3:43 error until-before-date"],
        ),
    ],
)
def test_faults_stand_where_they_were_written(folder, text, expected):
    write(folder, tuva=text)

    assert found(folder) == [f"2026-q4/tuva.yaml:{one}" for one in expected]


def test_a_fault_in_a_contribution_stops_the_issue(folder):
    write(folder, tuva="by: [")

    assert read(folder.parent.parent, ["2026-q4"]).issues == ()


def test_copies_and_other_endings_are_named_and_not_read(folder):
    write(folder, tuva=TUVA)
    (folder / "tuva (1).yaml").write_text(TUVA, encoding="utf-8")
    (folder / "mattis.yml").write_text(MATTIS, encoding="utf-8")
    (folder / "omslag.jpg").write_bytes(b"")
    (folder / "siv.DOCX").write_bytes(b"")
    (folder / ".dold.yaml").write_text("?", encoding="utf-8")

    assert sorted(found(folder)) == [
        "2026-q4/mattis.yml:1:1 error wrong-ending",
        "2026-q4/siv.DOCX:1:1 warning contribution-not-read",
        "2026-q4/tuva (1).yaml:1:1 error conflicted-copy",
    ]


def test_a_rule_about_the_letter_points_into_the_contribution(folder):
    from newsletter.operations.examining import examine

    write(folder, tuva=TUVA.replace("Budgeten är antagen.", "|\n  Första raden.\n  Här står xxx kvar."))
    reading = read(folder.parent.parent, ["2026-q4"])
    told = [
        f"{each.file}:{each.line}:{each.column}" for each in examine("2026-q4", reading).diagnostics if "xxx" in each.message
    ]

    assert told == ["issues/2026-q4/tuva.yaml:6:12"]


BOARDS = st.sampled_from(["rf", "hsn", "ktn"])
MATTERS = st.lists(st.tuples(BOARDS, st.integers(1, 28), st.sampled_from("ABCDE")), min_size=1, max_size=4)


@settings(max_examples=30)
@given(files=st.lists(MATTERS, min_size=1, max_size=3))
def test_nothing_is_lost_and_nothing_is_invented(files, tmp_path_factory):
    """Whatever is contributed: the letter holds exactly the matters that somebody has told of, in order."""
    directory = tmp_path_factory.mktemp("law")
    (directory / "issues" / "2026-q4").mkdir(parents=True)
    (directory / "issues" / "2026-q4.yaml").write_text(ISSUE, encoding="utf-8")
    for number, matters in enumerate(files):
        lines = [
            f"  - {{board: {board}, date: 2026-10-{day:02}, title: {title}, outcome: bifall}}" for board, day, title in matters
        ]
        text = "\n".join([f"by: N{number}", "decisions:", *lines, ""])
        (directory / "issues" / "2026-q4" / f"{number}.yaml").write_text(text, encoding="utf-8")

    reading = read(directory, ["2026-q4"])
    items = next(one for one in reading.issue("2026-q4").issue.sections if isinstance(one, Decisions)).items

    told = {("ktn", "11-05", "Nya turer"), ("hsn", "10-05", "Öppettider")}
    told |= {(board, f"10-{day:02}", title) for matters in files for board, day, title in matters}
    assert {(item.board, item.date.isoformat()[5:], item.title) for item in items} == told
    assert [item.date for item in items] == sorted(item.date for item in items)


def test_every_kind_of_list_has_its_section(folder):
    write(folder, tuva=TUVA)

    assert section(folder, Media).items[0].title == "Debatt"
    assert section(folder, Calendar).items[0].title == "Gruppmöte"


def test_the_sample_contributions_are_sound_and_wait_for_their_issue(workspace):
    """One in YAML, one as a form: what the handbook tells of."""
    found = read_contributions(workspace, "2027-q1", read_settings(workspace).settings)

    assert found.diagnostics == ()
    assert [one.contribution.by for one in found.files] == ["Per-Olof Åsbrink", "Siv Tallroth"]
    assert found.files[0].contribution.decisions[0].board == "ktn"
    assert "2027-q1" not in {file.id for file in read(workspace).issues}
