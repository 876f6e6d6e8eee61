"""``check``: every diagnostic with its line, a caret and what to do; short for programs that read lines; JSON for others."""

import json
from pathlib import Path

import pytest

FAULTY = """\
year: 2026
quarter: 3
date: 24 september
titel: Motion
lead: Hej
sections:
  - kind: artikel
    title: 漢字漢字: ja
"""
MANY = """\
year: 2026
quarter: 3
date: 24 september
titel: Motion
lead: Hej
sections:
  - kind: artikel
    title: Hej # då
    text: Hej
"""


def _put(workspace: Path, text: str) -> None:
    (workspace / "issues" / "2026-q3.yaml").write_text(text, encoding="utf-8")


def test_an_issue_in_order_is_praised(newsletter, workspace):
    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.endswith(
        "\n2026-q3 ser bra ut: 15 avsnitt, cirka 5 minuters läsning.\n1 nummer kontrollerat: inga fel, 0 varningar.\n"
    )


@pytest.fixture
def warned(workspace):
    """The sample with one warning: a link that says nothing of where it leads."""
    path = workspace / "issues" / "2026-q3.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tack. Varje", "tack. Läs mer [här](https://www.regeringen.se/). Varje", 1), encoding="utf-8")
    return workspace


def test_the_last_line_says_how_many_warnings_there_are_and_no_checklist_hides_them(newsletter, warned):
    result = newsletter("-C", warned, "check", "2026-q3")

    assert result.exit_code == 0
    assert "Titta också" not in result.stderr
    assert result.stderr.splitlines()[-2:] == [
        "2026-q3 går att skicka, men läs igenom 1 varning först.",
        "1 nummer kontrollerat: inga fel, 1 varning.",
    ]


def test_one_issue_in_order_comes_with_what_no_program_can_judge(newsletter, workspace):
    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.stderr.startswith("Titta också efter sådant som inget program kan bedöma:\n  – Barn:")
    assert max(len(line) for line in result.stderr.splitlines()) <= 80


@pytest.mark.slow
def test_without_an_issue_all_are_checked(newsletter, workspace):
    result = newsletter("-C", workspace, "check")

    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stderr.splitlines()] == ["2026-q1", "2026-q2", "2026-q3", "2026-q4", "4"]


def test_every_fault_is_shown_with_its_line_and_what_to_do(newsletter, workspace):
    _put(workspace, MANY)

    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.exit_code == 1
    assert (
        result.stdout
        == """\
issues/2026-q3.yaml:3:7: fel: ”24 september” är inte ett datum. [not-a-date]
  date: 24 september
        ^^^^^^^^^^^^
  Tips: Skriv år-månad-dag, till exempel 2026-03-12.

issues/2026-q3.yaml:4:1: fel: Okänd nyckel ”titel”. Menade du ”title”? [unknown-key]
  titel: Motion
  ^^^^^

issues/2026-q3.yaml:7:11: fel: Okänt avsnitt ”artikel”. Välj bland: article, decisions, proposals, followups, visits, \
media, figures, questions, share, action, calendar, links, image, contacts. [unknown-kind]
    - kind: artikel
            ^^^^^^^
  Tips: Menade du ”article”?

issues/2026-q3.yaml:8:16: varning: Texten efter # på rad 8 kommer inte med. [lost-text]
      title: Hej # då
                 ^^^^
  Tips: Sätt citattecken runt värdet om den ska vara med; skriv två mellanslag
  före # om den är en kommentar.
"""
    )
    assert result.stderr == "\nHittade 3 fel och 1 varning. Rätta felen och försök igen.\n"


def test_the_caret_stands_under_the_fault_after_wide_characters(newsletter, workspace):
    _put(workspace, FAULTY)

    lines = newsletter("-C", workspace, "check", "2026-q3").stdout.splitlines()

    assert lines[0].startswith("issues/2026-q3.yaml:8:16: fel: ")
    assert lines[1] == "      title: 漢字漢字: ja"
    assert lines[2] == " " * (2 + 11 + 8) + "^^^^"


def test_of_a_line_of_any_length_the_part_around_the_fault_is_shown(newsletter, workspace):
    _put(workspace, f"title: {'ord ' * 100_000}slut: nej {'ord ' * 100_000}\n")

    head, line, caret, *_hint = newsletter("-C", workspace, "check", "2026-q3").stdout.splitlines()

    assert head.startswith("issues/2026-q3.yaml:1:400012: fel: ")
    assert line.startswith("  …ord ord ord ord slut: nej ord ord")
    assert line[caret.index("^") :].startswith(": nej ord")
    assert len(line) == len(caret) <= 80


