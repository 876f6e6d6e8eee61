"""``newsletter send`` as the editor meets it: what is shown, asked, refused, sent and summed up."""

import json
import re
import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from newsletter.cli.show.approval import show_difference
from newsletter.cli.show.progress import LONG_RUN
from newsletter.delivery.log import open_log
from newsletter.delivery.log.contents import sent_forms
from newsletter.delivery.run import locks
from newsletter.model.deliveries import Status
from newsletter.model.issue import issue_from_record
from newsletter.source import read
from tests.servers.sendgrid_faults import FAULTS, refused

ISSUE = "2026-q3"
HOW_MANY = 21
ASSOCIATIONS = 15


@pytest.fixture
def send(newsletter, workspace, server):
    """``send("--yes")``: the issue to the server that speaks SendGrid's API."""
    return lambda *more, issue=ISSUE: newsletter("-C", workspace, "send", issue, "--via", server.via, *more)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def statuses(workspace: Path, realm: str | None = "live") -> list[Status]:
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        return [one.status for one in log.deliveries(realm=realm)]


@pytest.mark.slow
def test_a_fresh_workspace_rehearses_into_the_outbox(newsletter, workspace):
    result = newsletter("-C", workspace, "send", ISSUE)

    assert result.exit_code == 0
    assert "Provkörning: inget skickades. 21 brev skulle ha gått till 15 föreningar." in result.stdout
    page = workspace / "outbox" / ISSUE / "index.html"
    assert str(page) in result.stdout
    assert "<b>Vänsterpartiet Arvika</b>" in page.read_text(encoding="utf-8")
    letters = sorted((workspace / "outbox" / ISSUE).glob("*.eml"))
    assert len(letters) == HOW_MANY
    kinds = [message_from_bytes(letter.read_bytes(), policy=policy.default) for letter in letters]
    assert sum(message.get_body(("html",)) is None for message in kinds) == 2
    assert statuses(workspace) == []
    assert list((workspace / "issues").glob("*.json")) == []


def test_a_rehearsal_is_always_complete(newsletter, workspace, send):
    send("--yes")
    for _time in range(2):
        assert "21 brev skulle ha gått" in newsletter("-C", workspace, "send", ISSUE).stdout


def test_everybody_gets_one_letter_and_the_second_run_nothing(send, server, workspace):
    first = send("--yes")

    assert first.exit_code == 0
    assert "Klart: 21 brev överlämnade till 15 föreningar." in first.stdout
    assert len(server.counts) == HOW_MANY
    assert set(server.counts.values()) == {1}
    second = send("--yes")
    assert second.exit_code == 0
    assert f"Inget att göra: {ISSUE} är redan skickad till alla mottagare." in second.stdout
    assert len(server.ledger) == HOW_MANY


def test_the_log_keeps_the_issue_as_it_was_sent(send, workspace):
    sent = read(workspace, [ISSUE]).issue(ISSUE).issue
    assert send("--yes").exit_code == 0
    change(workspace / "issues" / f"{ISSUE}.yaml", "year: 2026", "title: Ny rubrik\nyear: 2026")

    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        (form,) = sent_forms(log)
    assert (form.issue, form.letters) == (ISSUE, HOW_MANY)
    assert issue_from_record(form.record["issue"]) == sent


def test_what_will_happen_is_shown_first(send):
    shown = send("--yes").stderr

    assert f"{ISSUE} ”Tio dagar kvar – så pratar vi regionpolitik”: 21 brev till 15 föreningar." in shown
    assert "Från Vänsterpartiets regiongrupp i Värmland <rapport@regiongruppen.example> genom sendgrid+http" in shown
    assert "föreningen är vilande: Vänsterpartiet Munkfors." in shown
    assert "kontakten är avregistrerad: Dariush Picassén (Vänsterpartiet Kristinehamn)." in shown


