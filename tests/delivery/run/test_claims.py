"""The two transitions, on both databases: what is claimed is claimed once, and a late writer changes nothing."""

import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsletter.delivery.log import SendLog, open_log
from newsletter.delivery.log.schema import attempt, delivery, outcome
from newsletter.delivery.run import claims
from newsletter.delivery.run.claims import CallOutcomes, Candidate, RunKey, make_candidate
from newsletter.delivery.run.start import commit_run, new_run
from newsletter.model.deliveries import Outcome, Status
from tests.delivery.ledger import AT, addressee, start
from tests.postgres import new_database


@pytest.fixture
def key(log: SendLog) -> RunKey:
    return another_run(log)


def another_run(log: SendLog) -> RunKey:
    key = new_run("2026-q3", is_live=True)
    commit_run(log, start(key))
    return key


def candidates(*numbers: int) -> list[Candidate]:
    return [make_candidate(f"f{number}", addressee(number).address, claims.new_attempt()) for number in numbers]


def claim(log: SendLog, key: RunKey, wanted: list[Candidate]) -> frozenset[str]:
    with log.writing() as connection:
        return claims.record_and_claim(connection, key, [], wanted, AT)


def record(log: SendLog, won: Iterable[str], status: Status) -> None:
    returned = [CallOutcomes([attempt], [Outcome(status, "d", "p")]) for attempt in won]
    with log.writing() as connection:
        claims.record_and_claim(connection, RunKey("-", "-", "-"), returned, [], AT)


def stands(log: SendLog) -> dict[str, str]:
    return {one.association: one.status for one in log.deliveries()}


def test_a_claim_wins_what_is_free_and_nothing_else(log: SendLog, key: RunKey) -> None:
    first = candidates(1, 2)
    assert set(claim(log, key, first)) == {one.attempt for one in first}
    second = candidates(1, 2, 3)
    assert set(claim(log, key, second)) == {second[2].attempt}
    assert stands(log) == {"f1": "sending", "f2": "sending", "f3": "sending"}


@pytest.mark.parametrize("status", [Status.UNSENT, Status.RECALLED])
def test_what_provably_was_not_accepted_can_be_claimed_again(log: SendLog, key: RunKey, status: Status) -> None:
    record(log, claim(log, key, candidates(1)), status)
    again = candidates(1)
    assert set(claim(log, another_run(log), again)) == {again[0].attempt}
    assert stands(log) == {"f1": "sending"}


@pytest.mark.parametrize("status", [Status.SENDING, Status.ACCEPTED, Status.REJECTED, Status.UNKNOWN])
def test_nothing_else_can_be_claimed_again(log: SendLog, key: RunKey, status: Status) -> None:
    won = claim(log, key, candidates(1))
    if status is not Status.SENDING:
        record(log, won, status)
    assert claim(log, another_run(log), candidates(1)) == frozenset()
    assert stands(log) == {"f1": str(status)}


def test_a_late_writer_cannot_overwrite_a_newer_attempt_but_is_remembered(log: SendLog, key: RunKey) -> None:
    old = claim(log, key, candidates(1))
    with log.writing() as connection:  # somebody has settled it, and a new attempt is under way
        connection.execute(delivery.update().values(status="unsent"))
    new = claim(log, another_run(log), candidates(1))
    record(log, old, Status.ACCEPTED)
    assert stands(log) == {"f1": "sending"}
    record(log, new, Status.REJECTED)
    assert stands(log) == {"f1": "rejected"}
    with log.reading() as connection:
        history = {row.attempt: row.status for row in connection.execute(sa.select(outcome))}
    assert history == {next(iter(old)): "accepted", next(iter(new)): "rejected"}


def test_an_outcome_is_written_once_and_every_attempt_is_kept(log: SendLog, key: RunKey) -> None:
    for _time in range(3):
        record(log, claim(log, key, candidates(1)), Status.UNSENT)
    with log.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(attempt)).scalar() == 3
        assert connection.execute(sa.select(sa.func.count()).select_from(delivery)).scalar() == 1


def test_one_address_in_two_associations_is_two_deliveries(log: SendLog, key: RunKey) -> None:
    same = addressee(1).address
    wanted = [make_candidate("arvika", same, claims.new_attempt()), make_candidate("eda", same, claims.new_attempt())]
    assert len(claim(log, key, wanted)) == 2


def test_an_address_is_the_same_whatever_its_capitals(log: SendLog, key: RunKey) -> None:
    claim(log, key, [make_candidate("eda", addressee(1).address.__class__("Kim", "x.example"), claims.new_attempt())])
    again = [make_candidate("eda", addressee(1).address.__class__("kim", "x.example"), claims.new_attempt())]
    assert claim(log, key, again) == frozenset()


