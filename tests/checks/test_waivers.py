"""What the editor accepts, with a reason in the file: it is put apart, never lost, and never more than was meant."""

from pathlib import Path

import pytest

from newsletter.model.diagnostics import Diagnostic
from newsletter.operations.examining import examine, survey
from newsletter.source import read

ISSUE, NAME = "2026-q3", "issues/2026-q3.yaml"
SHOUTED = ("title: Tio dagar kvar", "title: VIKTIGT NUMMER! Tio dagar kvar")


def _edited(workspace: Path, *edits: tuple[str, str], accept: str = "", file: str = NAME) -> Path:
    path = workspace / file
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(f"{text}\n{accept}", encoding="utf-8")
    return workspace


def _codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in diagnostics]


def _waiver(code: str, reason: str = "Vi vill ha det så.", about: str = "") -> str:
    return f"accept:\n  - code: {code}\n    reason: {reason}\n" + (f"    about: {about}\n" if about else "")


def test_an_accepted_warning_stands_apart_with_its_reason(workspace: Path) -> None:
    reading = read(_edited(workspace, SHOUTED, accept=_waiver("shouting")), [ISSUE])

    for found in (examine(ISSUE, reading), survey(reading)):
        assert found.diagnostics == ()
        assert [(one.diagnostic.code, one.diagnostic.line, one.reason) for one in found.accepted] == [
            ("shouting", 10, "Vi vill ha det så.")
        ]


def test_without_the_waiver_it_is_told(workspace: Path) -> None:
    assert _codes(survey(read(_edited(workspace, SHOUTED), [ISSUE])).diagnostics) == ["shouting"]


def test_a_waiver_may_be_about_one_of_several(workspace: Path) -> None:
    abbreviations = ("Om tio dagar är det val.", "Om tio dagar är det val. TRF och BKF är eniga.")
    accept = _waiver("unexplained-abbreviation", about="TRF")

    found = survey(read(_edited(workspace, abbreviations, accept=accept), [ISSUE]))

    assert ["BKF" in one.message for one in found.diagnostics] == [True]
    assert ["TRF" in one.diagnostic.message for one in found.accepted] == [True]


@pytest.mark.parametrize(
    ("code", "expected"), [("shouting", "unused-waiver"), ("shuoting", "unknown-waiver"), ("personal-number", "refused-waiver")]
)
def test_a_waiver_of_no_use_is_told_at_its_code(workspace: Path, code: str, expected: str) -> None:
    lines = _edited(workspace, accept=_waiver(code)).joinpath(NAME).read_text(encoding="utf-8").split("\n")

    found = survey(read(workspace, [ISSUE])).diagnostics

    assert [(one.code, one.line, one.column) for one in found] == [(expected, lines.index(f"  - code: {code}") + 1, 11)]


def test_a_misspelt_code_is_guessed(workspace: Path) -> None:
    [found] = survey(read(_edited(workspace, accept=_waiver("shuoting")), [ISSUE])).diagnostics

    assert found.hint == "Menade du ”shouting”?"


@pytest.mark.parametrize(
    ("written", "code"),
    [("Om tio dagar är 811228-9874 med.", "personal-number"), ("Läs [allt](file:///c/x.doc).", "unusable-link")],
)
def test_what_the_law_forbids_or_nobody_could_read_stays_whatever_is_written(workspace: Path, written: str, code: str) -> None:
    edited = _edited(workspace, ("Om tio dagar är det val.", written), accept=_waiver(code))

    found = survey(read(edited, [ISSUE]))

    assert found.accepted == ()
    assert {code, "refused-waiver"} <= set(_codes(found.diagnostics))
    assert any(one.is_error for one in examine(ISSUE, read(edited, [ISSUE])).diagnostics)


def test_a_missing_ground_for_writing_to_people_is_not_a_matter_of_judgement(workspace: Path) -> None:
    edited = _edited(workspace, ("  basis: uppdrag ", "  # "), accept=_waiver("basis-missing"), file="recipients.yaml")

    assert {"basis-missing", "refused-waiver"} <= set(_codes(survey(read(edited, [ISSUE])).diagnostics))