def test_no_address_of_a_recipient_is_shown(send, server):
    server.script(FAULTS["accepted-then-500"], FAULTS["bad-request"])
    result = send("--yes")
    assert set(re.findall(r"[\w.+-]+@[\w.-]+", result.output)) == {"rapport@regiongruppen.example"}


def test_without_anybody_to_ask_nothing_is_sent(send, server):
    result = send()

    assert result.exit_code == 1
    assert "--yes" in result.stderr
    assert server.requests == []


@pytest.mark.parametrize(
    ("answer", "code", "letters"), [("21\n", 0, 21), ("20\n", 1, 0), ("ja\n", 1, 0), ("\n", 1, 0), ("", 1, 0)]
)
def test_a_live_run_is_confirmed_by_the_number_of_letters(newsletter, workspace, server, monkeypatch, answer, code, letters):
    monkeypatch.setattr("newsletter.cli.show.sending.is_interactive", lambda: True)
    result = newsletter("-C", workspace, "send", ISSUE, "--via", server.via, answers=answer)

    assert result.exit_code == code
    assert "till 15 föreningar (21 brev)? Skriv antalet brev för att skicka:" in result.stderr
    assert len(server.ledger) == letters
    assert len(statuses(workspace)) == letters
    if answer.strip() and code:
        assert "Avbrutet. Inget skickades." in result.stderr


def test_a_draft_is_refused_live_but_may_be_rehearsed_and_tested(newsletter, workspace, send, server):
    path = workspace / "issues" / f"{ISSUE}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\ndraft: ja\n", encoding="utf-8")

    refused = send("--yes")
    assert refused.exit_code == 1
    assert f"{ISSUE} är märkt som utkast." in refused.stderr
    assert server.requests == []
    assert newsletter("-C", workspace, "send", ISSUE).exit_code == 0
    assert send("--test", "kim@example.org").exit_code == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("issues/2026-q3.yaml", "title: ", "title: Beslutet eller löftet #"),
        ("issues/2026-q3.yaml", "preview: ", "preview: En mening som syns i inkorgen. "),
        ("newsletter.yaml", "    - Exempelgatan 1", "    - Gatuadress 1"),
        ("recipients.yaml", "name: Kerstin Glafsén", "name: Förnamn Efternamn"),
    ],
    ids=["issue", "told as a placeholder too", "settings", "recipients"],
)
def test_the_programs_examples_are_never_sent_and_may_be_rehearsed(newsletter, workspace, send, server, file, old, new):
    change(workspace / file, old, new)

    result = send("--yes")

    assert result.exit_code == 1
    assert re.search(rf"(?m)^{file}:\d+:\d+: fel: .* är programmets exempel", result.output)
    assert server.requests == []
    assert statuses(workspace) == []
    assert newsletter("-C", workspace, "send", ISSUE, "--via", "outbox:").exit_code == 0


def test_an_issue_with_errors_is_refused_with_all_of_them(send, server, workspace):
    change(workspace / "issues" / f"{ISSUE}.yaml", "title:", "titel:")
    change(workspace / "recipients.yaml", "@arvika.forening.example", "@")
    result = send("--yes")

    assert result.exit_code == 1
    assert f"issues/{ISSUE}.yaml:" in result.stderr
    assert "recipients.yaml:" in result.stderr
    assert server.requests == []


def test_what_check_calls_an_error_is_not_sent(newsletter, send, server, workspace):
    change(workspace / "newsletter.yaml", "delivery:\n", "appearance:\n  logo: {src: borta.png, alt: Vår symbol}\ndelivery:\n")

    assert "borta.png" in newsletter("-C", workspace, "check", ISSUE).stdout
    result = send("--yes")
    assert result.exit_code == 1
    assert "borta.png" in result.stderr
    assert server.requests == []


def test_an_issue_that_does_not_exist(send):
    result = send("--yes", issue="2031-q1")
    assert result.exit_code == 1
    assert "2031-q1" in result.stderr