def test_realms_and_issues_do_not_know_of_each_other(log: SendLog, key: RunKey) -> None:
    claim(log, key, candidates(1))
    rehearsal = new_run("2026-q3", is_live=False)
    commit_run(log, start(rehearsal))
    assert len(claim(log, rehearsal, candidates(1))) == 1
    other = new_run("2026-q4", is_live=True)
    commit_run(log, start(other))
    assert len(claim(log, other, candidates(1))) == 1


@pytest.mark.slow
def test_thousands_in_one_claim(log: SendLog, key: RunKey) -> None:
    won = claim(log, key, candidates(*range(20_000)))  # 60,000 values; PostgreSQL takes 65,535 parameters, SQLite 32,766
    record(log, won, Status.ACCEPTED)
    assert set(stands(log).values()) == {"accepted"}


@pytest.mark.slow
def test_runs_that_claim_the_same_people_in_any_order_win_each_once_and_never_block_in_a_ring(tmp_path: Path) -> None:
    url = new_database()
    with open_log(url, tmp_path, create=True) as log:
        keys = [another_run(log) for _run in range(4)]
    won: list[set[tuple[str, str]]] = []

    def work(key: RunKey, order: list[int]) -> None:
        with open_log(url, tmp_path, create=True) as log:
            back: frozenset[str] = frozenset()
            for place in range(0, len(order), 10):
                wanted = candidates(*order[place : place + 10])
                with log.writing() as connection:
                    returned = [CallOutcomes([one], [Outcome(Status.UNSENT)]) for one in back]
                    back = claims.record_and_claim(connection, key, returned, wanted, AT)
                won.append({(one.association, key.id) for one in wanted if one.attempt in back})

    people = list(range(200))
    orders = [people, people[::-1], people[100:] + people[:100], people[::2] + people[1::2]]
    threads = [threading.Thread(target=work, args=pair) for pair in zip(keys, orders, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    everything = {association for some in won for association, _run in some}
    assert everything == {f"f{number}" for number in people}


def test_a_whole_call_is_recorded_at_once_and_nobody_else_with_it(log: SendLog, key: RunKey) -> None:
    """Neighbours are named by the first and the last; another call of the same turn, and another run, stay as they are."""
    attempts = claims.new_attempts(90)
    wanted = [make_candidate(f"f{number:02}", addressee(number).address, one) for number, one in enumerate(attempts)]
    other = another_run(log)
    with log.writing() as connection:
        assert claims.record_and_claim(connection, key, [], wanted[:60], AT) == set(attempts[:60])
        assert claims.record_and_claim(connection, other, [], wanted[60:], AT) == set(attempts[60:])
    accepted = CallOutcomes(attempts[:30], [Outcome(Status.ACCEPTED, "d", "p")] * 30)
    with log.writing() as connection:
        claims.record_and_claim(connection, key, [accepted], [], AT)
        claims.record_and_claim(connection, other, [CallOutcomes(attempts[60:], [Outcome(Status.UNKNOWN)] * 30)], [], AT)
    assert list(stands(log).values()) == ["accepted"] * 30 + ["sending"] * 30 + ["unknown"] * 30
    assert {(one.detail, one.provider_id) for one in log.deliveries() if one.status == "accepted"} == {("d", "p")}


def test_ids_of_attempts_are_neighbours_and_come_in_the_order_of_time() -> None:
    batches = [claims.new_attempts(count) for count in (1, 70_000, 20)]
    every = [one for batch in batches for one in batch]
    assert [sorted(batch) for batch in batches] == [list(batch) for batch in batches]
    assert len(set(every)) == len(every)
    assert {len(one) for one in every} == {32}
    assert all(one.isalnum() for one in every)


@pytest.mark.slow
@pytest.mark.parametrize("held", ["free", "another's"])
def test_a_claim_reads_no_table_through_however_long_the_log_has_grown(held: str) -> None:
    """On PostgreSQL, and before it has ever counted what is in its tables: else a million letters take hours."""
    with open_log(new_database(), Path(), create=True) as log:
        key = another_run(log)
        for first in range(0, 12_000, 1000):
            claim(log, key, neighbours(first))
        before = read_through(log)
        wanted = neighbours(12_000 if held == "free" else 11_000)
        won = claim(log, another_run(log), wanted)
        assert won == ({one.attempt for one in wanted} if held == "free" else set())
        assert read_through(log) == before


def neighbours(first: int) -> list[Candidate]:
    """The thousand of one call."""
    return [
        make_candidate(f"f{number}", addressee(number).address, attempt)
        for number, attempt in enumerate(claims.new_attempts(1000), start=first)
    ]


def read_through(log: SendLog) -> dict[str, int]:
    """How many rows have been read by going through a whole table."""
    with log.writing() as connection:
        connection.execute(sa.text("SELECT pg_stat_force_next_flush()"))
    with log.reading() as connection:
        found = connection.execute(
            sa.text(
                "SELECT relname, seq_tup_read FROM pg_stat_user_tables"
                " WHERE schemaname = current_schema() AND relname IN ('address', 'delivery', 'attempt', 'outcome')"
            )
        )
        return {row.relname: row.seq_tup_read for row in found}
