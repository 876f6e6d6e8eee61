"""The engine: what each answer leads to, on both databases, against a transport that keeps its own ledger."""

import threading
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from newsletter.delivery.log import SendLog, open_log
from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Answer, Batch, Then
from newsletter.delivery.run import claims, course, locks
from newsletter.model.addresses import MailAddress
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Numbered
from tests.delivery.ledger import (
    LedgerTransport,
    accepted,
    addressee,
    all_of,
    begun,
    due,
    lazily,
    rejecting,
    run,
    same_letter,
    statuses,
    unknown,
    unsent,
)
from tests.postgres import new_database, server


def test_everybody_gets_one_letter(log: SendLog) -> None:
    transport = LedgerTransport()
    run(log, transport, due(25), workers=4)
    assert set(transport.ledger.values()) == {1}
    assert len(transport.ledger) == 25
    assert statuses(log) == {Status.ACCEPTED: 25}


def test_a_second_run_sends_nothing(log: SendLog) -> None:
    run(log, LedgerTransport(), due(5))
    again = LedgerTransport()
    run(log, again, due(5))
    assert again.calls == []


def test_equal_letters_go_together_and_an_address_never_twice_in_a_call(log: SendLog) -> None:
    transport = LedgerTransport(batch_size=10)
    twice = [Numbered(addressee(3, "andra"), 1)]
    run(log, transport, [*due(25), *twice], letter=same_letter)
    assert sorted(len(batch.envelopes) for batch in transport.calls) == [6, 10, 10]
    for batch in transport.calls:
        assert len({envelope.to for envelope in batch.envelopes}) == len(batch.envelopes)
    assert transport.ledger["a3@x.example"] == 2


def test_each_call_is_claimed_on_disk_before_it_leaves(log: SendLog, url: str, tmp_path: Path) -> None:
    seen: list[Status] = []

    def look(batch: Batch) -> Answer:
        with open_log(url, tmp_path) as other:
            seen.extend(one.status for one in other.deliveries() if one.attempt == batch.envelopes[0].attempt)
        return accepted(batch)

    run(log, LedgerTransport(usual=look), due(3))
    assert seen == [Status.SENDING] * 3


def test_the_provider_sees_an_opaque_attempt_and_nothing_of_the_person(log: SendLog) -> None:
    transport = LedgerTransport()
    run(log, transport, due(2))
    attempts = [envelope.attempt for batch in transport.calls for envelope in batch.envelopes]
    assert len(set(attempts)) == 2
    for batch in transport.calls:
        envelope = batch.envelopes[0]
        assert envelope.message_id == f"<{envelope.attempt}@grupp.example>"
        assert envelope.attempt.isalnum()
    assert {one.attempt for one in log.deliveries()} == set(attempts)


def test_what_is_unknown_is_never_sent_again(log: SendLog) -> None:
    run(log, LedgerTransport(script=[unknown]), due(3))
    assert statuses(log) == {Status.UNKNOWN: 1, Status.ACCEPTED: 2}
    again = LedgerTransport()
    run(log, again, due(3))
    assert again.calls == []


def test_what_was_not_sent_goes_in_the_next_run(log: SendLog) -> None:
    run(log, LedgerTransport(script=[unsent]), due(3))
    again = LedgerTransport()
    run(log, again, due(3))
    assert list(again.ledger) == ["a0@x.example"]
    assert statuses(log) == {Status.ACCEPTED: 3}


def test_an_addressee_that_is_named_costs_only_that_one(log: SendLog) -> None:
    transport = LedgerTransport(batch_size=10, usual=rejecting("a3@x.example", "a7@x.example"))
    run(log, transport, due(10), letter=same_letter)
    assert statuses(log) == {Status.ACCEPTED: 8, Status.REJECTED: 2}
    assert set(transport.ledger.values()) == {1}


def test_many_that_are_named_one_at_a_time_do_not_end_the_run(log: SendLog) -> None:
    bad = [f"a{number}@x.example" for number in range(6)]

    def first_bad(batch: Batch) -> Answer:
        named = next((one.to.wire for one in batch.envelopes if one.to.wire in bad), "")
        return rejecting(named)(batch)

    run(log, LedgerTransport(batch_size=10, usual=first_bad), due(10), letter=same_letter)
    assert statuses(log) == {Status.ACCEPTED: 4, Status.REJECTED: 6}


