"""``newsletter report``: a year acted through, and every number of its report counted again from the log's own rows."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from newsletter.cli.app import app
from tests.cli.commands.sending.test_send import change
from tests.conftest import ROOT
from tests.servers.sendgrid import SendGridServer

SENT = {"2026-q1": "2026-03-26T07:30:00+01:00", "2026-q3": "2026-09-14T07:30:00+02:00", "2026-q4": "2026-12-10T07:30:00+01:00"}
"""A year in which the second report never came and the third was four days late."""
GIVEN = ("--by", "Sekreteraren", "--how", "paper", "--date", "2026-03-26")
AFTER = "2027-01-15T09:00:00+01:00"
NBSP = "\N{NO-BREAK SPACE}"
BULLET = re.compile(r"^- \w+ (\d+) (\w+) (\d{4})", re.MULTILINE)
PDF_APART = ("--format", "md", "--format", "html", "--format", "docx")


@pytest.fixture(scope="module")
def acted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Arvika's letter of the first issue bounced, and it was given the report on paper instead."""
    workspace = tmp_path_factory.mktemp("year") / "workspace"
    shutil.copytree(ROOT / "issues", workspace / "issues")
    for name in ("recipients.yaml", "newsletter.yaml"):
        shutil.copy(ROOT / name, workspace / name)
    change(workspace / "issues" / "2026-q4.yaml", "Budgeten klubbad efter", "Budgeten ”klubbad” efter")
    with pytest.MonkeyPatch.context() as patch, SendGridServer() as server:
        patch.setenv("SENDGRID_API_KEY", "SG.test")
        for issue, at in SENT.items():
            patch.setenv("NEWSLETTER_NOW", at)
            run("-C", workspace, "send", issue, "--via", server.via, "--yes")
        bounce(workspace)
        run("-C", workspace, "handover", "2026-q1", "--association", "arvika", *GIVEN)
    return workspace


def run(*arguments: object) -> None:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="newsletter")
    assert result.exit_code == 0, result.stderr


def bounce(workspace: Path) -> None:
    with closing(sqlite3.connect(workspace / ".newsletter" / "log.sqlite3")) as log:
        log.execute(
            """
            INSERT INTO event (attempt, kind, detail, at, received)
            SELECT attempt, 'bounced', '550', '2026-03-26T07:00:00.000Z', '2026-03-26T07:00:00.000Z' FROM delivery
            WHERE issue = '2026-q1' AND association = 'arvika'
            """
        )
        log.commit()


