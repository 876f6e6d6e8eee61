"""``newsletter remind`` and ``newsletter deadlines``, against a real mail server and a real log."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.servers.smtp import SmtpServer

# One of the six in the sample has no address: nobody reminds her.
MEMBERS = {"tuva.hyttsten", "mattis.finnskog", "siv.tallroth", "leila.haddadi.lind", "per-olof.asbrink"}


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def on(monkeypatch):
    """``on("2026-11-30")``: that morning."""
    return lambda day: monkeypatch.setenv("NEWSLETTER_NOW", f"{day}T07:00:00+01:00")


@pytest.fixture
def drafted(workspace: Path) -> Path:
    """The only report of the plan is the last of the year, a draft: nothing else is due."""
    for number in (1, 2, 3):
        (workspace / "issues" / f"2026-q{number}.yaml").unlink()
    path = workspace / "issues" / "2026-q4.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\ntitle:", "\ndraft: true\ntitle:", 1), encoding="utf-8")
    path = workspace / "newsletter.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2026-03-31, 2026-06-18, 2026-09-10, 2026-12-15", "2026-12-15"), encoding="utf-8")
    return workspace


@pytest.fixture
def remind(newsletter, drafted, server):
    return lambda *more: newsletter("-C", drafted, "remind", "--via", server.via, *more)


def to_whom(server: SmtpServer) -> list[str]:
    return sorted(address.partition("@")[0] for one in server.ledger for address in one.recipients)


def test_everybody_who_is_missing_is_reminded_once_however_often_it_runs(remind, server, on):
    on("2026-11-30")

    first, again = remind(), remind()

    assert first.exit_code == again.exit_code == 0
    assert set(to_whom(server)) == MEMBERS
    assert len(server.ledger) == len(MEMBERS)
    assert "Klart: 5 påminnelser skickade." in first.stdout
    assert "Ingen påminnelse skickades" in again.stdout


@pytest.mark.parametrize(
    "answer",
    [
        "by: Siv Tallroth\ntitle: A\ntext: B\n",
        "by: Siv Tallroth\nnothing: ja\n",
        "by: Siv Tallroth\ndecisions:\n  - outcome: vet ej\n",  # it cannot be used, and it has come
    ],
)
def test_after_the_day_those_who_are_still_missing_and_no_others(remind, server, on, drafted, answer):
    on("2026-11-30")
    remind()
    (drafted / "issues" / "2026-q4").mkdir()
    (drafted / "issues" / "2026-q4" / "siv.yaml").write_text(answer, encoding="utf-8")
    on("2026-12-02")
    server.ledger.clear()

    remind()

    assert set(to_whom(server)) == (MEMBERS - {"siv.tallroth"}) | {"regiongruppen"}


def test_nobody_is_written_to_on_a_day_off(remind, server, on):
    for day in ("2026-11-29", "2026-12-24", "2026-12-31"):  # a Sunday, Christmas Eve, New Year's Eve
        on(day)
        for result in (remind("--dry-run"), remind()):
            assert result.exit_code == 0
            assert "I dag skickas inga påminnelser: det är helg, helgdag eller dagen före en helgdag." in result.stdout
    assert server.ledger == []


def test_of_a_cancelled_report_nothing_is_said(remind, server, on, drafted, newsletter):
    on("2026-11-30")
    newsletter("-C", drafted, "deviation", "2026-q4", "--cancelled", "--reason", "Sjukdom", "--by", "Jonatan")

    assert "Ingen påminnelse skickades" in remind().stdout
    assert server.ledger == []


def test_of_reports_that_never_came_the_editor_has_one_line_each_in_one_mail(newsletter, workspace, server, on):
    for path in (workspace / "issues").glob("2026-q[123].yaml"):
        path.unlink()
    (workspace / "issues" / "2026-q4.yaml").unlink()
    on("2026-10-12")
    newsletter("-C", workspace, "remind", "--via", server.via)

    (mail,) = server.ledger
    text = " ".join(mail.message.get_content().split())
    assert mail.message["Subject"] == "Inte skickad: rapporten för kvartal 1 2026, och 2 saker till"
    assert [text.count(f"Rapporten för kvartal {number} 2026 skulle ha skickats senast") for number in (1, 2, 3, 4)] == [
        1,
        1,
        1,
        0,
    ]
    server.ledger.clear()
    for day in ("2026-10-13", "2026-10-19", "2026-11-09"):
        on(day)
        newsletter("-C", workspace, "remind", "--via", server.via)
    assert server.ledger == []


def test_cron_hears_only_of_what_went_wrong(remind, server, on):
    on("2026-11-30")
    server.refused["siv.tallroth@example.org"] = "550 5.1.1 No such user"

    first, again = remind("--quiet"), remind("--quiet")

    assert (first.exit_code, first.stdout) == (3, "")
    assert "Adressen avvisades: Siv Tallroth (s***@…)" in first.stderr
    assert first.stderr.rstrip().endswith("Klart: 4 påminnelser skickade. 1 skickades inte: se ovan.")
    assert (again.exit_code, again.output) == (0, "")


def test_the_letter_is_plain_swedish_and_brings_the_form(remind, server, on):
    on("2026-11-30")
    remind()

    message = next(one.message for one in server.ledger if one.recipients[0].startswith("siv"))
    text = message.get_content().replace("\r\n", "\n")
    assert message.get_content_type() == "text/plain"
    assert message["Subject"].replace("\xa0", " ") == "I morgon: ditt bidrag till rapporten för kvartal 4 2026"
    assert text.startswith(
        "Hej Siv!\n\nDitt bidrag till rapporten för kvartal 4 2026 ska vara inne senast\ntisdagen den 1 december."
    )
    assert "\nNamn: Siv Tallroth\nNämnd:\n(Välj: Regionfullmäktige / " in text
    assert " Skicka tillbaka senast den 2026-12-01.\n" in text
    assert not {"List-Id", "List-Unsubscribe"} & {*message.keys()}  # nobody leaves the group by a link


def test_what_is_late_is_told_in_the_past(remind, server, on):
    on("2026-12-09")  # the day after the draft was due, and no reminder has left before
    remind()

    texts = {one.recipients[0].partition("@")[0]: one.message.get_content() for one in server.ledger}
    assert "ska vara" not in "".join(texts.values())
    assert "skulle ha varit inne" in " ".join(texts["siv.tallroth"].split())
    assert " Skicka tillbaka så snart du kan." in texts["siv.tallroth"]
    assert "2026-12-01" not in texts["siv.tallroth"]


def test_what_the_form_gets_back_is_a_contribution(remind, server, on, drafted, newsletter):
    """The reminder itself, answered without taking anything away."""
    on("2026-11-30")
    remind()
    text = next(one.message for one in server.ledger if one.recipients[0].startswith("siv")).get_content()
    answer = text.replace("\r\n", "\n").replace("Text:\n", "Text: Ett svar.\n", 1).replace("Rubrik:\n", "Rubrik: Från Siv\n", 1)
    (drafted / "issues" / "2026-q4").mkdir()
    (drafted / "issues" / "2026-q4" / "siv.txt").write_text(answer, encoding="utf-8")

    document = json.loads(newsletter("-C", drafted, "collect", "2026-q4", "--json").stdout)

    assert "Siv Tallroth" not in document["missing"]
    assert [one for one in document["diagnostics"] if one["severity"] == "error"] == []


def test_dry_run_shows_and_sends_and_remembers_nothing(remind, server, on, drafted):
    on("2026-11-30")

    result = remind("--dry-run")

    assert result.exit_code == 0
    assert "Provkörning: 5 påminnelser skulle skickas." in result.stdout
    assert "* Siv Tallroth (s***@…): lämna bidrag till 2026-q4 senast 2026-12-01" in result.stdout
    assert server.ledger == []
    assert not (drafted / ".newsletter").exists()
    assert len(remind().stdout.split("\n")) > 5


def test_the_outbox_rehearses_and_remembers_nothing(newsletter, drafted, on):
    on("2026-11-30")

    first = newsletter("-C", drafted, "remind")
    newsletter("-C", drafted, "remind")

    assert "Övning: 5 påminnelser ligger i utkorgen." in first.stdout
    assert len(list((drafted / "outbox" / "paminnelser").glob("*.eml"))) == 5


def test_what_did_not_leave_is_tried_again_the_same_day(remind, server, on):
    on("2026-11-30")
    server.replies["DATA"] = "451 4.3.0 Try later"

    first = remind()
    del server.replies["DATA"]
    server.ledger.clear()
    remind()

    assert first.exit_code == 3
    assert first.stderr.rstrip().endswith("Ingen påminnelse skickades. 5 skickades inte: se ovan.")
    assert "inget" not in first.output.partition("Ingen")[2].lower()
    assert set(to_whom(server)) == MEMBERS


def test_the_log_keeps_no_address_and_no_name(remind, on, drafted):
    on("2026-11-30")
    remind()

    with sqlite3.connect(drafted / ".newsletter" / "log.sqlite3") as log:
        rows = log.execute("SELECT matter, occasion, at FROM reminder").fetchall()
    assert len(rows) == 2 * len(MEMBERS)  # the mail, and what it is about
    assert not [row for row in rows if "@" in str(row) or "siv" in str(row).lower()]


def test_bare_newsletter_waits_for_contributions(newsletter, drafted, on):
    on("2026-11-20")
    assert "Bidrag saknas ännu: kör ”newsletter collect 2026-q4”." in newsletter("-C", drafted).stdout
    on("2026-12-10")
    assert "kör ”newsletter check 2026-q4”" in newsletter("-C", drafted).stdout


def test_bare_newsletter_asks_for_the_approval_that_the_plan_requires(newsletter, workspace, in_september):
    path = workspace / "newsletter.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    topics:", "    approvers: [{role: Ordförande}]\n    topics:", 1), encoding="utf-8")

    assert "Det är skrivet men inte godkänt: kör ”newsletter approve 2026-q" in newsletter("-C", workspace).stdout


def test_bare_newsletter_sees_faults_that_only_a_letter_shows(newsletter, workspace, in_september):
    for name in ("2026-q1", "2026-q2"):
        (workspace / "issues" / f"{name}.yaml").unlink()
    for picture in (workspace / "issues" / "images").glob("2026-q3*"):
        picture.unlink()

    assert "kör ”newsletter check 2026-q3”" in newsletter("-C", workspace).stdout


def test_the_deadlines_as_a_table(newsletter, workspace, in_september):
    result = newsletter("-C", workspace, "deadlines")

    assert "2026-12-01  2026-q4  om 84 dagar         sista dag för bidrag" in result.stdout
    assert max(map(len, result.stdout.split("\n"))) <= 80


def test_the_deadlines_as_a_calendar_keep_their_ids_when_the_plan_moves_a_day(newsletter, workspace, in_september):
    path = workspace / "hjul.ics"
    newsletter("-C", workspace, "deadlines", "--ics", path)
    before = entries(path)
    newsletter("-C", workspace, "deadlines", "--ics", path)
    assert entries(path) == before
    settings = workspace / "newsletter.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("2026-12-15]", "2026-12-17]"), encoding="utf-8")
    newsletter("-C", workspace, "deadlines", "--ics", path)
    after = entries(path)

    assert set(after) == set(before)
    assert len(after) == 12
    moved = {uid for uid in after if after[uid] != before[uid]}
    assert {uid.partition("@")[0] for uid in moved} == {"2026-q4-contributions", "2026-q4-draft", "2026-q4-sending"}
    assert {after[uid][1] for uid in moved} == {1}


def entries(path: Path) -> dict[str, tuple[str, int]]:
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(one["uid"]): (one.decoded("dtstart").isoformat(), int(one["sequence"])) for one in calendar.walk("VEVENT")}


def test_json_of_the_deadlines(newsletter, workspace, in_september):
    document = json.loads(newsletter("-C", workspace, "deadlines", "2026", "--json").stdout)

    assert list(document) == ["schema", "year", "deadlines"]
    assert document["deadlines"][0] == {
        "date": "2026-03-17",
        "issue": "2026-q1",
        "step": "contributions",
        "due": "2026-03-31",
        "state": "missed",
    }
