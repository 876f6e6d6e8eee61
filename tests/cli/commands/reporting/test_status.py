"""How the year stands, in words and as JSON (design.md 7, domain.md 7)."""

import json
import re

import pytest

from newsletter.model.deliveries import Status

pytestmark = pytest.mark.usefixtures("in_september")


def test_the_first_lines_say_how_the_year_stands_and_what_to_do(newsletter, workspace, history):
    history.sent("2026-q1", "2026-03-12T07:00:00.000Z")
    history.sent("2026-q2", "2026-06-11T07:00:00.000Z", but={"kil": Status.REJECTED})

    result = newsletter("-C", workspace, "status")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "2026: 2 av 4 rapporter skickade, 1 av dem till alla.",
        "Nästa rapport är 2026-q3, senast den 10 september 2026, om 2 dagar.",
        "Numret är skrivet: kör ”newsletter send 2026-q3”.",
    ]


def test_the_matrix_has_a_word_for_each_association_and_issue(newsletter, workspace, history):
    history.sent("2026-q3", but={"kil": Status.REJECTED, "eda": Status.UNKNOWN, "grums": Status.SENDING})

    lines = newsletter("-C", workspace, "status", "--all").stdout.splitlines()

    heading = next(number for number, line in enumerate(lines) if line.startswith("Förening"))
    matrix = {line.split()[0]: line for line in lines[heading + 1 : heading + 17]}
    assert list(matrix) == [
        *("Arvika", "Eda", "Filipstad", "Forshaga", "Grums", "Hagfors", "Hammarö", "Karlstad", "Kil", "Kristinehamn"),
        *("Munkfors", "Storfors", "Sunne", "Säffle", "Torsby", "Årjäng"),
    ]
    assert "nådd" in matrix["Arvika"]
    assert "oklart" in matrix["Eda"]
    assert "oklart" in matrix["Grums"]
    assert "avvisad" in matrix["Kil"]
    assert "vilande" in matrix["Munkfors"]


@pytest.mark.parametrize("words", [(), ("--all",)])
def test_who_was_not_reached_and_why(newsletter, workspace, history, words):
    history.sent("2026-q3", but={"kil": Status.REJECTED, "eda": Status.UNKNOWN, "storfors": Status.SENDING})

    output = newsletter("-C", workspace, "status", *words).stdout

    told = " ".join(re.split("\n\n|\nAvvikelser", output.partition("Nåddes inte:")[2])[0].split())
    assert told == (
        "* 2026-q3: det är oklart om brevet nådde Eda och Storfors. "
        "Kör ”newsletter resolve 2026-q3”. "
        "* 2026-q3: adressen avvisades för Kil. "
        "Rätta adressen i recipients.yaml och kör ”newsletter send 2026-q3”."
    )


def test_nothing_is_wider_than_eighty_columns(newsletter, workspace, history):
    history.sent("2026-q3", but={"kil": Status.REJECTED, "kristinehamn": Status.UNKNOWN, "arjang": Status.UNSENT})

    lines = newsletter("-C", workspace, "status", "--all").stdout.splitlines()

    assert [line for line in lines if len(line) > 80] == []


SIX_MORE = ("Grangärde", "Kyrkhult", "Lesjöfors", "Molkom", "Värmskog", "Älgå")


@pytest.fixture
def december(workspace, history, monkeypatch):
    """Three reports to twenty-two associations and nine focus issues, the second one late; and all that can go wrong."""
    more = "".join(
        f"  - id: more-{number}\n    name: Vänsterpartiet {name}\n    municipality: {name}\n"
        f"    contacts:\n      - name: Ordföranden\n        email: ordf{number}@example.org\n"
        for number, name in enumerate(SIX_MORE)
    )
    path = workspace / "recipients.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\n# Fler mottagare", f"\n{more}\n# Fler mottagare"), encoding="utf-8"
    )
    wrong = {"kil": Status.REJECTED, "eda": Status.UNKNOWN, "more-3": Status.REJECTED, "storfors": Status.REJECTED}
    history.sent("2026-q1", "2026-03-12T07:00:00.000Z")
    history.sent("2026-q2", "2026-06-23T07:00:00.000Z", but=wrong)
    history.sent("2026-q3", "2026-09-03T07:00:00.000Z", but={"kil": Status.REJECTED, "torsby": Status.UNKNOWN})
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-12-10T10:00:00+01:00")
    return workspace