@pytest.fixture
def year(acted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same for each test, in January of the year after."""
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    shutil.copytree(acted, tmp_path / "workspace")
    return tmp_path / "workspace"


def written(newsletter, workspace: Path, out: Path, *more: str) -> str:
    result = newsletter("-C", workspace, "report", "2026", "--out", out, *PDF_APART, *more)
    assert result.exit_code == 0, result.stderr
    return next(out.glob("*.md")).read_text(encoding="utf-8")


def without_notes(text: str) -> str:
    return re.sub(r"\[\^\d+\]", "", text)


def rows(workspace: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(workspace / ".newsletter" / "log.sqlite3")) as log:
        return log.execute(query).fetchall()


def test_without_a_log_there_is_nothing_to_report(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "report", "2026", "--out", tmp_path)

    assert result.exit_code == 1
    assert "utskicksloggen är tom" in result.stderr


@pytest.mark.slow
def test_the_first_sentence_is_the_year_s_two_figures(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))

    assert "3 av 4 rapporter skickades under 2026, 3 av dem till alla föreningar." in text


def page_one(text: str) -> str:
    return without_notes(text).partition("\n## ")[0].replace(NBSP, " ")


def test_page_one_is_a_text_to_sign(newsletter, year, tmp_path):
    reason = ("deviation", "2026-q2", "--by", "Redaktören", "--reason", "Redaktören var sjuk.", "--cancelled")
    assert newsletter("-C", year, *reason).exit_code == 0
    change(
        year / "newsletter.yaml", "    # approvers:\n    #   - role: Ordförande\n", "    approvers:\n      - role: Ordförande\n"
    )
    change(year / "newsletter.yaml", "    #     name: Tuva Hyttsten\n", "        name: Tuva Hyttsten\n      - role: Kassör\n")

    assert page_one(written(newsletter, year, tmp_path)).split("\n\n") == [
        "# Rapporter till partiföreningarna 2026",
        (
            "Vänsterpartiets regiongrupp i Värmland redovisar här sina rapporter till partiföreningarna under 2026. "
            "Läget den 31 december 2026, enligt utskicksloggen."
        ),
        (
            "Verksamhetsplanens mål för 2026 är minst 4 rapporter. 3 av 4 rapporter skickades under 2026, 3 av dem till alla "
            "föreningar."
        ),
        "Alla 15 aktiva föreningar har fått alla rapporter. Sammanlagt antecknades 63 brev i utskicksloggen.",
        (
            "Rapporten för kvartal 2 2026 kom inte: Redaktören var sjuk. Rapporten för kvartal 3 2026 kom 4 dagar efter "
            "planens dag. Ingen orsak är antecknad."
        ),
        f"{'.' * 40}\\\nOrt och datum",
        f"{'.' * 40}\\\nOrdförande, Tuva Hyttsten",
        f"{'.' * 40}\\\nKassör",
        f"{'.' * 40}\\\nRedaktör, Jonatan Bruksman\n",
    ]


def test_where_the_plan_names_no_approver_the_chair_signs(newsletter, year, tmp_path):
    text = page_one(written(newsletter, year, tmp_path))

    assert [line for line in text.splitlines() if line.startswith(("Ort", "Ordf", "Red"))] == [
        "Ort och datum",
        "Ordförande",
        "Redaktör, Jonatan Bruksman",
    ]


def test_more_reports_than_the_plan_asks_for_are_no_fraction_of_it(newsletter, year, tmp_path):
    change(year / "newsletter.yaml", "    target: 4\n", "    target: 2\n")
    text = without_notes(written(newsletter, year, tmp_path))
    board = without_notes(written(newsletter, year, tmp_path / "ds", "--board", "--since", "2026-10-01"))

    assert "3 rapporter skickades under 2026, en fler än planens 2, 3 av dem till alla föreningar." in text
    assert "3 rapporter är skickade under 2026, en fler än planens 2, 3 av dem till alla föreningar." in board
    assert "3 av 2" not in text + board


def test_the_letters_stand_in_it_only_when_asked_for(newsletter, year, tmp_path):
    short = written(newsletter, year, tmp_path / "kort")
    whole = written(newsletter, year, tmp_path / "lang", "--letters")

    assert "Hej partivänner!" not in short
    assert re.findall("^## Bilaga (.*)$", short, re.MULTILINE) == ["1. Underlag", "2. Källor"]
    assert whole.count("Hej partivänner!") == 3
    assert re.findall("^## Bilaga (.*)$", whole, re.MULTILINE) == ["1. Underlag", "2. Rapporterna", "3. Källor"]


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

    ways = dict(re.findall(r"^\| \w{12} \| (2026-q\d) \| [^|]* \| ([^|]*) \|", text, re.MULTILINE))
    assert ways == {
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


def test_quotes_inside_quotes_are_single(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path)

    assert "Länsbladet Exempel, ”Budgeten ’klubbad’ efter lång debatt” (nyhetsartikel)" in text


def test_each_row_of_the_reports_is_what_the_log_s_rows_add_up_to(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))
    for issue in SENT:
        ((letters,),) = rows(
            year, f"SELECT count(*) FROM delivery WHERE issue = '{issue}' AND realm = 'live' AND status = 'accepted'"
        )
        ((audience,),) = rows(
            year,
            f"""
            SELECT count(DISTINCT association) FROM audience JOIN run ON run.id = audience.run
            WHERE run.issue = '{issue}' AND realm = 'live' AND active AND type = 'förening'
            """,
        )
        ((reached,),) = rows(
            year,
            f"""
            SELECT count(DISTINCT association) FROM delivery WHERE issue = '{issue}' AND realm = 'live' AND status = 'accepted'
            AND NOT EXISTS (SELECT 1 FROM event WHERE event.attempt = delivery.attempt AND kind IN ('bounced', 'dropped'))
            AND association IN (SELECT association FROM audience WHERE type = 'förening')
            """,
        )
        ((by_hand,),) = rows(year, f"SELECT count(*) FROM handover WHERE issue = '{issue}'")
        row = next(line for line in text.splitlines() if line.startswith(f"| {issue} | Kvartal"))
        assert [cell.strip() for cell in row.strip("|").split("|")][4:] == [
            str(number) for number in (audience, reached, by_hand, letters)
        ]


def test_who_has_what_is_shown_association_by_association(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path))

    assert re.search(r"^\| Vänsterpartiet Arvika \| för hand \| nådd \| nådd \| 3 \|$", text, re.MULTILINE)
    assert re.search(r"^\| Vänsterpartiet Munkfors \| vilande \| vilande \| vilande \| 0 \|$", text, re.MULTILINE)


def test_a_missed_quarter_and_a_late_one_are_told_with_their_reasons(newsletter, year, tmp_path):
    reason = ("deviation", "2026-q2", "--by", "Redaktören", "--reason", "Redaktören var sjuk", "--cancelled")
    recorded = newsletter("-C", year, *reason)
    assert recorded.exit_code == 0, recorded.stderr
    text = without_notes(written(newsletter, year, tmp_path)).replace("\N{NO-BREAK SPACE}", " ")

    assert "Kvartal 2 2026 (skulle skickas senast 18 juni 2026): ingen rapport skickades. Orsak: Redaktören var sjuk." in text
    assert "skickad 14 september 2026, 4 dagar efter planens dag" in text


@pytest.mark.slow
def test_what_is_told_of_an_issue_is_what_was_sent(newsletter, year, tmp_path):
    change(year / "issues" / "2026-q3.yaml", "title: Tio dagar kvar", "title: Något annat")
    text = written(newsletter, year, tmp_path, "--letters")

    assert "Tio dagar kvar" in text
    assert "Något annat" not in text


@pytest.mark.slow
def test_every_number_of_the_reports_has_its_source(newsletter, year, tmp_path):
    text = written(newsletter, year, tmp_path)
    row = next(line for line in text.splitlines() if line.startswith("| 2026-q1 | Kvartal"))
    numbers = [cell.strip() for cell in row.strip("|").split("|")][2:]

    assert all(re.search(r"\[\^\d+\]$", cell) for cell in numbers)
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.MULTILINE))
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(notes)
    ((run,),) = rows(year, "SELECT id FROM run WHERE issue = '2026-q1' AND realm = 'live'")
    assert any(str(run)[:12] in note and "newsletter log 2026-q1" in note for note in notes.values())


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


def test_the_board_gets_what_has_happened_since_it_met(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path, "--board", "--since", "2026-10-01")).replace(
        "\N{NO-BREAK SPACE}", " "
    )

    assert "Kvartal 4 2026, skickad 10 december 2026, har nått 15 av 15 föreningar." in text
    assert "Kvartal 3 2026, skickad" not in text.partition("## Så står året")[0]


def test_a_board_that_meets_after_new_year_gets_what_left_before_it(newsletter, year, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    options = ("report", "--board", "--since", "2026-10-01", "--format", "md", "--out", tmp_path / "januari")

    assert newsletter("-C", year, *options).exit_code == 0

    text = (tmp_path / "januari" / "distriktsstyrelsen.md").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    sent = text.partition("## Skickat sedan förra mötet")[2].partition("##")[0]
    assert "Kvartal 4 2026, skickad 10 december 2026" in sent
    assert text.index("## Så står 2026") < text.index("## Så står 2027")
    assert "3 av 4 rapporter är skickade under 2026" in text
    assert "0 av 4 rapporter är skickade under 2027" in text
    assert "newsletter.yaml, plan 2026, som gäller tills 2027 har en egen." in text


def test_the_board_s_last_meeting_is_taken_from_what_the_issues_announced(newsletter, year, tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-12-12T09:00:00+01:00")
    announced = (year / "issues" / "2026-q3.yaml").read_text(encoding="utf-8")
    assert "type: distriktet" in announced

    assert "Tiden från 5 september 2026" in written(newsletter, year, tmp_path, "--board").replace("\N{NO-BREAK SPACE}", " ")


def test_a_quarter_that_never_came_is_named_with_or_without_a_reason(newsletter, acted, tmp_path, monkeypatch):
    """Of a log that was last changed in the third quarter: the day of the account is not the log's last change."""
    workspace = shutil.copytree(acted, tmp_path / "kort")
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    with closing(sqlite3.connect(workspace / ".newsletter" / "log.sqlite3")) as log:
        log.executescript(
            """
            DELETE FROM event; DELETE FROM handover;
            DELETE FROM outcome WHERE at > '2026-04'; DELETE FROM attempt WHERE claimed > '2026-04';
            DELETE FROM delivery WHERE at > '2026-04'; DELETE FROM audience_address WHERE run IN
                (SELECT id FROM run WHERE started > '2026-04');
            DELETE FROM audience WHERE run IN (SELECT id FROM run WHERE started > '2026-04');
            DELETE FROM run WHERE started > '2026-04';
            """
        )
    text = without_notes(written(newsletter, workspace, tmp_path / "ut")).replace(NBSP, " ")

    assert "Läget den 31 december 2026" in text
    for quarter, due in ((2, "18 juni"), (3, "10 september"), (4, "15 december")):
        line = f"Kvartal {quarter} 2026 (skulle skickas senast {due} 2026): ingen rapport skickades. Ingen orsak är antecknad."
        assert line in text
    for quarter in (2, 3, 4):
        assert f"Rapporten för kvartal {quarter} 2026 kom inte. Ingen orsak är antecknad." in page_one(text)


def test_the_account_of_a_day_knows_nothing_that_came_after(newsletter, year, tmp_path):
    text = without_notes(written(newsletter, year, tmp_path, "--date", "2026-09-30")).replace(NBSP, " ")

    assert "Läget den 30 september 2026" in text
    assert "2 av 4 rapporter skickades under 2026" in text
    assert "Kvartal 4 2026" not in text
    assert "2026-q4" not in text
    assert "antecknat den 10 december 2026" in text  # it was given in March, and is known today


@pytest.mark.slow
def test_the_same_log_and_day_are_the_same_bytes_whenever_they_are_asked_for(newsletter, year, tmp_path, monkeypatch):
    for name, now in (("one", "2026-12-31T08:00:00+01:00"), ("two", AFTER)):
        monkeypatch.setenv("NEWSLETTER_NOW", now)
        written(newsletter, year, tmp_path / name, "--date", "2026-12-31")
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    written(newsletter, year, tmp_path / "three")

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes() == (tmp_path / "three" / path.name).read_bytes()


def test_what_happened_and_when_it_became_known_are_two_times(newsletter, year, tmp_path):
    """A letter of December bounced, and the list was read a week later; a report was noted down long after it was given."""
    with closing(sqlite3.connect(year / ".newsletter" / "log.sqlite3")) as log:
        for association, happened in (("eda", "2026-12-10T08:00:00.000Z"), ("kil", "2027-01-02T08:00:00.000Z")):
            log.execute(
                """
                INSERT INTO event (attempt, kind, detail, at, received)
                SELECT attempt, 'bounced', '550', ?, '2027-01-07T09:00:00.000Z' FROM delivery
                WHERE issue = '2026-q4' AND association = ? LIMIT 1
                """,
                (happened, association),
            )
        log.commit()
    text = without_notes(written(newsletter, year, tmp_path)).replace(NBSP, " ")

    assert "- Vänsterpartiet Eda, 2026-q4: studsade den 10 december 2026, känt den 7 januari 2027." in text
    assert "på papper 26 mars 2026, av Sekreteraren, antecknat den 10 december 2026." in text
    since = text.partition("### Känt efter den 31 december 2026")[2].partition("##")[0]
    assert since.split("\n")[2] == "- Vänsterpartiet Kil, 2026-q4: studsade den 2 januari 2027."
    assert re.search(r"^\| Vänsterpartiet Kil \| nådd \| nådd \| nådd \|", text, re.MULTILINE)


def test_a_board_s_period_ends_on_the_day_and_nothing_that_has_passed_is_to_come(newsletter, year, tmp_path):
    options = ("--board", "--since", "2026-09-01", "--date", "2026-09-20")
    text = without_notes(written(newsletter, year, tmp_path, *options)).replace(NBSP, " ")

    assert "Tiden från 1 september 2026 till 20 september 2026." in text
    assert "Kvartal 3 2026, skickad 14 september 2026" in text
    assert "Kvartal 4" not in text.partition("## Så står året")[0]
    coming = text.partition("## Kommande")[2]
    assert _days(coming)
    assert min(_days(coming)) >= date(2026, 9, 20)


def _days(text: str) -> list[date]:
    """Those that the bullets begin with: ``Onsdag 14 oktober 2026``."""
    months = {"september": 9, "oktober": 10, "november": 11, "december": 12}
    return [date(int(year), months[month], int(day)) for day, month, year in BULLET.findall(text)]


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


@pytest.mark.parametrize("options", [("--since", "2026-10-01"), ("--board", "--since", "i går"), ("--format", "rtf")])
def test_options_that_make_no_sense_are_a_mistake_in_the_command(newsletter, workspace, options):
    assert newsletter("-C", workspace, "report", *options).exit_code == 2