def test_a_test_letter_is_one_marked_and_not_counted(send, server, workspace):
    result = send("--test", "kim@example.org")

    assert result.exit_code == 0
    (letter,) = server.ledger
    assert letter.address == "kim@example.org"
    assert letter.subject.startswith("[TEST] ")
    assert "Ämnesraden börjar med [TEST]." in result.stdout
    assert statuses(workspace) == []
    assert list((workspace / "issues").glob("*.json")) == []


def test_a_test_letter_is_rendered_as_the_chosen_association(send, server):
    send("--test", "kim@example.org", "--only", "eda")
    send("--test", "kim@example.org")
    chosen, first = server.ledger
    assert "Eda" in chosen.text
    assert "Arvika" in first.text


def test_a_test_letter_that_does_not_leave_is_told_of_as_such(send, server):
    server.script(FAULTS["invalid-key"], FAULTS["accepted-then-reset"])
    refused, lost = send("--test", "kim@example.org"), send("--test", "kim@example.org")

    assert refused.exit_code == 3
    assert "Testbrevet skickades inte." in refused.stderr
    assert lost.exit_code == 4
    assert "Det är oklart om testbrevet kom fram." in lost.stderr
    assert "Arvika" not in refused.stderr + lost.stderr


def test_a_test_letter_in_the_outbox_is_not_said_to_be_on_its_way(newsletter, workspace):
    result = newsletter("-C", workspace, "send", ISSUE, "--via", "outbox:", "--test", "kim@example.org")
    assert result.exit_code == 0
    assert "testbrevet skickades inte" in result.stdout
    assert "index.html" in result.stdout


@pytest.mark.parametrize("address", ["inte en adress", "å@example.org", "", "a@b@c.example"])
def test_a_test_address_that_is_none_is_a_mistake_in_the_command(send, server, address):
    result = send("--test", address)
    assert result.exit_code == 2
    assert server.requests == []


def test_only_the_chosen_get_it_and_the_rest_remain(send, server):
    result = send("--yes", "--only", "eda", "--only", "sunne")

    assert result.exit_code == 0
    assert len(server.ledger) == 2
    assert "redan skickad till dem som valdes." in send("--yes", "--only", "eda").stdout
    assert "Fortsätter ett avbrutet utskick: 2 är redan skickade, 19 återstår." in send("--yes").stderr
    assert set(server.counts.values()) == {1}
    assert len(server.counts) == HOW_MANY


def test_an_empty_way_is_no_way_and_never_the_one_in_the_settings(newsletter, workspace, server):
    """As when a script's variable is not set."""
    change(workspace / "newsletter.yaml", 'via: "outbox:"', f"via: {server.via}")
    result = newsletter("-C", workspace, "send", ISSUE, "--via", "", "--yes")
    assert result.exit_code == 1
    assert server.requests == []


def test_an_association_that_does_not_exist_is_refused_with_those_that_do(send, server):
    result = send("--yes", "--only", "edda")
    assert result.exit_code == 1
    assert "edda" in result.stderr
    assert "Menade du ”eda”?" in result.stderr
    assert "eda, filipstad" in result.stderr
    assert server.requests == []


def test_whoever_is_in_doubt_is_named_and_never_sent_to_again(send, server):
    server.script(FAULTS["accepted-then-reset"])
    first = send("--yes", "--workers", "1")  # with more, whose request comes first is chance

    assert first.exit_code == 4
    assert "Det är oklart om brevet kom fram till Vänsterpartiet Arvika." in first.stderr
    assert "newsletter resolve 2026-q3" in first.stderr
    second = send("--yes")
    assert second.exit_code == 4
    assert "Det är oklart om brevet kom fram till Vänsterpartiet Arvika." in second.stderr
    assert set(server.counts.values()) == {1}