def test_a_password_in_the_settings_is_not_shown(newsletter, workspace):
    settings = workspace / "newsletter.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"outbox:"', "smtp://siv:hemligt@mejl.example:587"), encoding="utf-8")

    result = newsletter("-C", workspace, "check", "2026-q3")

    assert "hemligt" not in result.output
    assert "    via: smtp://siv:*******@mejl.example:587\n         ^^^^" in result.stdout


def test_what_could_command_a_terminal_is_not_passed_on(newsletter, workspace):
    _put(workspace, "\x1b[31mtitle: Hej\u202e\n\tkind: a\n")

    assert "\x1b" not in newsletter("-C", workspace, "check", "2026-q3").output
    assert "\u202e" not in newsletter("-C", workspace, "check", "2026-q3").output


def test_the_short_form_is_a_line_each(newsletter, workspace):
    _put(workspace, MANY)

    result = newsletter("-C", workspace, "check", "2026-q3", "--format", "short")

    assert result.exit_code == 1
    assert [line.split(" ")[0] for line in result.stdout.splitlines()] == [
        "issues/2026-q3.yaml:3:7:",
        "issues/2026-q3.yaml:4:1:",
        "issues/2026-q3.yaml:7:11:",
        "issues/2026-q3.yaml:8:16:",
    ]
    assert result.stderr == ""


def test_json_stands_alone(newsletter, workspace):
    _put(workspace, MANY)

    result = newsletter("-C", workspace, "check", "2026-q3", "--format", "json")

    assert result.exit_code == 1
    assert result.stderr == ""
    document = json.loads(result.stdout)
    assert document["schema"] == 1
    assert document["diagnostics"][0] == {
        "file": "issues/2026-q3.yaml",
        "line": 3,
        "column": 7,
        "severity": "error",
        "code": "not-a-date",
        "message": "”24 september” är inte ett datum.",
        "hint": "Skriv år-månad-dag, till exempel 2026-03-12.",
    }


def test_an_issue_with_warnings_can_be_sent(newsletter, workspace):
    text = (workspace / "issues" / "2026-q3.yaml").read_text(encoding="utf-8")
    _put(workspace, text.replace("text: Hela valplattformen", "text: Hela # valplattformen"))

    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.exit_code == 0
    assert result.stderr.startswith("\n2026-q3 går att skicka, men läs igenom 1 varning först.\n")


def test_a_draft_is_said_to_be_one(newsletter, workspace):
    text = (workspace / "issues" / "2026-q3.yaml").read_text(encoding="utf-8")
    _put(workspace, f"draft: ja\n{text}")

    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.exit_code == 0
    assert result.stderr.startswith("2026-q3 är märkt som utkast. Ta bort raden ”draft” när numret är klart.\n")


def test_a_missing_picture_is_found_where_it_is_named(newsletter, workspace):
    (workspace / "issues" / "images").mkdir(exist_ok=True)
    text = (workspace / "issues" / "2026-q1.yaml").read_text(encoding="utf-8")
    (workspace / "issues" / "2026-q1.yaml").write_text(text.replace("2026-q1-omslag.jpg", "finns-inte.jpg"), encoding="utf-8")
    line = 1 + text.splitlines().index("  src: images/2026-q1-omslag.jpg")

    result = newsletter("-C", workspace, "check", "2026-q1", "--format", "short")

    assert result.exit_code == 1
    assert result.stdout.startswith(f"issues/2026-q1.yaml:{line}:8: fel: ")


def test_an_unknown_issue_is_refused(newsletter, workspace):
    result = newsletter("-C", workspace, "check", "2027-q1")

    assert result.exit_code == 1
    assert "Hittar inte numret 2027-q1. Tillgängliga: 2026-q1, 2026-q2, 2026-q3, 2026-q4." in result.stderr


def test_an_empty_file_has_a_place_too(newsletter, workspace):
    _put(workspace, "")

    result = newsletter("-C", workspace, "check", "2026-q3", "--format", "short")

    assert result.stdout == "issues/2026-q3.yaml:1:1: fel: Filen har inget innehåll. [empty-file]\n"