def test_in_december_the_whole_year_is_seen_in_one_window(newsletter, december):
    result = newsletter("-C", december, "status")

    lines = result.output.splitlines()
    assert len(lines) <= 24
    assert [line for line in lines if len(line) > 80] == []
    assert lines[0] == "2026: 3 av 4 rapporter skickade, 1 av dem till alla."
    assert lines.index("Nåddes inte:") < lines.index("Avvikelser från planen:") < lines.index("Luckor:")
    assert lines[-3:] == [
        "",
        "Nådda föreningar: 2026-q1 21 av 21, 2026-q2 17 av 21 och 2026-q3 19 av 21.",
        "Förening för förening och nummer för nummer: ”newsletter status 2026 --all”.",
    ]
    assert not [line for line in lines if line.startswith(("Nummer", "Förening  ", "Punkter/ord"))]


def test_more_reports_than_the_plan_asks_for_are_no_fraction_of_it(newsletter, workspace, history, monkeypatch):
    path = workspace / "newsletter.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    target: 4\n", "    target: 1\n"), encoding="utf-8")
    for issue, at in (("2026-q1", "2026-03-12"), ("2026-q2", "2026-06-16"), ("2026-q3", "2026-09-03")):
        history.sent(issue, f"{at}T07:00:00.000Z")
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-10-05T10:00:00+02:00")

    assert newsletter("-C", workspace, "status", "--html", workspace / "konto.html").exit_code == 0

    lines = newsletter("-C", workspace, "status").stdout.splitlines()
    assert lines[0] == "2026: 3 rapporter skickade, 2 fler än planens 1, 3 av dem till alla."
    page = (workspace / "konto.html").read_text(encoding="utf-8")
    assert "<b>3</b> rapporter skickade, 2 fler än planens 1, <b>3</b> av dem till alla." in page


def test_what_does_not_fit_in_the_window_is_counted_and_stands_among_all(newsletter, december, history):
    each = ("arvika", "eda", "filipstad", "forshaga", "grums", "hagfors", "hammaro", "karlstad", "kil", "kristinehamn")
    history.sent("2026-q4", "2026-12-09T07:00:00.000Z", but=dict.fromkeys(each, Status.REJECTED))
    history.sent("2026-q4-extra", "2026-12-09T08:00:00.000Z", but=dict.fromkeys(each, Status.UNKNOWN))

    lines = newsletter("-C", december, "status").stdout.splitlines()
    whole = newsletter("-C", december, "status", "--all").stdout

    assert len(lines) <= 24
    start, end = lines.index("Nåddes inte:"), lines.index("Avvikelser från planen:")
    *shown, more = [line for line in lines[start:end] if line.startswith("* ")]
    every = [line for line in whole.partition("Nåddes inte:")[2].partition("\n\n")[0].splitlines() if line.startswith("* ")]
    assert more == f"* {len(every) - len(shown)} punkter till visas med --all"
    assert every[: len(shown)] == shown


def test_json_has_the_promised_keys_and_nothing_else_on_stdout(newsletter, workspace, history):
    history.sent("2026-q3", but={"kil": Status.REJECTED, "eda": Status.UNKNOWN})

    result = newsletter("-C", workspace, "status", "--json")

    document = json.loads(result.stdout)
    promised = ["schema", "year", "target", "done", "complete", "next", "issues", "associations"]
    assert list(document)[: len(promised)] == promised
    assert {key: document[key] for key in ("schema", "year", "target", "done", "complete")} == {
        "schema": 1,
        "year": 2026,
        "target": 4,
        "done": 1,
        "complete": 0,
    }
    assert document["next"] == {
        "issue": "2026-q3",
        "due": "2026-09-10",
        "days": 2,
        "command": "newsletter resolve 2026-q3",
    }
    (issue,) = [issue for issue in document["issues"] if issue["id"] == "2026-q3"]
    assert issue == {
        "id": "2026-q3",
        "title": "Tio dagar kvar – så pratar vi regionpolitik",
        "type": "rapport",
        "first_sent": "2026-09-03T06:00:00+00:00",
        "leaves": None,
        "audience": 15,
        "reached": 13,
        "letters": {"accepted": 19, "rejected": 1, "unknown": 1},
        "handed_over": 0,
    }
    (kil,) = [one for one in document["associations"] if one["id"] == "kil"]
    assert kil == {
        "id": "kil",
        "name": "Vänsterpartiet Kil",
        "active": True,
        "reports": 0,
        "issues": {"2026-q1": "not_sent", "2026-q2": "not_sent", "2026-q3": "rejected", "2026-q4": "not_sent"},
    }


def test_a_rehearsal_is_never_counted(newsletter, workspace, history):
    history.sent("2026-q3", is_live=False)

    document = json.loads(newsletter("-C", workspace, "status", "--json").stdout)

    assert document["done"] == 0
    assert [issue["letters"] for issue in document["issues"]] == [{}, {}, {}, {}]


