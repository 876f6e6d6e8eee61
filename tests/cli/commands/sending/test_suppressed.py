"""What came back decides: q3 is sent, four things come back, q4 goes to all but the three who must not have it (issue 10)."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from newsletter.delivery.log import open_log
from tests.cli.commands.sending.test_events import event, letters, saved
from tests.cli.commands.sending.test_send import HOW_MANY

COMES_BACK = {
    "arvika": {"event": "spamreport"},
    "kil": {"event": "unsubscribe"},
    "forshaga": {"event": "bounce", "reason": "550 5.1.1 unknown user", "status": "5.1.1"},
    "eda": {"event": "bounce", "reason": "452 4.2.2 mailbox full", "status": "4.2.2"},
}
"""One letter of each association."""
ISSUE = "2026-q3"
NEXT = "2026-q4"


@pytest.fixture
def run(newsletter, workspace, server):
    def run(*arguments):
        sent = ("--via", server.via, "--yes") if arguments[0] == "send" else ()
        return newsletter("-C", workspace, *arguments, *sent)

    return run


@pytest.fixture
def addresses(run, workspace, monkeypatch) -> dict[str, str]:
    """The address of each association whose letter came back, after that has been taken in."""
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-09-03T10:00:00+02:00")
    assert run("send", ISSUE).exit_code == 0
    sent = letters(workspace)
    happened = int(datetime.fromisoformat("2026-09-03T12:00:00+02:00").timestamp())
    found = [
        event(
            sent[name][0],
            str(what["event"]),
            timestamp=happened,
            email=sent[name][2],
            **{k: v for k, v in what.items() if k != "event"},
        )
        for name, what in COMES_BACK.items()
    ]
    assert run("events", saved(workspace, *found)).exit_code == 0
    monkeypatch.setenv("NEWSLETTER_NOW", "2026-12-15T10:00:00+01:00")
    return {name: sent[name][2] for name in COMES_BACK}


def addressed(server, since: int) -> list[str]:
    return sorted(letter.address for letter in server.ledger[since:])


def test_three_get_nothing_and_the_full_mailbox_gets_its_letter(run, addresses, server):
    before = len(server.ledger)
    result = run("send", NEXT)

    assert result.exit_code == 0
    got = addressed(server, before)
    assert len(got) == HOW_MANY - 3
    assert addresses["eda"] in got
    assert not {addresses[name] for name in ("arvika", "kil", "forshaga")} & set(got)


@pytest.mark.parametrize("command", [("send", NEXT), ("recipients",)])
def test_each_is_named_with_its_cause_before_the_count(run, addresses, command):
    result = run(*command)
    told = [line for line in result.output.splitlines() if "Får inget brev: " in line]

    assert len(told) == 3
    causes = {
        "Arvika": "anmälde skräppost 3 september",
        "Kil": "avregistrerade sig 3 september",
        "Forshaga": "studsade 3 september, 5.1.1",
    }
    for name, cause in causes.items():
        assert len([line for line in told if name in line and f"({cause})" in line]) == 1
    assert not [line for line in told if "@" in line]


def test_in_english_too(addresses, workspace):
    """In a process of its own: a process speaks one language."""
    asked = [sys.executable, "-m", "newsletter", "-C", str(workspace), "recipients"]
    out = subprocess.run(asked, env=os.environ | {"NEWSLETTER_LANG": "en"}, capture_output=True, text=True, check=True).stdout

    assert re.search(r"Gets no letter: .*Arvika \(complained 3 September\)", out)
    assert re.search(r"Gets no letter: .*Kil \(unsubscribed 3 September\)", out)
    assert re.search(r"Gets no letter: .*Forshaga \(bounced 3 September, 5\.1\.1\)", out)


def test_an_address_in_two_associations_gets_no_letter_in_either(run, addresses, workspace, server):
    register = workspace / "recipients.yaml"
    contact = f"      - name: Ny Person\n        email: {addresses['arvika']}\n        basis: uppdrag\n"
    more = f"  - id: ny\n    name: Vänsterpartiet Ny\n    municipality: Karlstad\n    contacts:\n{contact}"
    register.write_text(register.read_text("utf-8").rstrip("\n") + "\n" + more, encoding="utf-8")
    before = len(server.ledger)
    run("send", NEXT)

    assert addresses["arvika"] not in addressed(server, before)


def test_a_consent_gives_one_who_complained_the_letter_of_an_issue_already_sent(run, addresses, server):
    run("send", NEXT)
    before = len(server.ledger)
    by = ("--by", "Jonatan", "--reason", "Ringde")

    refused = run("recipients", "renew", addresses["arvika"], *by)
    assert refused.exit_code == 1
    assert "Inget ändrades" in refused.output
    run("send", NEXT)
    assert len(server.ledger) == before

    too_old = run("recipients", "renew", addresses["arvika"], "--consent", "2026-09-02", *by)
    assert too_old.exit_code == 1
    renewed = run("recipients", "renew", addresses["arvika"], "--consent", "2026-12-01", *by)
    assert renewed.exit_code == 0
    assert "SendGrid har en egen lista" in renewed.output
    assert run("send", NEXT).exit_code == 0
    assert addressed(server, before) == [addresses["arvika"]]


def test_a_dead_address_is_renewed_without_a_consent(run, addresses, server):
    run("send", NEXT)
    before = len(server.ledger)

    assert run("recipients", "renew", addresses["forshaga"], "--by", "J", "--reason", "Brevlådan finns nu").exit_code == 0
    run("send", NEXT)
    assert addressed(server, before) == [addresses["forshaga"]]


def test_at_provider_takes_the_address_away_from_the_provider_s_lists(run, addresses, server):
    for name in ("bounces", "spam_reports"):
        server.account.lists[name] = [
            {"created": 1, "email": addresses["arvika"]},
            {"created": 1, "email": "other@example.org"},
        ]
    renew = (
        "recipients",
        "renew",
        addresses["arvika"],
        "--by",
        "J",
        "--reason",
        "Ringde",
        "--consent",
        "2026-12-01",
        "--at-provider",
    )

    result = run(*renew)

    assert result.exit_code == 0
    assert [one["email"] for one in server.account.lists["bounces"]] == ["other@example.org"]
    assert [one["email"] for one in server.account.lists["spam_reports"]] == ["other@example.org"]
    assert "Borttagen från SendGrids egna listor: bounces och spam_reports." in result.output
    server.account.forbidden.add("suppression")
    assert run(*renew).exit_code == 1


def test_without_a_key_nothing_is_renewed(run, addresses, monkeypatch):
    monkeypatch.delenv("SENDGRID_API_KEY")
    consent = ("--by", "J", "--reason", "Ringde", "--consent", "2026-12-01", "--at-provider")

    assert run("recipients", "renew", addresses["arvika"], *consent).exit_code == 1
    assert "Arvika (anmälde skräppost 3 september)" in run("recipients").output


def test_an_opt_out_that_came_another_way_is_written_down_once(run, addresses, server):
    before = len(server.ledger)
    first = run("recipients", "unsubscribe", addresses["eda"], "--date", "2026-12-01")
    assert "Antecknat: adressen får inga fler brev" in first.output
    assert "redan känt" in run("recipients", "unsubscribe", addresses["eda"]).output
    assert run("recipients", "unsubscribe", addresses["eda"], "--date", "2027-01-01").exit_code == 1
    run("send", NEXT)
    assert addresses["eda"] not in addressed(server, before)


def test_what_came_back_of_a_trial_or_rehearsal_stops_nobody(newsletter, workspace, server, run):
    """``--test`` through the provider is a realm of its own."""
    run("send", NEXT, "--test", "ordforande@arvika.forening.example")
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log:
        (trial,) = [one for one in log.deliveries(realm=None) if one.realm != "live"]
    bounce = event(trial.attempt, "bounce", status="5.1.1", timestamp=int(datetime.now(UTC).timestamp()))
    run("events", saved(workspace, bounce))

    assert "Får inget brev" not in run("recipients").output


def test_an_association_with_nobody_left_is_no_contact_and_is_to_be_rung(run, addresses, monkeypatch, workspace):
    """Kil and Forshaga have one contact each."""
    run("send", NEXT)
    status = json.loads(run("status", "2026", "--json").stdout)

    (kil,) = [one for one in status["associations"] if one["id"] == "kil"]
    assert (kil["issues"][ISSUE], kil["issues"][NEXT]) == ("reached", "no_contact")
    ring = "det finns ingen adress kvar att skriva till för Vänsterpartiet Forshaga och Vänsterpartiet Kil."
    monkeypatch.chdir(workspace)
    for command in ("status", "2026", "--all"), ("status", "2026"), ("remind",):
        more = ("--via", "outbox:") if command == ("remind",) else ()
        assert "Ring föreningen: det finns ingen adress kvar" in (said := " ".join(run(*command, *more).output.split()))
        assert ring.rstrip(".") in said or "Vänsterpartiet Forshaga, Vänsterpartiet Kil" in said