def test_beside_another_run_nothing_is_sent_and_those_in_doubt_are_named(send, server, workspace):
    server.script(FAULTS["accepted-then-reset"])
    send("--yes", "--workers", "1", "--only", "arvika")
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        other = locks.take_lock(log, "another")
        assert other is not None
        before = len(server.requests)
        result = send("--yes")
        other.release()

    assert result.exit_code == 4
    assert "Ett annat utskick pågår." in result.stderr
    assert "Det är oklart om brevet kom fram till Vänsterpartiet Arvika." in result.stderr
    assert len(server.requests) == before


def test_a_refused_address_is_named_done_until_corrected_and_then_due(send, server, workspace):
    server.refuse("sekreterare@arvika.forening.example")
    first = send("--yes")

    assert first.exit_code == 3
    assert "Adressen avvisades för Vänsterpartiet Arvika." in first.stderr
    assert send("--yes").exit_code == 3
    change(workspace / "recipients.yaml", "sekreterare@arvika.forening.example", "sekr@arvika.forening.example")
    assert send("--yes").exit_code == 0
    assert server.counts["sekr@arvika.forening.example"] == 1
    assert set(server.counts.values()) == {1}


def test_a_key_that_is_not_taken_ends_the_run_with_the_rest_untouched(send, server, workspace):
    server.script(FAULTS["invalid-key"])
    result = send("--yes", "--workers", "1")

    assert result.exit_code == 3
    assert "401" in result.stderr
    assert "återstår att skicka" in result.stderr
    assert len(server.requests) == 1
    assert send("--yes").exit_code == 0
    assert set(server.counts.values()) == {1}


@pytest.mark.parametrize(("chosen", "calls"), [((), 3), (("--only", "arvika"), 1)])
def test_what_the_other_side_said_is_told(send, server, chosen, calls):
    """Else whoever gives the command again and again never learns what to mend."""
    server.script(*[refused(400, "The subject is too long", "subject")] * 30)
    result = send("--yes", "--workers", "1", *chosen)

    assert result.exit_code == 3
    assert "Det senaste anropet lyckades inte: HTTP 400; The subject is too long" in " ".join(result.stderr.split())
    assert ("3 anrop i rad" in result.stderr) == (calls == 3)


def test_of_many_who_remain_the_first_are_named_and_the_rest_counted(send, server, workspace):
    """Ctrl-C in the middle of thousands must not fill the screen with names."""
    contacts = "contacts:\n      - role: kassör\n        email: f{n}@example.org\n"
    entry = f"  - id: f{{n}}\n    name: Förening {{n}}\n    municipality: Arvika\n    {contacts}"
    everybody = "".join(entry.format(n=n) for n in range(25))
    (workspace / "recipients.yaml").write_text(f"recipients:\n{everybody}", encoding="utf-8")
    server.script(FAULTS["invalid-key"])
    result = send("--yes", "--workers", "1")

    assert "25 brev återstår att skicka: Förening 0, Förening 1," in result.stderr
    assert "Förening 4 och 20 till." in result.stderr


@pytest.mark.parametrize("scheme", ["sendgrid+http", "smtp"])
def test_without_contact_the_run_ends_by_saying_so_and_what_to_do(newsletter, workspace, server, scheme):
    """Port 9, discard, is one that nothing listens to."""
    result = newsletter("-C", workspace, "send", ISSUE, "--via", f"{scheme}://127.0.0.1:9", "--yes")

    assert result.exit_code == 3
    assert "Fel: Ingen kontakt med " in result.stderr
    assert "Kontrollera nätet och försök igen. Inget brev har gått dubbelt." in " ".join(result.stderr.split())
    assert "återstår att skicka" in result.stderr
    assert set(statuses(workspace)) == {Status.UNSENT}


@pytest.mark.slow
@pytest.mark.parametrize("more", [("--only", "eda"), ("--test", "kim@example.org")], ids=["one", "test"])
def test_one_letter_is_enough_to_tell_that_there_is_no_contact(newsletter, workspace, more):
    result = newsletter("-C", workspace, "send", ISSUE, "--via", "smtp://127.0.0.1:9", "--yes", *more)

    assert result.exit_code == 3
    assert "Fel: Ingen kontakt med e-postservern 127.0.0.1." in result.stderr


