"""A filled-in form, as text or mail, says the same as the YAML would. The files of forms/ are what mail programs make of it."""

import re
import shutil
from pathlib import Path
from textwrap import wrap

import pytest

from newsletter.model.contribution import Contribution
from newsletter.source import read_settings
from newsletter.source.answers.contributions import Contributions, read_contributions

FORMS = Path(__file__).parent / "forms"
SAME = Contribution.model_validate(
    {
        "by": "Siv Tallroth",
        "board": "kbn",
        "decisions": [
            {
                "board": "kbn",
                "date": "2026-12-02",
                "title": "Stöd till små föreningar",
                "outcome": "bifall",
                "vote": "för",
                "text": "Ansökan får nu plats på en sida.\n\nDet börjar gälla i januari.",
            }
        ],
        "visits": [
            {
                "type": "studiebesök",
                "date": "2026-11-09",
                "title": "Biblioteket i Sunne",
                "place": "Sunne",
                "who": "Siv Tallroth",
            }
        ],
    }
)


def came(workspace: Path, name: str) -> Contributions:
    folder = workspace / "issues" / "2026-q4"
    folder.mkdir(exist_ok=True)
    shutil.copy(FORMS / name, folder / name)
    return read_contributions(workspace, "2026-q4", read_settings(workspace).settings)


def told(found: Contributions) -> list[str]:
    return [f"{each.line}:{each.column} {each.code}" for each in found.diagnostics]


@pytest.mark.parametrize(
    "name", ["plain.txt", "windows.txt", "inline.txt", "answer.eml", "latin.eml", "base64.eml", "reply.eml"]
)
def test_all_of_them_say_the_same(workspace, name):
    found = came(workspace, name)

    assert [one.contribution for one in found.files] == [SAME]


@pytest.mark.parametrize("name", ["plain.txt", "windows.txt", "answer.eml", "latin.eml", "base64.eml", "reply.eml"])
def test_what_a_mail_program_adds_and_our_own_words_are_no_fault(workspace, name):
    assert told(came(workspace, name)) == []


def test_every_fault_stands_on_its_line_and_speaks_of_the_fields_of_the_form(workspace):
    found = came(workspace, "faulty.txt")

    assert told(found) == [
        "2:1 field-twice",
        "5:8 not-a-date",
        "7:9 unknown-choice",
        "8:1 unknown-field",
        "10:1 missing",
        "12:8 unknown-board",
    ]
    missing = next(each for each in found.diagnostics if each.code == "missing")
    assert "Ärende" in missing.message
    assert found.faulty == ("issues/2026-q4/faulty.txt",)


def test_in_a_mail_the_line_is_the_one_of_the_file(workspace):
    found = came(workspace, "faulty.eml")
    lines = (FORMS / "faulty.eml").read_text(encoding="utf-8").split("\n")

    (fault,) = [each for each in found.diagnostics if each.code == "not-a-date"]
    assert lines[fault.line - 1].strip() == "Datum: trettonde"


def test_what_stands_outside_the_fields_is_named(workspace):
    found = came(workspace, "outside.txt")

    assert told(found) == ["1:1 outside-fields"]
    assert "3 rader, ”" in found.diagnostics[0].message
    assert found.files[0].contribution.decisions[0].title == "Ett"


def test_several_items_may_stand_under_one_heading_and_a_broken_line_is_mended(workspace):
    found = came(workspace, "several.txt")

    assert told(found) == []
    assert [(one.type, one.title) for one in found.files[0].contribution.visits] == [
        ("kurs", "Kommunalekonomi"),
        ("konferens", "Landsbygd, med ett namn som är så långt att raden bröts"),
    ]


@pytest.mark.parametrize(("name", "code"), [("empty.txt", "form-empty"), ("blank.eml", "mail-without-text")])
def test_a_form_that_says_nothing_is_a_fault(workspace, name, code):
    assert told(came(workspace, name)) == [f"1:1 {code}"]


def test_the_form_that_is_sent_out_has_only_fields_that_are_understood(workspace):
    """Filled in with anything at all, no field of it is unknown."""
    from datetime import date

    from newsletter.source.skeleton import contribution_form

    folder = workspace / "issues" / "2026-q4"
    folder.mkdir()
    text = contribution_form("2026-q4", "siv tallroth", date(2026, 12, 1), read_settings(workspace).settings)
    filled = "\n".join(f"{line} x" if line.endswith(":") else line for line in text.split("\n"))
    (folder / "siv.txt").write_text(filled, encoding="utf-8")

    found = read_contributions(workspace, "2026-q4", read_settings(workspace).settings)

    boards = "Nämnd:\n(Välj: Regionfullmäktige / Kultur- och bildningsnämnden)\n"  # she sits in two
    assert f"Namn: Siv Tallroth\n{boards}Inget denna gång:\n" in text
    assert f"Beslut\n{boards}Datum:\n" in text
    assert text.count("\nFokusfråga:\n(Välj: ") == 3  # a text, a decision and a proposal
    assert "\nUtfall är bifall, " in text
    assert "unknown-field" not in {each.code for each in found.diagnostics}