def test_a_batch_that_is_too_large_is_halved_until_it_fits(log: SendLog) -> None:
    def at_most_two(batch: Batch) -> Answer:
        return accepted(batch) if len(batch.envelopes) <= 2 else all_of(Status.UNSENT, Then.HALVE)(batch)

    transport = LedgerTransport(batch_size=100, usual=at_most_two)
    run(log, transport, due(33), letter=same_letter)
    assert statuses(log) == {Status.ACCEPTED: 33}
    assert set(transport.ledger.values()) == {1}


def test_a_single_letter_that_is_refused_without_a_name_is_passed_over(log: SendLog) -> None:
    def not_that_one(batch: Batch) -> Answer:
        bad = any(one.to.wire == "a1@x.example" for one in batch.envelopes)
        return all_of(Status.UNSENT, Then.HALVE)(batch) if bad else accepted(batch)

    run(log, LedgerTransport(batch_size=8, usual=not_that_one), due(8), letter=same_letter)
    assert statuses(log) == {Status.ACCEPTED: 7, Status.UNSENT: 1}


def test_stop_ends_the_run_with_the_rest_untouched(log: SendLog) -> None:
    stop = all_of(Status.UNSENT, Then.STOP, reason="Nyckeln godtogs inte.")
    steps = run(log, LedgerTransport(script=[accepted, stop]), due(10))
    assert statuses(log) == {Status.ACCEPTED: 1, Status.UNSENT: 1}
    assert (steps[-1].ended, steps[-1].reason) == (True, "Nyckeln godtogs inte.")


@pytest.mark.parametrize("answer", [unknown, unsent, all_of(Status.REJECTED)], ids=["unknown", "unsent", "rejected"])
def test_three_calls_in_a_row_without_acceptance_end_the_run(log: SendLog, answer: object) -> None:
    transport = LedgerTransport(script=[answer, answer, accepted], usual=answer)
    steps = run(log, transport, due(20))
    assert len(transport.calls) == 6
    assert steps[-1].ended
    assert sum(statuses(log).values()) == 6