def test_without_a_key_nothing_happens(send, server, monkeypatch):
    monkeypatch.delenv("SENDGRID_API_KEY")
    result = send("--yes")
    assert result.exit_code == 1
    assert "SENDGRID_API_KEY" in result.stderr
    assert server.requests == []


def test_changes_since_others_got_it_are_shown_and_refused_until_accepted(send, server, workspace):
    send("--yes", "--only", "eda")
    change(workspace / "issues" / f"{ISSUE}.yaml", "Tio dagar kvar", "Nio dagar kvar")
    refused = send("--yes")

    assert refused.exit_code == 1
    assert re.search(r"^-.*Tio dagar kvar", refused.stderr, re.MULTILINE)
    assert re.search(r"^\+.*Nio dagar kvar", refused.stderr, re.MULTILINE)
    assert "--accept-changes" in refused.stderr
    assert len(server.ledger) == 1
    assert send("--yes", "--accept-changes").exit_code == 0
    assert set(server.counts.values()) == {1}


def test_a_difference_that_nobody_can_see_is_not_shown_as_equal_lines(capsys):
    show_difference("kl. 18\n", "kl.\u00a018\n", "skickat")
    assert capsys.readouterr().err == "Texten är densamma. Det som har ändrats är hur brevet ser ut.\n"


def test_a_change_after_all_have_it_is_told_but_sends_nothing(send, server, workspace):
    send("--yes")
    change(workspace / "issues" / f"{ISSUE}.yaml", "Tio dagar kvar", "Nio dagar kvar")
    result = send("--yes")
    assert result.exit_code == 0
    assert "rättelse" in result.stderr
    assert len(server.ledger) == HOW_MANY


def test_a_changed_name_of_one_association_stops_nobody(send, server, workspace):
    send("--yes", "--only", "eda")
    change(workspace / "recipients.yaml", "name: Vänsterpartiet Eda", "name: Vänsterpartiet Eda-Charlottenberg")
    assert send("--yes").exit_code == 0


def test_more_letters_than_allowed_are_refused(send, server, workspace):
    change(workspace / "newsletter.yaml", "delivery:\n", "delivery:\n  max_letters: 20\n")
    result = send("--yes")
    assert result.exit_code == 1
    assert "21 brev är fler än de 20" in result.stderr
    assert server.requests == []


def test_a_fresh_clone_with_an_empty_log_is_refused(send, server, workspace, tmp_path, newsletter):
    send("--yes")
    clone = tmp_path / "klon"
    shutil.copytree(workspace, clone, ignore=shutil.ignore_patterns(".newsletter"))
    result = newsletter("-C", clone, "send", ISSUE, "--via", server.via, "--yes")

    assert result.exit_code == 1
    assert "En annan utskickslogg har skickat 2026-q3" in result.stderr
    assert len(server.ledger) == HOW_MANY


def test_a_log_that_has_been_moved_is_refused_until_adopted(send, server, workspace, tmp_path, newsletter):
    send("--yes", "--only", "eda")
    moved = workspace.rename(tmp_path / "flyttad")
    command = ("-C", moved, "send", ISSUE, "--via", server.via, "--yes")

    assert newsletter(*command).exit_code == 1
    assert newsletter("-C", moved, "adopt", "--by", "Kim", "--reason", "Flyttade mappen.").exit_code == 0
    assert newsletter(*command).exit_code == 0
    assert set(server.counts.values()) == {1}


def test_an_old_copy_of_the_log_is_refused(send, server, workspace, newsletter):
    send("--yes", "--only", "eda")
    path = workspace / ".newsletter" / "log.sqlite3"
    old = path.read_bytes()
    send("--yes")
    path.write_bytes(old)
    result = send("--yes")

    assert result.exit_code == 1
    assert "gammal kopia" in result.stderr
    assert set(server.counts.values()) == {1}


