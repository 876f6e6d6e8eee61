"""``newsletter collect`` as the editor and a script see it."""

import json
from pathlib import Path

import pytest

TUVA = """\
by: Tuva Hyttsten
board: rs
title: Från styrelsen
text: Text.
media:
  - {date: 2026-11-03, outlet: Bladet, title: A}
"""


@pytest.fixture
def folder(workspace: Path) -> Path:
    path = workspace / "issues" / "2026-q4"
    path.mkdir()
    return path


def test_shows_who_has_contributed_and_who_is_missing(newsletter, workspace, folder, in_september):
    (folder / "tuva.yaml").write_text(TUVA, encoding="utf-8")
    (folder / "gast.yaml").write_text("board: patn\ntitle: Gäst\ntext: Text.\n", encoding="utf-8")

    result = newsletter("-C", workspace, "collect", "2026-q4")

    assert result.exit_code == 0
    assert result.stdout.split("\n")[:2] == [
        "2026-q4: 1 av 6 ledamöter har lämnat bidrag.",
        "Sista dagen för bidrag är den 1 december 2026, om 84 dagar.",
    ]
    rows = [line.split("  ") for line in result.stdout.split("\n")]
    assert {row[0]: row[-1].strip() for row in rows if row[0] in ("Tuva Hyttsten", "Mattis Finnskog")} == {
        "Tuva Hyttsten": "tuva.yaml",
        "Mattis Finnskog": "saknas",
    }
    assert "Från andra: gast.yaml (patn).\n" in result.stdout
    assert "Ingen har skrivit om: rf, hsn, run, ktn, kbn.\n" in result.stdout
    assert "Kom med i numret: 2 texter och 1 publicering.\n" in result.stdout
    assert max(map(len, result.stdout.split("\n"))) <= 80


def test_a_file_that_has_been_made_and_not_filled_in_is_no_contribution(newsletter, workspace, folder, in_september):
    newsletter("-C", workspace, "collect", "2026-q4", "--new", "Tuva Hyttsten")

    result = newsletter("-C", workspace, "collect", "2026-q4")

    assert result.stdout.startswith("2026-q4: 0 av 6 ledamöter har lämnat bidrag.\n")
    assert "Inget är skrivet än i: tuva-hyttsten.yaml.\n" in result.stdout
    assert "Ingen har skrivit om: rf, rs, " in result.stdout


def test_contributions_may_come_before_anybody_has_begun_the_issue(newsletter, workspace, in_september):
    (workspace / "issues" / "2027-q2").mkdir()
    (workspace / "issues" / "2027-q2" / "tuva.yaml").write_text(TUVA, encoding="utf-8")

    assert newsletter("-C", workspace, "collect", "2027-q2").stdout.startswith("2027-q2: 1 av 6 ledamöter")


def test_json_has_the_promised_keys(newsletter, workspace, folder, in_september):
    (folder / "tuva.yaml").write_text(TUVA, encoding="utf-8")
    (folder / "fel.txt").write_text("Namn:\n", encoding="utf-8")

    result = newsletter("-C", workspace, "collect", "2026-q4", "--json")
    document = json.loads(result.stdout)

    assert result.exit_code == 1
    assert list(document) == [
        *("schema", "issue", "deadline", "members", "missing", "boards", "others"),
        *("items", "empty", "nothing", "faulty", "diagnostics"),
    ]
    assert document["members"][0] == {"name": "Tuva Hyttsten", "boards": ["rf", "rs"], "files": ["issues/2026-q4/tuva.yaml"]}
    assert document["faulty"] == ["issues/2026-q4/fel.txt"]
    assert [one["code"] for one in document["diagnostics"]] == ["form-empty"]


def test_a_conflict_with_the_issue_itself_is_told(newsletter, workspace, folder):
    item = "{date: 2026-10-20, title: Utvärdering av kortare arbetstid, outcome: avslag}"
    (folder / "mattis.yaml").write_text(f"by: Mattis Finnskog\nboard: hsn\ndecisions:\n  - {item}\n", encoding="utf-8")

    result = newsletter("-C", workspace, "collect", "2026-q4")

    assert result.exit_code == 1
    assert "issues/2026-q4/mattis.yaml:4:5: fel:" in result.stderr
    assert "issues/2026-q4.yaml:85:9" in " ".join(result.stderr.split())


