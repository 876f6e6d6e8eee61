"""The log as a state machine: runs that die anywhere, answers of every kind, words of people; checked against a ledger.

The law: whoever the server has taken a letter for is never sent another, unless a person has said that it did not arrive; and
nobody whose letter the server may have is due.
"""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newsletter.delivery import SendLog, claims, locks, open_log
from newsletter.delivery.claims import Returned, RunKey, candidate
from newsletter.delivery.keys import key_of
from newsletter.delivery.locks import RunLock
from newsletter.delivery.resolve import Decision, Word, matters, settle
from newsletter.delivery.runs import begin, new_run
from newsletter.delivery.situation import standings
from newsletter.model.deliveries import Outcome, Status
from tests.delivery.ledger import AT, addressee, start

PEOPLE = 2
ANSWERS = {
    # what the client sees: whether the server may have taken the letter
    Status.ACCEPTED: (True,),
    Status.REJECTED: (False,),
    Status.UNSENT: (False,),
    Status.UNKNOWN: (True, False),
}


class LogMachine(RuleBasedStateMachine):
    """``ledger`` is the server's truth; ``flying`` are this run's attempts by addressee."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.ledger: Counter[int] = Counter()
        self.possible: Counter[int] = Counter()  # letters that the server may have taken, as far as we can know
        self.allowed: Counter[int] = Counter()  # of those, how many a person has said did not arrive
        self.refused: set[int] = set()
        self.flying: dict[int, str] = {}
        self.run: RunKey | None = None
        self.lock: RunLock | None = None

    @initialize()
    def open(self) -> None:
        self.log: SendLog = open_log("sqlite:log.sqlite3", Path(self.folder.name), create=True)

    @precondition(lambda self: self.run is None)
    @rule()
    def start_a_run(self) -> None:
        self.run = new_run("2026-q3", is_live=True)
        self.lock = locks.take(self.log, self.run.id)
        assert self.lock is not None
        begin(self.log, start(self.run))

    @precondition(lambda self: self.run is not None)
    @rule(wanted=st.sets(st.integers(0, PEOPLE - 1), min_size=1))
    def claim(self, wanted: set[int]) -> None:
        tickets = {number: candidate(f"f{number:03}", addressee(number).address, claims.new_attempt()) for number in wanted}
        assert self.run is not None
        with self.log.writing() as connection:
            won = claims.turn(connection, self.run, [], list(tickets.values()), AT)
        for number, ticket in tickets.items():
            if ticket.attempt in won:
                assert self.possible[number] == self.allowed[number], "claimed, though the server may have its letter"
                assert number not in self.refused, "claimed, though its address was refused"
                self.possible[number] += 1
                self.flying[number] = ticket.attempt

    @precondition(lambda self: bool(self.flying))
    @rule(data=st.data(), status=st.sampled_from(list(ANSWERS)), recorded=st.booleans())
    def call(self, data: st.DataObject, status: Status, recorded: bool) -> None:
        """The server takes the letter or not; the answer is recorded, or the run dies first."""
        number = data.draw(st.sampled_from(sorted(self.flying)))
        taken = data.draw(st.sampled_from(ANSWERS[status]))
        self.ledger[number] += taken
        attempt = self.flying.pop(number)
        if recorded and status in {Status.REJECTED, Status.UNSENT}:
            self.possible[number] -= 1
        if recorded and status is Status.REJECTED:
            self.refused.add(number)
        assert self.run is not None
        if not recorded:
            self.die()
            return
        with self.log.writing() as connection:
            claims.turn(connection, self.run, [Returned([attempt], [Outcome(status)])], [], AT)

    @precondition(lambda self: self.run is not None)
    @rule()
    def die(self) -> None:
        """Whatever is flying stays as it is in the log."""
        assert self.lock is not None
        self.lock.release()
        self.run, self.lock, self.flying = None, None, {}

    @precondition(lambda self: self.run is None)
    @rule(data=st.data(), decision=st.sampled_from(list(Decision)))
    def say(self, data: st.DataObject, decision: Decision) -> None:
        """A person settles one; somebody who says that it did not arrive answers for it if it did."""
        meant = [one for one in matters(self.log) if one.allows(decision)]
        if not meant:
            return
        matter = data.draw(st.sampled_from(meant))
        assert settle(self.log, [matter], Word(decision, "Kim", "Vet.", AT))
        number = int(matter.association[1:])
        self.allowed[number] += decision is Decision.NOT_ARRIVED
        if decision is Decision.AGAIN:
            self.refused.remove(number)

    @invariant()
    def nobody_twice(self) -> None:
        for number in range(PEOPLE):
            assert self.ledger[number] <= 1 + self.allowed[number]

    @invariant()
    def nobody_lost_and_nobody_said_to_have_what_was_never_taken(self) -> None:
        if not hasattr(self, "log"):
            return
        stands = standings(self.log, "2026-q3", "live", ours=self.run.id if self.run else None)
        for number in range(PEOPLE):
            standing = stands.get(key_of(addressee(number)))
            status = standing.status if standing else None
            if self.ledger[number] > self.allowed[number]:
                assert status in {Status.ACCEPTED, Status.SENDING, Status.UNKNOWN}, (
                    "it has the letter and would be sent another"
                )

    def teardown(self) -> None:
        if self.lock:
            self.lock.release()
        if hasattr(self, "log"):
            self.log.close()
        self.folder.cleanup()


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