def test_waiting_is_done_and_then_the_same_go_again(log: SendLog, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    wait = all_of(Status.UNSENT, Then.WAIT, wait=30.0, reason="Vänta.")
    transport = LedgerTransport(script=[accepted, wait], usual=accepted)
    steps = run(log, transport, due(4), stop=clock.stop)
    assert statuses(log) == {Status.ACCEPTED: 4}
    assert set(transport.ledger.values()) == {1}
    assert any(step.waiting and step.reason == "Vänta." for step in steps)
    assert clock.slept == pytest.approx(30.0, abs=1.0)


def test_a_provider_that_only_ever_says_wait_ends_the_run_within_the_cap(log: SendLog, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    wait = all_of(Status.UNSENT, Then.WAIT, wait=60.0, reason="Vänta.")
    steps = run(log, LedgerTransport(usual=wait), due(4), stop=clock.stop)
    assert statuses(log) == {Status.UNSENT: 1}
    assert steps[-1].ended
    assert clock.slept <= course.LONGEST_WAIT_SECONDS


class Clock:
    """Time that passes only while the engine sleeps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.slept = 0.0
        self.stop = threading.Event()
        monkeypatch.setattr(clocks, "steady_seconds", lambda: 1000.0 + self.slept)
        monkeypatch.setattr(self.stop, "wait", self.sleep)

    def sleep(self, seconds: float) -> bool:
        self.slept += seconds
        return self.stop.is_set()


def test_ctrl_c_ends_after_the_calls_in_flight_and_leaves_the_rest_untouched(log: SendLog) -> None:
    stop = threading.Event()

    def ask_to_stop(batch: Batch) -> Answer:
        stop.set()
        return accepted(batch)

    run(log, LedgerTransport(script=[accepted, ask_to_stop]), due(10), stop=stop)
    assert statuses(log) == {Status.ACCEPTED: 2}
    rest = LedgerTransport()
    run(log, rest, due(10))
    assert len(rest.ledger) == 8


def test_ctrl_c_does_not_wait_out_the_provider(log: SendLog) -> None:
    stop = threading.Event()

    def wait_then_stop(batch: Batch) -> Answer:
        stop.set()
        return all_of(Status.UNSENT, Then.WAIT, wait=500.0)(batch)

    run(log, LedgerTransport(usual=wait_then_stop), due(3), stop=stop)
    assert statuses(log) == {Status.UNSENT: 1}


def test_a_claim_that_has_grown_old_is_not_acted_on_but_made_anew(log: SendLog, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 61.0])  # the machine slept between the first claim and its call
    monkeypatch.setattr(clocks, "steady_seconds", lambda: next(clock, 100.0))
    transport = LedgerTransport()
    run(log, transport, due(2))
    assert transport.ledger == {"a0@x.example": 1, "a1@x.example": 1}
    assert statuses(log) == {Status.ACCEPTED: 2}
    attempts = {one.attempt for one in log.deliveries()}
    assert {envelope.attempt for batch in transport.calls for envelope in batch.envelopes} == attempts


def test_a_run_that_has_lost_its_lock_sends_nothing_more(log: SendLog, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost:
        def is_ours(self) -> bool:
            return False

        def is_in_place(self) -> bool:
            return True

        def release(self) -> None:
            return None

    monkeypatch.setattr(locks, "take_lock", lambda *_: Lost())
    transport = LedgerTransport()
    steps = run(log, transport, due(3))
    assert transport.calls == []
    assert steps[-1].ended
    assert statuses(log) == {Status.UNSENT: 1}


def test_never_more_in_doubt_than_the_calls_in_flight(log: SendLog) -> None:
    """Each turn records all that has come back before it claims more: seen from the log's own transactions."""
    most = 0
    turn = claims.record_and_claim
    flying: set[str] = set()

    def watched(connection: object, key: object, returned: list[claims.CallOutcomes], *rest: object) -> frozenset[str]:
        nonlocal most
        won = turn(connection, key, returned, *rest)
        flying.difference_update(attempt for one in returned for attempt in one.attempts)
        flying.update(won)
        most = max(most, len(flying))
        return won

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claims, "record_and_claim", watched)
        run(log, LedgerTransport(calls_in_flight=3), due(40), workers=8)
    assert most <= 3
    assert statuses(log) == {Status.ACCEPTED: 40}


def test_addressees_are_taken_as_they_are_needed(log: SendLog) -> None:
    """Memory is flat: when the first call leaves, only what is gathered for the calls in flight has been taken."""
    taken: list[int] = []
    at_call: list[int] = []

    def look(batch: Batch) -> Answer:
        at_call.append(len(taken))
        return accepted(batch)

    run(log, LedgerTransport(batch_size=10, usual=look), lazily(due(500), taken), letter=same_letter)
    assert at_call[0] <= 20
    assert all(later - earlier <= 20 for earlier, later in pairwise(at_call))


def test_a_transport_is_told_when_the_claim_grows_old(log: SendLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "steady_seconds", lambda: 1000.0)
    transport = LedgerTransport()
    run(log, transport, due(1))
    assert [call.leave_before for call in transport.calls] == [1060.0]


def test_a_fault_in_a_transport_is_not_swallowed_and_stays_in_doubt(log: SendLog) -> None:
    def broken(_batch: Batch) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(log, LedgerTransport(script=[accepted], usual=broken), due(5))
    assert statuses(log) == {Status.ACCEPTED: 1, Status.SENDING: 1}


def test_broken_off_it_records_what_the_calls_in_flight_say(log: SendLog) -> None:
    """As when nobody reads on at the other end of a pipe: the fault is the reader's, and no letter's."""
    steps = begun(log, LedgerTransport(), due(6), workers=2)
    next(steps)
    assert statuses(log) == {Status.SENDING: 2}
    steps.close()
    assert statuses(log) == {Status.ACCEPTED: 2}


@pytest.mark.slow
def test_an_answer_that_the_log_missed_for_a_moment_is_recorded_after_all(tmp_path: Path) -> None:
    """The server drops an idle session; the next transaction gets a new one."""
    with open_log(new_database(), tmp_path, create=True) as log:
        with log.reading() as connection:
            session = connection.execute(sa.select(sa.func.pg_backend_pid())).scalar_one()

        def cut(batch: Batch) -> Answer:
            with psycopg.connect(server(), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
            return accepted(batch)

        with pytest.raises(Refused):
            run(log, LedgerTransport(script=[accepted, cut]), due(5))
        assert statuses(log) == {Status.ACCEPTED: 2}


def test_details_and_provider_ids_are_kept(log: SendLog) -> None:
    def with_id(batch: Batch) -> Answer:
        return Answer(tuple(Outcome(Status.ACCEPTED, "202", "abc") for _ in batch.envelopes))

    run(log, LedgerTransport(usual=with_id), due(1))
    (one,) = log.deliveries()
    assert (one.detail, one.provider_id, one.address) == ("202", "abc", MailAddress("a0", "x.example").key)
