"""The log as a state machine: runs that die anywhere, letters that wait and are taken back, answers of every kind, events,
words of people, copies put back; checked against a provider's own ledger (``tests.delivery.provider``).

The law: nobody gets a second letter unless a person has said that the first did not arrive; nobody whom a letter reaches is
said to be without, and nobody is said to have what never comes; what has happened stays written down.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newsletter.delivery.afterwards.asking import ask_feed
from newsletter.delivery.afterwards.events import take_events
from newsletter.delivery.afterwards.reports import EventReport, Teller
from newsletter.delivery.afterwards.resolve import OpenDelivery, Resolution, ResolutionRecord, read_open_deliveries, settle
from newsletter.delivery.log import SendLog, open_log, schema
from newsletter.delivery.log.contents import sent_forms
from newsletter.delivery.log.copies import back_up, compare_with_copy, prepare_copy, put_copy_in_place
from newsletter.delivery.log.permission import read_history, receipts_ahead, unknown_receipts
from newsletter.delivery.log.receipts import Receipt
from newsletter.delivery.log.rows import addressee_key
from newsletter.delivery.log.send_log import timestamp
from newsletter.delivery.outgoing.batch import Hold
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.run import claims, locks
from newsletter.delivery.run.claims import CallOutcomes, RunKey, make_candidate
from newsletter.delivery.run.locks import RunLock
from newsletter.delivery.run.start import commit_run, new_run, read_standings
from newsletter.delivery.waiting.recalls import RecallEnding, take_back
from newsletter.delivery.waiting.runs import RECALL_LEAD, read_waiting_runs
from newsletter.model.deliveries import Event, Outcome, Status
from tests.delivery.ledger import addressee, start
from tests.delivery.provider import Cancelling, Killed, Provider, Taken

PEOPLE = 2
ISSUE = "2026-q3"
FATES = {
    # what the client sees, and whether the provider has taken the letter; "late" is when the client has long given up
    "accepted": (Status.ACCEPTED, "taken"),
    "rejected": (Status.REJECTED, "not"),
    "unsent": (Status.UNSENT, "not"),
    "the answer lost": (Status.UNKNOWN, "taken"),
    "the call lost": (Status.UNKNOWN, "not"),
    "taken late": (Status.UNKNOWN, "late"),
    "killed, taken": (None, "taken"),
    "killed, not taken": (None, "not"),
    "killed, taken late": (None, "late"),
}
FATES_OF_SOME = st.lists(st.sampled_from(["accepted", *FATES, "on its way"]), min_size=1, max_size=PEOPLE)
HISTORY = (
    *(schema.run, schema.hold, schema.attempt, schema.outcome),
    *(schema.event, schema.resolution, schema.recall, schema.adoption),
)


class LogMachine(RuleBasedStateMachine):
    """``flying`` are this run's attempts by person; ``released`` those of which a person has said that they did not arrive, and
    ``vouched`` those of which one has said that they did.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.directory = Path(self.folder.name)
        self.provider = Provider()
        self.released: set[str] = set()
        self.vouched: set[str] = set()
        self.flying: dict[int, str] = {}
        self.run: RunKey | None = None
        self.hold: Hold | None = None
        self.lock: RunLock | None = None
        self.receipts: list[Receipt] = []
        self.written: set[tuple[object, ...]] = set()
        self.copies = 0
        self.waited = False

    @initialize(skew=st.integers(-9, 20), waits=st.sampled_from([True, True, False]), fates=FATES_OF_SOME)
    def open(self, skew: int, waits: bool, fates: list[str]) -> None:
        """``skew``: so many minutes is our clock before the provider's."""
        self.skew = timedelta(minutes=skew)
        self.log: SendLog = open_log("sqlite:log.sqlite3", self.directory, create=True)
        self.send(waits, fates, [*range(PEOPLE)], ends=True)

    def now(self) -> datetime:
        return self.provider.now + self.skew

    def at(self) -> str:
        return timestamp(self.now())

    @rule(minutes=st.sampled_from([1, 5, 16, 16, 1500]), arrive=st.booleans())
    def time_passes(self, minutes: int, arrive: bool) -> None:
        self.provider.settled(arrive)
        self.provider.now += timedelta(minutes=minutes)

    @rule(
        waits=st.sampled_from([True, True, False]),
        fates=FATES_OF_SOME,
        order=st.permutations(range(PEOPLE)),
        ends=st.sampled_from([True, True, False]),
    )
    def do_send(self, waits: bool, fates: list[str], order: list[int], ends: bool) -> None:
        self.send(waits, fates, order, ends=ends)

    def send(self, waits: bool, fates: list[str], order: list[int], *, ends: bool) -> None:
        """One turn after the other of a run, which goes on or is begun; a call on its way comes back in a later turn."""
        if self.run is None:
            self.start_a_run(waits)
        self.claim(set(order[: len(fates)]))
        for number, fate in zip(order, fates, strict=False):
            if number in self.flying and self.run is not None and fate != "on its way":
                self.call(number, *FATES[fate])
        if ends and self.run is not None:
            self.die()

    def start_a_run(self, waits: bool) -> None:
        self.run = new_run(ISSUE, is_live=True)
        self.lock = locks.take_lock(self.log, self.run.id)
        assert self.lock is not None
        leaves = max(self.now(), self.provider.now) + timedelta(hours=24)
        self.waited = self.waited or waits
        self.hold = Hold(self.provider.new_batch().batch, leaves) if waits else None
        commit_run(self.log, replace(start(self.run, self.at()), via="sendgrid:", hold=self.hold))
        self.receipts.append(Receipt(ISSUE, self.log.id, self.run.id, "d1", self.at(), ()))

    def claim(self, wanted: set[int]) -> None:
        tickets = {
            number: make_candidate(f"f{number:03}", addressee(number).address, claims.new_attempt()) for number in wanted
        }
        assert self.run is not None
        with self.log.writing() as connection:
            won = claims.record_and_claim(connection, self.run, [], list(tickets.values()), self.at())
        self.flying |= {number: ticket.attempt for number, ticket in tickets.items() if ticket.attempt in won}
        if won:
            marked = self.receipts[-1]
            self.receipts[-1] = replace(marked, attempts=marked.attempts + len(won), last=min(won))

    def call(self, number: int, status: Status | None, taken: str) -> None:
        """The provider takes the letter or not; the answer is recorded, or the run dies first."""
        attempt = self.flying.pop(number)
        hold = self.hold
        letter = Taken(number, attempt, hold.batch if hold else "", self.provider.now, hold.leaves if hold else None)
        if taken == "taken":
            self.provider.take(letter)
        elif taken == "late":
            self.provider.late.append(letter)
        assert self.run is not None
        if status is None:
            self.die()
            return
        with self.log.writing() as connection:
            claims.record_and_claim(connection, self.run, [CallOutcomes([attempt], [Outcome(status)])], [], self.at())

    def die(self) -> None:
        """Whatever is on its way stays as it is in the log."""
        assert self.lock is not None
        self.lock.release()
        self.run, self.hold, self.lock, self.flying = None, None, None, {}

    @precondition(lambda self: self.run is None and self.waited)
    @rule(
        data=st.data(),
        how=st.sampled_from([Cancelling.SEEN] * 5 + [*Cancelling]),
        answers=st.sampled_from([True] * 5 + [False]),
        arrive=st.booleans(),
        copied=st.booleans(),
    )
    def take_back(self, data: st.DataObject, how: Cancelling, answers: bool, arrive: bool, copied: bool) -> None:
        """As ``recall`` and the fence do: lock the run, let it settle, cancel; or die at it."""
        if not (found := read_waiting_runs(self.log, ISSUE)):
            return
        if copied and self.copies < 4:
            self.copy()
        held = data.draw(st.sampled_from(found))
        lock = locks.take_lock(self.log, held.run)
        assert lock is not None
        self.provider.settled(arrive)
        self.provider.cancelling, self.provider.answers = how, answers
        before = self.status_of_all()
        try:
            attempted = take_back(self.log, self.provider, held, Clock(self.now), why="…")
        except Killed:
            return
        finally:
            lock.release()
        in_time = max(self.now(), self.provider.now) <= held.leaves - RECALL_LEAD
        assert (attempted.ending is RecallEnding.TAKEN_BACK) == (answers and in_time and how is Cancelling.SEEN)
        if attempted.ending in {RecallEnding.REFUSED, RecallEnding.TOO_LATE}:
            assert self.status_of_all() == before, "nothing was taken back, so nothing is changed"

    @precondition(lambda self: self.provider.letters)
    @rule(data=st.data(), kind=st.sampled_from([None, Event.DELIVERED, Event.BOUNCED, Event.DELAYED]), times=st.integers(1, 2))
    def hear(self, data: st.DataObject, kind: Event | None, times: int) -> None:
        """Of any letter that it has taken, at any later time, once or more; and of one that nobody knows."""
        letter = data.draw(st.sampled_from(self.provider.letters))
        if (report := self.provider.report(letter, kind)) is None:
            return
        received = take_events(self.log, [EventReport("0" * 32, kind, report.at), *[report] * times], self.at())
        assert (received.others, received.unmatched) == (1, 0)
        now = dict(self.status_of_all().values())
        if now.get(letter.attempt) is Status.ACCEPTED:
            self.released.discard(letter.attempt)
        elif report.has_left:
            assert received.sent_twice or not received.new, "it has left, the log has another: somebody must be told"

    @precondition(lambda self: self.run is None)
    @rule(data=st.data(), decision=st.sampled_from(list(Resolution)))
    def say(self, data: st.DataObject, decision: Resolution) -> None:
        """A person settles one; somebody who says that it did not arrive answers for it if it did."""
        meant = [
            one for one in read_open_deliveries(self.log) if one.allows(decision) and not self.may_still_leave(one, decision)
        ]
        if not meant:
            return
        matter = data.draw(st.sampled_from(meant))
        assert settle(self.log, [matter], ResolutionRecord(decision, "Kim", "Vet.", self.at()))
        (self.vouched if decision is Resolution.ARRIVED else self.released).add(matter.attempt)

    def may_still_leave(self, matter: OpenDelivery, decision: Resolution) -> bool:
        """What ``newsletter resolve`` refuses to call not arrived."""
        return decision is Resolution.NOT_ARRIVED and matter.leaves is not None and matter.leaves > self.at()

    @precondition(lambda self: self.run is None)
    @rule(empty=st.booleans())
    def ask_the_provider(self, empty: bool) -> None:
        """Its record settles what it can; on its word alone nobody answers for anything."""
        self.provider.feed_is_empty = empty
        doubtful = [one for one in read_open_deliveries(self.log) if one.can_be_settled]
        for verdict in list(ask_feed(self.log, self.provider, doubtful, Clock(self.now), str)):
            if verdict.decision:
                assert settle(
                    self.log, [verdict.matter], ResolutionRecord(verdict.decision, Teller.SENDGRID, verdict.reason, self.at())
                )

    @precondition(lambda self: self.copies < 2)
    @rule()
    def copy(self) -> None:
        """Also while letters leave, as a program that copies files would."""
        self.copies += 1
        back_up(self.log, self.directory / f"copy{self.copies}")

    @precondition(lambda self: self.run is None and self.copies)
    @rule(data=st.data())
    def put_back(self, data: st.DataObject) -> None:
        """A copy that costs nothing takes the log's place; one that has forgotten letters may not send."""
        copy = self.directory / f"copy{data.draw(st.integers(1, self.copies))}"
        target = self.directory / "log.sqlite3"
        self.log.close()
        with prepare_copy(copy, target) as duplicate:
            found = compare_with_copy(duplicate, target, self.receipts)
            if not found.loses_something:
                put_copy_in_place(duplicate, target, uuid4().hex)
        with open_log(f"sqlite:{copy.name}", self.directory) as old:
            history = read_history(old, self.receipts)
        if found.lost:
            assert unknown_receipts(self.receipts, history), "it knows less, and would send again"
        else:
            assert not receipts_ahead(self.receipts, history), "it knows every letter"
        self.log = open_log("sqlite:log.sqlite3", self.directory)

    def status_of_all(self) -> dict[int, tuple[str, Status]]:
        """The current attempt and the status of everybody who has a row."""
        return {int(one.association[1:]): (one.attempt, one.status) for one in self.log.deliveries(ISSUE)}

    @invariant()
    def nobody_twice(self) -> None:
        for number in range(PEOPLE):
            assert len([one for one in self.provider.leaving(number) if one.attempt not in self.released]) <= 1

    @invariant()
    def nobody_is_said_to_be_without_who_is_not_and_the_reverse(self) -> None:
        for number, (attempt, status) in self.status_of_all().items() if hasattr(self, "log") else ():
            leaving = {one.attempt for one in self.provider.leaving(number)}
            if leaving - self.released:
                assert status in {Status.ACCEPTED, Status.SENDING, Status.UNKNOWN}, "would be sent another"
            if status is Status.ACCEPTED:
                assert leaving or attempt in self.vouched, "said to have what never comes"

    @invariant()
    def whoever_is_not_settled_is_named(self) -> None:
        if self.run is not None or not hasattr(self, "log"):
            return
        stands = read_standings(self.log, ISSUE, "live")
        named = {int(one.association[1:]) for one in read_open_deliveries(self.log) if one.can_be_settled}
        for number, (_attempt, status) in self.status_of_all().items():
            is_doubtful = status in {Status.UNKNOWN, Status.SENDING}
            assert stands[addressee_key(addressee(number))].is_unresolved == (number in named) == is_doubtful

    @invariant()
    def history_only_grows_and_what_was_taken_back_does_not_count(self) -> None:
        if not hasattr(self, "log"):
            return
        with self.log.reading() as connection:
            now = {(table.name, *row) for table in HISTORY for row in connection.execute(sa.select(table))}
        assert self.written <= now
        self.written = now
        accepted = [status for _attempt, status in self.status_of_all().values() if status is Status.ACCEPTED]
        assert sum(form.letters for form in sent_forms(self.log)) == len(accepted)

    def teardown(self) -> None:
        if self.lock:
            self.lock.release()
        if hasattr(self, "log"):
            self.log.close()
        self.folder.cleanup()


TestLogMachine = pytest.mark.slow(LogMachine.TestCase)
TestLogMachine.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
