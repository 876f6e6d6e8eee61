"""The year's report as a whole, and its annexes."""

import re
import sqlite3
from contextlib import closing

import docx
import pytest

from tests.editions.reports.acted import AFTER, NBSP, change, part, rows, without_notes, written


def test_the_letters_stand_in_it_only_when_asked_for(newsletter, year, tmp_path):
    short = written(newsletter, year, tmp_path / "kort")
    whole = written(newsletter, year, tmp_path / "lang", "--letters")

    assert "Hej partivänner!" not in short
    assert re.findall("^## Bilaga (.*)$", short, re.MULTILINE) == ["1. Underlag", "2. Källor"]
    assert whole.count("Hej partivänner!") == 3
    assert re.findall("^## Bilaga (.*)$", whole, re.MULTILINE) == ["1. Underlag", "2. Rapporterna", "3. Källor"]


def ways(text: str) -> dict[str, str]:
    """Through what each issue's run went, by the annex."""
    return dict(re.findall(r"^\| \w{12} \| (2026-q\d) \| [^|]* \| ([^|]*) \|", text, re.MULTILINE))


def test_a_run_that_was_taken_back_says_so_and_no_other(newsletter, year, tmp_path):
    """It was taken back in November: an account of October does not know it."""
    ((run_id,),) = rows(year, "SELECT id FROM run WHERE issue = '2026-q3' AND realm = 'live'")
    with closing(sqlite3.connect(year / ".newsletter" / "log.sqlite3")) as log:
        log.execute("INSERT INTO hold (run, batch, leaves) VALUES (?, 'b', '2026-11-02T08:00:00.000Z')", (run_id,))
        for step, at in (("begun", "2026-11-01T08:00:00.000Z"), ("done", "2026-11-01T08:00:01.000Z")):
            log.execute("INSERT INTO recall (run, step, reason, at) VALUES (?, ?, '', ?)", (run_id, step, at))
        log.commit()
    text = written(newsletter, year, tmp_path)
    earlier = written(newsletter, year, tmp_path / "oktober", "--date", "2026-10-31")

    assert ways(text) == {
        "2026-q1": "provserver, prov",
        "2026-q3": "provserver, prov, tillbakatagen",
        "2026-q4": "provserver, prov",
    }
    assert "tillbakatagen" not in earlier


def test_the_same_approval_of_two_runs_stands_once(newsletter, year, tmp_path):
    with closing(sqlite3.connect(year / ".newsletter" / "log.sqlite3")) as log:
        log.execute(
            """
            INSERT INTO approval (id, issue, approver, content, sender, at)
            SELECT 1, issue, 'Ordförande', content, '', '2026-03-25T08:00:00.000Z' FROM run WHERE issue = '2026-q1'
            """
        )
        log.executescript(
            """
            CREATE TEMP TABLE again AS SELECT * FROM run WHERE issue = '2026-q1';
            UPDATE again SET id = 'again';
            INSERT INTO run SELECT * FROM again;
            INSERT INTO run_approval (run, approval) SELECT id, 1 FROM run WHERE issue = '2026-q1';
            """
        )
    text = written(newsletter, year, tmp_path).replace(NBSP, " ")

    approvals = text.partition("### Godkännanden\n\n")[2].partition("\n\n")[0]
    assert re.fullmatch(r"- 2026-q1: godkänt av Ordförande 25 mars 2026 kl. 09.00, innehåll \w{12}.", approvals)


@pytest.mark.slow
def test_what_is_told_of_an_issue_is_what_was_sent(newsletter, year, tmp_path):
    change(year / "issues" / "2026-q3.yaml", "title: Tio dagar kvar", "title: Något annat")
    text = written(newsletter, year, tmp_path, "--letters")

    assert "Tio dagar kvar" in text
    assert "Något annat" not in text


@pytest.mark.slow
def test_no_recipient_is_named(newsletter, year, tmp_path):
    everything = written(newsletter, year, tmp_path)
    addresses = [str(address) for (address,) in rows(year, "SELECT normalised FROM address")]

    assert addresses
    assert not [address for address in addresses if address in everything and address != "regiongruppen@example.org"]


@pytest.mark.slow
def test_again_at_another_time_it_is_the_same_bytes(newsletter, year, tmp_path, monkeypatch):
    written(newsletter, year, tmp_path / "one")
    monkeypatch.setenv("NEWSLETTER_NOW", "2027-03-02T09:00:00+01:00")
    written(newsletter, year, tmp_path / "two")

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


@pytest.mark.slow
def test_the_docx_opens_and_says_the_same(newsletter, year, tmp_path):
    written(newsletter, year, tmp_path)
    made = docx.Document(str(tmp_path / "rapport-2026.docx"))

    assert made.paragraphs[0].text == "Rapporter till partiföreningarna 2026"
    assert any("Vänsterpartiet Arvika" in cell.text for table in made.tables for cell in table.columns[0].cells)


@pytest.mark.slow
def test_the_same_log_and_day_are_the_same_bytes_whenever_they_are_asked_for(newsletter, year, tmp_path, monkeypatch):
    for name, now in (("one", "2026-12-31T08:00:00+01:00"), ("two", AFTER)):
        monkeypatch.setenv("NEWSLETTER_NOW", now)
        written(newsletter, year, tmp_path / name, "--date", "2026-12-31")
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    written(newsletter, year, tmp_path / "three")

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes() == (tmp_path / "three" / path.name).read_bytes()


@pytest.mark.parametrize(
    "options",
    [
        ("--date", "2027-05-01"),  # has not come
        ("2026", "--date", "2025-12-31"),
        ("--board", "--since", "2026-10-02", "--date", "2026-10-01"),
    ],
)
def test_a_day_that_makes_no_sense_is_a_mistake_in_the_command(newsletter, year, options):
    result = newsletter("-C", year, "report", *options, "--format", "md")

    assert result.exit_code == 2
    assert "--date" in result.stderr or "--since" in result.stderr


def test_a_run_to_people_is_marked_as_no_trial(newsletter, year, tmp_path):
    with closing(sqlite3.connect(year / ".newsletter" / "log.sqlite3")) as log:
        log.execute("UPDATE run SET trial = 0, via = 'sendgrid:eu' WHERE issue = '2026-q3'")
        log.execute("UPDATE run SET trial = 0, via = 'smtps://server.example' WHERE issue = '2026-q4'")
        log.commit()

    assert ways(written(newsletter, year, tmp_path)) == {
        "2026-q1": "provserver, prov",
        "2026-q3": "SendGrid",
        "2026-q4": "e-post (SMTP)",
    }


def test_the_letters_of_each_issue_add_up_to_the_log_s_rows(newsletter, year, tmp_path):
    with closing(sqlite3.connect(year / ".newsletter" / "log.sqlite3")) as log:
        for status, association in (("rejected", "eda"), ("unknown", "kil"), ("unsent", "grums"), ("recalled", "torsby")):
            log.execute("UPDATE delivery SET status = ? WHERE issue = '2026-q4' AND association = ?", (status, association))
        log.commit()
    counts = dict(rows(year, "SELECT status, count(*) FROM delivery WHERE issue = '2026-q4' GROUP BY status"))
    lines = part(without_notes(written(newsletter, year, tmp_path)), "## Bilaga 1. Underlag")

    expected = (counts["accepted"], counts["rejected"], counts["unknown"], counts["unsent"] + counts["recalled"])
    assert lines[-1] == f"| 2026-q4 | {' | '.join(map(str, expected))} |"
    assert lines[-2] == "| 2026-q3 | 22 | 0 | 0 | 0 |"