def test_a_trial_cannot_mark_people_as_done(send, newsletter, workspace):
    send("--yes")
    result = newsletter("-C", workspace, "send", "2026-q2", "--via", "smtp://127.0.0.1:9", "--yes")
    assert result.exit_code == 1
    assert "Utskicksloggen innehåller ett prov" in result.stderr


def test_the_receipt_tells_git_and_holds_nothing_personal(send, workspace):
    send("--yes")
    text = (workspace / "issues" / f"{ISSUE}.sent.json").read_text(encoding="utf-8")
    (run,) = json.loads(text)["runs"]
    assert len(run["associations"]) == ASSOCIATIONS
    assert "@" not in text


def test_those_added_after_two_weeks_are_listed_and_sent_only_when_asked(send, server, workspace, monkeypatch):
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-03T08:00:00+02:00")
    send("--yes")
    recipients = workspace / "recipients.yaml"
    contact = "contacts: [{name: Kim, email: kim@nystad.example}]"
    new = f"  - id: nystad\n    name: Vänsterpartiet Nystad\n    municipality: Nystad\n    {contact}\n"
    recipients.write_text(recipients.read_text(encoding="utf-8").rstrip() + "\n\n" + new, encoding="utf-8")
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-18T08:00:00+02:00")
    left_out = send("--yes")

    assert left_out.exit_code == 0, left_out.stderr
    assert "Vänsterpartiet Nystad" in left_out.stderr
    assert "--late" in left_out.stderr
    assert len(server.ledger) == HOW_MANY
    assert send("--yes", "--late").exit_code == 0
    assert server.counts["kim@nystad.example"] == 1


def test_what_differs_from_the_last_issues_recipients_is_shown(send, workspace):
    send("--yes", issue="2026-q2")
    change(
        workspace / "recipients.yaml",
        "  - id: eda\n    name: Vänsterpartiet Eda\n",
        "  - id: ny\n    name: Vänsterpartiet Ny\n",
    )
    shown = send("--yes").stderr
    assert "Nya sedan 2026-q2: Vänsterpartiet Ny." in shown
    assert "Borta sedan 2026-q2: Vänsterpartiet Eda." in shown


def test_while_another_run_is_in_progress_nothing_is_sent(send, server, workspace):
    from newsletter.delivery.run import locks

    with open_log("sqlite:.newsletter/log.sqlite3", workspace, create=True) as log:
        lock = locks.take_lock(log, "other")
        result = send("--yes")
        lock.release()
    assert result.exit_code == 3
    assert "Ett annat utskick pågår." in result.stderr
    assert server.requests == []


def test_a_log_that_fails_in_the_middle_names_what_is_in_doubt(send, server, workspace, monkeypatch):
    from newsletter.delivery.run import claims
    from newsletter.model.diagnostics import Refused

    turn = claims.record_and_claim
    turns = []

    def full(*arguments):
        turns.append(1)
        if len(turns) > 1:
            raise Refused("Disken är full.", "Gör plats.")
        return turn(*arguments)

    monkeypatch.setattr(claims, "record_and_claim", full)
    result = send("--yes", "--workers", "1")
    assert result.exit_code == 4
    assert "Disken är full." in result.stderr
    assert "Det är oklart om brevet kom fram till Vänsterpartiet" in result.stderr


def test_a_synced_folder_is_warned_about_with_the_remedy(newsletter, workspace, tmp_path):
    synced = tmp_path / "OneDrive - Partiet"
    shutil.copytree(workspace, synced)
    result = newsletter("-C", synced, "send", ISSUE)
    assert result.exit_code == 0
    assert "OneDrive" in result.stderr
    assert "delivery.log" in result.stderr


def test_progress_stands_on_a_terminal_alone(send):
    assert "Skickar  [" not in send("--yes").stderr
    assert LONG_RUN <= HOW_MANY