def test_what_the_issue_before_promised_is_remembered_also_when_one_issue_is_checked(newsletter, workspace):
    earlier = workspace / "issues" / "2026-q2.yaml"
    text = earlier.read_text(encoding="utf-8")
    promise = "  - kind: followups\n    items:\n      - title: Simhallsbidraget\n        status: pågår\n\nclosing:"
    earlier.write_text(text.replace("\nclosing:", f"\n{promise}", 1), encoding="utf-8")

    one = newsletter("-C", workspace, "check", "2026-q3", "--format", "short")
    both = newsletter("-C", workspace, "check", "2026-q2", "2026-q3", "--format", "short")

    assert "Simhallsbidraget" in one.stdout
    assert [line for line in both.stdout.splitlines() if "2026-q3" in line.split(":")[0]] == one.stdout.splitlines()


def _shouted(workspace: Path, accept: str = "") -> None:
    path = workspace / "issues" / "2026-q3.yaml"
    text = path.read_text(encoding="utf-8").replace("title: Tio dagar kvar", "title: VIKTIGT NUMMER! Tio dagar kvar", 1)
    path.write_text(text + accept, encoding="utf-8")


ACCEPT = "\naccept:\n  - code: shouting\n    reason: Det är val på söndag.\n"


def test_what_is_accepted_is_shown_apart_with_its_reason(newsletter, workspace):
    _shouted(workspace, ACCEPT)

    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "\nGodtagen, med skäl: 1 anmärkning.\n  – issues/2026-q3.yaml:10 [shouting] Det är val på söndag.\n" in result.stderr


def test_json_has_what_is_accepted_too(newsletter, workspace):
    _shouted(workspace, ACCEPT)

    told = json.loads(newsletter("-C", workspace, "check", "2026-q3", "--format", "json").stdout)

    assert told["diagnostics"] == []
    assert [(one["code"], one["line"], one["reason"]) for one in told["accepted"]] == [
        ("shouting", 10, "Det är val på söndag.")
    ]


def test_sarif_has_what_its_schema_requires_and_a_rule_for_every_code(newsletter, workspace):
    """What sarif-schema-2.1.0 requires of sarifLog, run, tool, toolComponent, reportingDescriptor, result and message."""
    _put(workspace, MANY)

    result = newsletter("-C", workspace, "check", "2026-q3", "--format", "sarif")

    log = json.loads(result.stdout)
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert result.exit_code == 1
    assert log["version"] == "2.1.0"
    assert driver["name"] == "newsletter"
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in driver["rules"])
    assert [(one["ruleId"], one["level"], _region(one)) for one in run["results"]] == [
        ("not-a-date", "error", ("issues/2026-q3.yaml", 3, 7)),
        ("unknown-key", "error", ("issues/2026-q3.yaml", 4, 1)),
        ("unknown-kind", "error", ("issues/2026-q3.yaml", 7, 11)),
        ("lost-text", "warning", ("issues/2026-q3.yaml", 8, 16)),
    ]
    assert all(driver["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(one["message"]["text"] for one in run["results"])


def _region(result):
    place = result["locations"][0]["physicalLocation"]
    return place["artifactLocation"]["uri"], place["region"]["startLine"], place["region"]["startColumn"]


def test_sarif_says_what_is_accepted_and_why(newsletter, workspace):
    _shouted(workspace, ACCEPT)

    [run] = json.loads(newsletter("-C", workspace, "check", "2026-q3", "--format", "sarif").stdout)["runs"]

    assert [one["suppressions"] for one in run["results"]] == [[{"kind": "inSource", "justification": "Det är val på söndag."}]]


def test_links_are_followed_when_asked_and_never_to_addresses_of_ones_own(newsletter, workspace):
    path = workspace / "issues" / "2026-q3.yaml"
    text = path.read_text(encoding="utf-8").replace("https://regiongruppen.example/solceller", "https://127.0.0.1/solceller")
    path.write_text(text, encoding="utf-8")

    result = newsletter("-C", workspace, "check", "2026-q3", "--links", "--format", "short")

    assert result.exit_code == 0
    assert "Hämtar 8 sidor …" in result.stderr
    assert "[link-not-public]" in result.stdout
    assert "https://regiongruppen.example/valplattform leder ingenstans" in result.stdout