def test_a_new_file_is_filled_in_with_what_the_plan_knows_and_is_left_alone_afterwards(newsletter, workspace):
    made = newsletter("-C", workspace, "collect", "2027-q2", "--new", "leila haddadi lind")
    path = workspace / "issues" / "2027-q2" / "leila-haddadi-lind.yaml"
    text = path.read_text(encoding="utf-8")
    again = newsletter("-C", workspace, "collect", "2027-q2", "--new", "Leila Haddadi Lind")

    assert made.exit_code == 0
    assert "by: Leila Haddadi Lind\nboard: run " in text
    assert again.exit_code == 1
    assert path.read_text(encoding="utf-8") == text


def test_the_new_file_without_its_hashes_is_a_sound_contribution(newsletter, workspace):
    newsletter("-C", workspace, "collect", "2026-q4", "--new", "Siv Tallroth")
    path = workspace / "issues" / "2026-q4" / "siv-tallroth.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    keys = ("title:", "topic:", "text:", "decisions:", "proposals:", "followups:", "visits:", "media:", "calendar:", "  ")
    path.write_text("\n".join(line[2:] if line[2:].startswith(keys) else line for line in lines), encoding="utf-8")

    result = newsletter("-C", workspace, "collect", "2026-q4", "--json")

    assert [one for one in json.loads(result.stdout)["diagnostics"] if one["severity"] == "error"] == []
    assert set(json.loads(result.stdout)["items"].values()) == {1}


def test_the_form_is_printed_ready_to_be_mailed(newsletter, workspace):
    result = newsletter("-C", workspace, "collect", "2026-q4", "--form", "--new", "Siv Tallroth")

    assert result.exit_code == 0
    assert "Skicka tillbaka senast den 2026-12-01." in result.stdout
    assert "Namn: Siv Tallroth" in result.stdout
    assert not (workspace / "issues" / "2026-q4").exists()


def test_a_name_that_is_no_issue_is_refused(newsletter, workspace):
    assert newsletter("-C", workspace, "collect", "../2026").exit_code == 2


def test_the_merged_issue_is_what_every_command_sees(newsletter, workspace, folder):
    (folder / "tuva.yaml").write_text(TUVA.replace("Text.", "Alldeles eget."), encoding="utf-8")

    newsletter("-C", workspace, "render", "2026-q4", "--out", workspace / "ut")
    letter = (workspace / "ut" / "2026-q4.txt").read_text(encoding="utf-8")

    assert "Alldeles eget." in letter
    assert "Tuva Hyttsten" in letter


def test_nothing_this_time_is_an_answer_that_is_told_and_not_missing(newsletter, workspace, folder, in_september):
    (folder / "tuva.yaml").write_text("by: Tuva Hyttsten\nnothing: ja\n", encoding="utf-8")
    (folder / "siv.txt").write_text("Namn: Siv Tallroth\nInget denna gång: x\n", encoding="utf-8")

    result = newsletter("-C", workspace, "collect", "2026-q4")
    document = json.loads(newsletter("-C", workspace, "collect", "2026-q4", "--json").stdout)

    assert result.stdout.startswith("2026-q4: 2 av 6 ledamöter har svarat.\n")
    assert "Inget denna gång från: Siv Tallroth och Tuva Hyttsten.\n" in result.stdout
    assert "Ingen har skrivit om: rf, rs, " in result.stdout
    assert document["nothing"] == ["issues/2026-q4/siv.txt", "issues/2026-q4/tuva.yaml"]
    assert not {"Siv Tallroth", "Tuva Hyttsten"} & set(document["missing"])
    assert document["empty"] == []


def test_the_form_is_written_to_a_file_as_text_or_page_by_its_ending(newsletter, workspace):
    text, page, other = (workspace / f"bidrag.{ending}" for ending in ("txt", "html", "docx"))

    for out in (text, page):
        assert newsletter("-C", workspace, "collect", "2026-q4", "--form", "--new", "Siv Tallroth", "--out", out).exit_code == 0
    refused = newsletter("-C", workspace, "collect", "2026-q4", "--form", "--out", other)

    assert "\nNamn: Siv Tallroth\n" in text.read_text(encoding="utf-8")
    assert "<title>Bidrag till rapporten 2026-q4</title>" in page.read_text(encoding="utf-8")
    assert refused.exit_code == 1
    assert not other.exists()
    assert not (workspace / "issues" / "2026-q4").exists()