def test_the_words_above_the_form_come_into_no_letter_however_a_mail_program_breaks_them(workspace):
    from newsletter.source.skeleton import contribution_form

    folder = workspace / "issues" / "2026-q4"
    folder.mkdir()
    text = contribution_form("2026-q4", "siv tallroth", None, read_settings(workspace).settings)
    broken = "\n".join(piece for line in text.split("\n") for piece in (wrap(line, 60) or [""]))
    filled = broken.replace("Datum:\nÄrende:", "Datum: 2026-10-01\nÄrende: Biblioteket")
    before, heading, after = filled.partition("\nBeslut\n")
    filled = before + heading + after.replace("Nämnd:", "Nämnd: Kultur- och bildningsnämnden", 1)
    (folder / "siv.txt").write_text(filled.replace("Utfall:", "Utfall: bifall", 1), encoding="utf-8")

    found = read_contributions(workspace, "2026-q4", read_settings(workspace).settings)

    assert [str(one) for one in found.diagnostics] == []
    (decision,) = found.files[0].contribution.decisions
    assert (decision.board, decision.title, decision.outcome) == ("kbn", "Biblioteket", "bifall")


def test_a_name_in_the_mail_is_the_author_where_nothing_else_is_known(workspace):
    text = (FORMS / "latin.eml").read_bytes().replace(b"siv.tallroth@example.org", b"annan@example.org")
    folder = workspace / "issues" / "2026-q4"
    folder.mkdir()
    (folder / "annan.eml").write_bytes(text)

    found = read_contributions(workspace, "2026-q4", read_settings(workspace).settings)

    assert found.files[0].contribution.by == "Siv T."


@pytest.mark.parametrize(
    "answer",
    [
        "Namn: Siv Tallroth\nInget denna gång: x\n",
        "Namn: Siv Tallroth\nInget denna gång: [X]\n",
        "Namn: Siv Tallroth\nInget denna gång: ja\n",
        "Namn: Siv Tallroth\n\nInget den här gången.\n",
    ],
)
def test_nothing_this_time_is_an_answer(workspace, answer):
    found = written(workspace, answer)

    assert told(found) == []
    assert [(one.contribution.nothing, one.contribution.is_answer) for one in found.files] == [(True, True)]


def test_nothing_this_time_together_with_something_is_a_fault_on_its_line(workspace):
    found = written(workspace, "Namn: Siv Tallroth\nInget denna gång: x\n\nFri text\nRubrik: A\nText: B\n")

    assert told(found) == ["2:19 nothing-and-something"]


def test_the_quoted_form_below_an_answer_says_nothing_of_nothing(workspace):
    from newsletter.source.skeleton import contribution_form

    form = contribution_form("2026-q4", "siv tallroth", None, read_settings(workspace).settings)
    quoted = "\n".join(f"> {line}" for line in form.split("\n"))
    found = written(workspace, f"Namn: Siv Tallroth\n\nFri text\nRubrik: A\nText: B\n\n{quoted}")

    assert [(one.contribution.nothing, one.contribution.text) for one in found.files] == [(False, "B")]


def test_messages_about_a_form_name_its_fields_as_it_does(workspace):
    found = written(
        workspace, "Namn: Siv Tallroth\nBeslut\nNämnd: rymd\nFokusfråga: rymd\nDatum: x\nÄrende: A\nUtfall: bifall\n"
    )

    words = " ".join(f"{one.message} {one.hint}" for one in found.diagnostics)
    assert [one.code for one in found.diagnostics] == ["unknown-board", "unknown-topic", "not-a-date"]
    assert not {"board", "topic", "date"} & set(re.findall(r"\w+", words))


def test_a_form_of_nobody_and_a_text_without_heading_are_told_in_its_words(workspace):
    found = written(workspace, "Fri text\nText: A\n")

    assert {one.code: one.hint for one in found.diagnostics} == {
        "contribution-of-nobody": "Skriv ett namn efter Namn: eller en nämnd efter Nämnd:.",
        "text-without-title": "Skriv en rubrik efter Rubrik: ovanför texten.",
    }


def written(workspace: Path, text: str) -> Contributions:
    folder = workspace / "issues" / "2026-q4"
    folder.mkdir(exist_ok=True)
    (folder / "siv.txt").write_text(text, encoding="utf-8")
    return read_contributions(workspace, "2026-q4", read_settings(workspace).settings)


def test_a_word_between_angle_brackets_is_the_authors(workspace):
    found = written(workspace, "Namn: Siv Tallroth\n\nFri text\nRubrik: Bussarna <nytt> i år\nText: B\n")

    assert [one.contribution.title for one in found.files] == ["Bussarna <nytt> i år"]