def test_another_year(newsletter, workspace, history):
    history.sent("2026-q3")

    assert json.loads(newsletter("-C", workspace, "status", "2025", "--json").stdout)["done"] == 0
    assert json.loads(newsletter("-C", workspace, "status", "2026", "--json").stdout)["done"] == 1
    assert newsletter("-C", workspace, "status", "2025").stdout.splitlines()[0] == "2025: 0 av 4 rapporter skickade."


@pytest.mark.parametrize("words", [(), ("status",)])
def test_a_year_that_nobody_has_planned_is_said_to_be_borrowed(newsletter, workspace, monkeypatch, words):
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-12-01T08:00+01:00")
    assert "ingen plan" not in newsletter("-C", workspace, *words).stderr
    monkeypatch.setenv("NEWSLETTER_NOW", "2027-01-08T08:00+01:00")

    told = " ".join(newsletter("-C", workspace, *words).stderr.split())

    assert told.startswith("OBS: newsletter.yaml har ingen plan för 2027: mål, nämnder och fokusfrågor är de för 2026, och")


@pytest.mark.slow
def test_what_has_been_sent_is_told_even_when_the_files_are_broken(newsletter, workspace, history):
    history.sent("2026-q3")
    (workspace / "issues" / "2026-q3.yaml").write_text("year: [", encoding="utf-8")
    (workspace / "recipients.yaml").write_text("recipients: [", encoding="utf-8")

    result = newsletter("-C", workspace, "status", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["done"] == 1


def receipt(workspace, text):
    (workspace / "issues" / "2026-q3.sent.json").write_text(text, encoding="utf-8")


def test_an_empty_log_beside_receipts_of_another_is_not_taken_for_a_year_without_reports(newsletter, workspace):
    run = {"log": "a", "run": "b", "content": "c", "at": "2026-09-03T06:00:00.000Z", "associations": ["eda"]}
    receipt(workspace, json.dumps({"schema": 1, "issue": "2026-q3", "runs": [run]}))

    for arguments in ((), ("status",), ("status", "--json")):
        result = newsletter("-C", workspace, *arguments)
        assert result.exit_code == 0
        assert "OBS: Kvittona visar att 2026-q3 har skickats med en annan utskickslogg" in " ".join(result.stderr.split())


def test_a_receipt_that_cannot_be_read_does_not_hide_the_account(newsletter, workspace):
    receipt(workspace, "{}")
    result = newsletter("-C", workspace, "status")
    assert result.exit_code == 0
    assert result.stdout.startswith("2026: ")
    assert "2026-q3.sent.json" in result.stderr


def test_a_correction_is_said_not_to_count(newsletter, workspace, history):
    text = (workspace / "issues" / "2026-q3.yaml").read_text(encoding="utf-8")
    path = workspace / "issues" / "2026-q3-rattelse.yaml"
    path.write_text(f"type: rättelse\ncorrects: 2026-q3\n{text}", encoding="utf-8")
    history.sent("2026-q3-rattelse")

    lines = newsletter("-C", workspace, "status").stdout.splitlines()

    assert lines[0] == "2026: 0 av 4 rapporter skickade."
    assert "Nådda föreningar: 2026-q3-rattelse 15 av 15." in lines
    assert "Räknas inte, eftersom det är en rättelse: 2026-q3-rattelse." in lines


def test_broken_settings_are_told_with_their_place(newsletter, workspace):
    (workspace / "newsletter.yaml").write_text("organisation:\n  nam: Gruppen\n", encoding="utf-8")

    result = newsletter("-C", workspace, "status")

    assert result.exit_code == 1
    assert "newsletter.yaml:2:3: fel: " in result.stderr
    assert result.stdout == ""


def test_when_the_year_is_done_bare_newsletter_names_the_next_issue_to_begin(newsletter, workspace, history):
    for number in (1, 2, 3, 4):
        history.sent(f"2026-q{number}")

    assert newsletter("-C", workspace).stdout.splitlines() == [
        "2026: 4 av 4 rapporter skickade, 4 av dem till alla.",
        "Målet är nått: 4 rapporter under 2026.",
        "Nästa nummer börjar du på med ”newsletter new”.",
    ]


def test_bare_newsletter_says_how_the_year_stands_and_the_one_next_command(newsletter, workspace, history):
    history.sent("2026-q3")

    result = newsletter("-C", workspace)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2026: 1 av 4 rapporter skickade, 1 av dem till alla.",
        "Nästa rapport är 2026-q4, senast den 15 december 2026, om 98 dagar.",
        "Numret är skrivet: kör ”newsletter send 2026-q4”.",
    ]


def test_a_document_that_cannot_be_written_is_a_sentence(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "status", "--csv", tmp_path / "finns inte" / "konto.csv")

    assert result.exit_code == 1
    assert "konto.csv" in result.stderr
    assert "Ange ett annat namn" in result.stderr
