"""What a run leaves in the log before its first letter: itself, its content once, its audience; and what is read from that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsletter.delivery.log import SendLog, open_log, permission, schema
from newsletter.delivery.log.contents import read_sent_content
from newsletter.delivery.log.permission import Site, machine_hash
from newsletter.delivery.log.receipts import Receipt
from newsletter.delivery.log.records import Audience, EntitledAssociation
from newsletter.delivery.log.rows import addressee_key
from newsletter.delivery.log.schema import address, content
from newsletter.delivery.run import locks
from newsletter.delivery.run.plan import (
    AudienceChanges,
    AudienceMember,
    Lateness,
    audience_changes,
    make_audience,
    make_plan,
    previous_audience,
)
from newsletter.delivery.run.start import RunStart, commit_run, new_run, read_lateness, read_standings
from newsletter.model.choices import RecipientType
from newsletter.model.deliveries import Status
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Recipients, roster
from tests.delivery.ledger import AT, NOW, LedgerTransport, accepted, addressee, all_of, due, run, start, unknown
from tests.postgres import new_database

RECIPIENTS = Recipients.model_validate(
    {
        "recipients": [
            {"id": "arvika", "name": "Arvika", "contacts": [{"email": "a@x.example", "name": "A"}]},
            {"id": "eda", "name": "Eda", "contacts": [{"email": f"{n}@x.example", "name": n} for n in ("b", "c")]},
            {"id": "kil", "name": "Kil"},
            {"id": "munkfors", "name": "Munkfors", "active": False},
            {"id": "distriktet", "name": "Distriktet", "type": "distrikt", "contacts": [{"email": "d@x.example", "role": "o"}]},
        ]
    }
)


def members() -> tuple[AudienceMember, ...]:
    everybody = roster(RECIPIENTS)
    return make_audience(RECIPIENTS, everybody, make_plan(everybody, {}, lateness_at(0)))


def lateness_at(days: int) -> Lateness:
    return Lateness(NOW + timedelta(days=days), NOW)


def test_the_audience_is_everybody_as_they_were_then(log: SendLog) -> None:
    key = new_run("2026-q3", is_live=True)
    commit_run(log, RunStart(key, "sendgrid:eu", False, "d1", {}, members(), AT))
    (found,) = log.audiences("2026-q3")
    assert (found.issue, found.run, found.started) == ("2026-q3", key.id, AT)
    assert found.associations == (
        EntitledAssociation("arvika", "Arvika", RecipientType.ASSOCIATION, True, 1),
        EntitledAssociation("distriktet", "Distriktet", RecipientType.DISTRICT, True, 1),
        EntitledAssociation("eda", "Eda", RecipientType.ASSOCIATION, True, 2),
        EntitledAssociation("kil", "Kil", RecipientType.ASSOCIATION, True, 0),
        EntitledAssociation("munkfors", "Munkfors", RecipientType.ASSOCIATION, False, 0),
    )
    assert log.audiences("2026-q4") == ()


def test_whoever_came_too_late_is_not_in_the_audience() -> None:
    everybody = roster(RECIPIENTS)
    late = make_plan(everybody, {}, lateness_at(15))
    assert {one.association for one in make_audience(RECIPIENTS, everybody, late)} == {"kil", "munkfors"}


def test_the_first_weeks_entitled_are_not_late_and_others_are(log: SendLog) -> None:
    commit_run(log, RunStart(new_run("2026-q3", is_live=True), "x", False, "d1", {}, members(), AT))
    found = read_lateness(log, "2026-q3", NOW + timedelta(days=30))
    assert found.first_run == datetime(2026, 9, 10, 8, tzinfo=UTC)
    assert not any(found.applies_to(addressee_key(one)) for one in roster(RECIPIENTS).addressees)
    assert found.applies_to(addressee_key(addressee(1)))
    assert not read_lateness(log, "2026-q3", NOW + timedelta(days=14)).applies_to(addressee_key(addressee(1)))
    assert not read_lateness(log, "2026-q4", NOW + timedelta(days=30)).applies_to(addressee_key(addressee(1)))


def test_a_rehearsal_has_no_audience_and_is_no_live_run(log: SendLog) -> None:
    commit_run(log, start(new_run("2026-q3", is_live=False)))
    assert (log.audiences(), log.live_runs()) == ((), ())


def test_content_is_kept_once_per_digest(log: SendLog) -> None:
    for _run in range(3):
        commit_run(log, start(new_run("2026-q3", is_live=True)))
    with log.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(content)).scalar() == 1


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.UNKNOWN])
def test_what_others_have_or_may_have_been_sent(log: SendLog, status: Status) -> None:
    run(log, LedgerTransport(usual=all_of(status)), due(1))
    found = read_sent_content(log, "2026-q3")
    assert found is not None
    assert (found.digest, found.record) == ("d1", {"subject": "Rapport"})


@pytest.mark.parametrize("status", [Status.REJECTED, Status.UNSENT])
def test_content_that_nobody_got_binds_nobody(log: SendLog, status: Status) -> None:
    run(log, LedgerTransport(usual=all_of(status)), due(1))
    assert read_sent_content(log, "2026-q3") is None


def test_addresses_stand_in_one_table_alone(tmp_path: Path) -> None:
    with open_log("sqlite:log.sqlite3", tmp_path, create=True) as log:
        commit_run(log, RunStart(new_run("2026-q3", is_live=True), "x", False, "d1", {}, members(), AT))
        run(log, LedgerTransport(script=[unknown, accepted]), due(3))
        with log.writing() as connection:
            connection.execute(address.update().values(normalised=None))
        assert {one.address for one in log.deliveries()} == {None}
    with open_log("sqlite:log.sqlite3", tmp_path) as log, log.reading() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())
    assert "x.example" not in dump


def test_somebody_forgotten_is_not_written_to_again(log: SendLog) -> None:
    run(log, LedgerTransport(), due(1))
    with log.writing() as connection:
        connection.execute(address.update().values(normalised=None))
    again = LedgerTransport()
    run(log, again, due(1))
    assert again.calls == []
    assert read_standings(log, "2026-q3", "live")[addressee_key(addressee(0))].status is Status.ACCEPTED


def test_the_history_says_which_kinds_of_letters_the_log_holds(log: SendLog) -> None:
    commit_run(log, start(new_run("2026-q3", is_live=True), is_trial=True))
    assert permission.read_history(log, []).trials == frozenset()  # a run without letters marks nobody as done
    run(log, LedgerTransport(), due(1))
    assert permission.read_history(log, []).trials == frozenset({False})


def test_the_history_says_where_the_log_was_used_last_and_adopting_moves_it(log: SendLog) -> None:
    commit_run(log, start(new_run("2026-q3", is_live=True)))
    assert permission.read_history(log, []).last == permission.this_site(log) == Site(machine_hash(), str(log.home.path or ""))
    stranger = Receipt("2026-q2", "other", "r", "d", AT, ())
    permission.record_adoption(log, [stranger], by="Kim", reason="Datorn gick sönder.", at="2026-10-01T08:00:00.000Z")
    found = permission.read_history(log, [])
    assert found.adopted == frozenset({("other", "r")})
    assert found.last == permission.this_site(log)


def test_an_adoption_counts_though_the_clock_of_the_machine_before_was_fast(log: SendLog) -> None:
    elsewhere = start(new_run("2026-q3", is_live=True), at="2026-12-24T08:00:00.000Z")
    commit_run(log, elsewhere)
    with log.writing() as connection:
        connection.execute(schema.run.update().values(machine="zzz", path="/zzz"))
    permission.record_adoption(log, [], by="Kim", reason="Ny dator.", at="2026-10-01T08:00:00.000Z")
    assert permission.read_history(log, []).last == permission.this_site(log)


@pytest.mark.parametrize(
    "at", ["2030-01-01T08:00:00.000Z", "2026-10-01T08:00:00.000Z"], ids=["a fast clock", "the same moment"]
)
def test_the_later_of_two_adoptions_holds_whatever_the_clocks_say(log: SendLog, at: str) -> None:
    permission.record_adoption(log, [], by="Kim", reason="Ny dator.", at=at)
    with log.writing() as connection:
        connection.execute(schema.adoption.update().values(machine="zzz", path="/zzz"))
    permission.record_adoption(log, [], by="Kim", reason="Den gamla igen.", at="2026-10-01T08:00:00.000Z")
    assert permission.read_history(log, []).last == permission.this_site(log)


def test_a_machine_has_one_hash_that_tells_nothing() -> None:
    assert machine_hash() == machine_hash()
    assert len(machine_hash()) == 32


def audience(*associations: EntitledAssociation) -> Audience:
    return Audience("2026-q2", "r", AT, associations)


def entitled(name: str, addresses: int = 1, *, active: bool = True) -> EntitledAssociation:
    return EntitledAssociation(name.lower(), name, RecipientType.ASSOCIATION, active, addresses)


def test_what_differs_from_the_last_recipients() -> None:
    before = audience(entitled("Arvika"), entitled("Borta"), entitled("Eda", 3), entitled("Munkfors"), entitled("Kil", 0))
    everybody = make_audience(RECIPIENTS, roster(RECIPIENTS), make_plan(roster(RECIPIENTS), {}, lateness_at(0)))
    assert audience_changes(before, everybody) == AudienceChanges(
        added=("Distriktet",), removed=("Borta", "Munkfors"), more_addresses=(), fewer_addresses=("Eda",)
    )


def test_the_last_audience_is_that_of_another_issue() -> None:
    one, two = audience(entitled("A")), Audience("2026-q3", "r2", AT, ())
    assert previous_audience([one, two], "2026-q3") == one
    assert previous_audience([two], "2026-q3") is None


@pytest.mark.slow
def test_two_machines_that_begin_at_the_same_moment_send_the_same(tmp_path: Path) -> None:
    """Both have looked and seen nothing sent; only one of them may begin."""
    url = new_database()
    with open_log(url, tmp_path, create=True) as ours, open_log(url, tmp_path) as theirs:
        first, second = new_run("2026-q3", is_live=True), new_run("2026-q3", is_live=True)
        locks_held = [locks.take_lock(ours, first.id), locks.take_lock(theirs, second.id)]
        assert all(locks_held)
        commit_run(ours, start(first, digest="d1"))
        with pytest.raises(Refused, match="annat innehåll"):
            commit_run(theirs, start(second, digest="d2"))
        commit_run(theirs, replace(start(second, digest="d2"), accepts_changes=True))
        commit_run(theirs, start(new_run("2026-q4", is_live=True), digest="d2"))
        commit_run(theirs, start(new_run("2026-q3", is_live=False), digest="d2"))
        for lock in locks_held:
            assert lock
            lock.release()


@pytest.mark.slow
def test_a_run_that_has_ended_meanwhile_binds_by_what_it_sent(tmp_path: Path) -> None:
    with open_log(new_database(), tmp_path, create=True) as log:
        run(log, LedgerTransport(), due(1))
        with pytest.raises(Refused):
            commit_run(log, start(new_run("2026-q3", is_live=True), digest="d2"))
        commit_run(log, start(new_run("2026-q3", is_live=True)))