def test_a_waiver_needs_a_reason(workspace: Path) -> None:
    reading = read(_edited(workspace, SHOUTED, accept="accept:\n  - code: shouting\n"), [ISSUE])

    assert [(one.code, one.is_error) for one in reading.diagnostics] == [("missing", True)]


def test_waivers_are_about_their_own_file(workspace: Path) -> None:
    contact = ("      - name: Kerstin Glafsén", "      - name: KERSTIN GLAFSÉN")
    _edited(workspace, contact, file="recipients.yaml")
    _edited(workspace, accept=_waiver("name-in-odd-case"))

    found = survey(read(workspace, [ISSUE])).diagnostics
    assert sorted(_codes(found)) == ["name-in-odd-case", "unused-waiver"]
    assert [one.hint for one in found if one.code == "unused-waiver"] == [
        "Det finns en i recipients.yaml: det som gäller den filen godtas där."
    ]

    _edited(workspace, accept=_waiver("name-in-odd-case"), file="recipients.yaml")

    assert _codes(survey(read(workspace, [ISSUE])).diagnostics) == ["unused-waiver"]


def test_words_that_fit_no_finding_of_the_sort_are_pointed_out(workspace: Path) -> None:
    _edited(workspace, SHOUTED, accept=_waiver("shouting", about="vitkigt"))

    assert {one.code: one.hint for one in survey(read(workspace, [ISSUE])).diagnostics}["unused-waiver"] == (
        "Det finns en sådan anmärkning, men utan orden ”vitkigt”: rätta dem."
    )


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("siv.yaml", "by: Siv Tallroth\ntitle: Text\ntext: Nu är TRF enig.\n", "unexplained-abbreviation"),
        ("siv.yaml", "by: Siv Tallroth\n", "contribution-empty"),
        ("siv.txt", "Ett ord utanför.\n\nNamn: Siv Tallroth\n\nFri text\nRubrik: Text\nText: En text.\n", "outside-fields"),
    ],
)
def test_what_is_in_a_contribution_is_accepted_in_the_issue(workspace: Path, name: str, text: str, code: str) -> None:
    (workspace / "issues" / ISSUE).mkdir()
    (workspace / "issues" / ISSUE / name).write_text(text, encoding="utf-8")

    [found] = survey(read(workspace, [ISSUE])).diagnostics
    assert (found.file, found.code) == (f"issues/{ISSUE}/{name}", code)

    _edited(workspace, accept=_waiver(code))

    for after in (examine(ISSUE, read(workspace, [ISSUE])), survey(read(workspace, [ISSUE]))):
        assert after.diagnostics == ()
        assert [one.diagnostic for one in after.accepted] == [found]


def test_what_is_in_the_templates_is_accepted_in_the_settings(workspace: Path) -> None:
    (workspace / "templates").mkdir()
    (workspace / "templates" / "inline.css.j2").write_text("p { float: left; }\n", encoding="utf-8")
    reading = read(workspace, [ISSUE])

    [found] = [one for one in survey(reading).diagnostics if one.code == "unsupported-css"]
    assert (found.file, found.line) == ("templates/inline.css.j2", 1)

    _edited(workspace, accept=_waiver("unsupported-css"), file="newsletter.yaml")

    assert _codes(tuple(one.diagnostic for one in survey(read(workspace, [ISSUE])).accepted)) == ["unsupported-css"]


def test_the_reason_never_gets_into_a_letter(workspace: Path) -> None:
    plain = examine(ISSUE, read(workspace, [ISSUE])).content
    reading = read(_edited(workspace, accept=_waiver("long-issue", reason="TRF (kolla), www.fel.se")), [ISSUE])

    accepted = examine(ISSUE, reading)

    assert accepted.content == plain
    assert _codes(accepted.diagnostics) == ["unused-waiver"]


def test_settings_and_recipients_are_looked_at_where_the_issue_cannot_be_read(workspace: Path) -> None:
    (workspace / NAME).write_text("titel: [", encoding="utf-8")
    _edited(workspace, ("      - name: Kerstin Glafsén", "      - name: KERSTIN GLAFSÉN"), file="recipients.yaml")
    reading = read(workspace, [ISSUE])

    for found in (survey(reading), examine(ISSUE, reading)):
        assert "name-in-odd-case" in _codes(found.diagnostics)
