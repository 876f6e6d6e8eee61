"""A transport with a ledger of its own, for tests of the engine: it takes letters or answers as it is told."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newsletter.delivery.log import SendLog
from newsletter.delivery.outgoing.batch import Answer, Batch, SenderIdentity, Then
from newsletter.delivery.run import locks
from newsletter.delivery.run.calls import group_by_letter
from newsletter.delivery.run.claims import RunKey
from newsletter.delivery.run.engine import Progress, RunSetup, deliver
from newsletter.delivery.run.start import RunStart, commit_run, new_run
from newsletter.letter import Letter
from newsletter.model.addresses import MailAddress
from newsletter.model.choices import Format
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.recipients import Addressee, Numbered

NOW = datetime(2026, 9, 10, 8, tzinfo=UTC)
AT = "2026-09-10T08:00:00.000Z"
SENDER = SenderIdentity(
    "Regiongruppen",
    MailAddress("rapport", "grupp.example"),
    MailAddress("svar", "grupp.example"),
    "rapport.grupp.example",
    MailAddress("svar", "grupp.example"),
)

Answering = Callable[[Batch], Answer]


def all_of(status: Status, then: Then = Then.CONTINUE, *, wait: float = 0.0, reason: str = "") -> Answering:
    """The same for every addressee of the batch."""
    return lambda batch: Answer((Outcome(status),) * len(batch.envelopes), then, wait, reason)


accepted = all_of(Status.ACCEPTED)
unknown = all_of(Status.UNKNOWN)
unsent = all_of(Status.UNSENT)


def rejecting(*addresses: str) -> Answering:
    """As a 400 that names addressees: they are rejected and the others go again at once; 202 when none is named."""

    def answer(batch: Batch) -> Answer:
        bad = [envelope.to.wire in addresses for envelope in batch.envelopes]
        if not any(bad):
            return accepted(batch)
        return Answer(tuple(Outcome(Status.REJECTED if one else Status.UNSENT) for one in bad), Then.AGAIN)

    return answer


@dataclass
class LedgerTransport:
    """Answers from ``script`` first, then always ``usual``. The ledger counts what the answers say was accepted."""

    script: Iterable[Answering] = ()
    usual: Answering = accepted
    batch_size: int = 1
    calls_in_flight: int = 8
    is_live: bool = True
    is_trial: bool = False
    ledger: Counter[str] = field(default_factory=Counter)
    calls: list[Batch] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._script = deque(self.script)
        self._lock = threading.Lock()

    def send(self, batch: Batch) -> Answer:
        with self._lock:
            self.calls.append(batch)
            answer = (self._script.popleft() if self._script else self.usual)(batch)
            for envelope, outcome in zip(batch.envelopes, answer.outcomes, strict=True):
                if outcome.status is Status.ACCEPTED:
                    self.ledger[envelope.to.wire] += 1
        return answer

    def close(self) -> None:
        return None


def addressee(number: int, association: str = "") -> Addressee:
    name = association or f"f{number:03}"
    return Addressee(name, f"Föreningen {name}", "Sunne", MailAddress(f"a{number}", "x.example"), ("Kim",), Format.HTML)


def due(count: int) -> list[Numbered]:
    return [Numbered(addressee(number), 1) for number in range(count)]


def same_letter(_addressee: Addressee) -> Letter:
    return Letter("Rapport", "<p>Hej</p>", "Hej\n", ())


def own_letter(one: Addressee) -> Letter:
    return Letter("Rapport", f"<p>{one.association_name}</p>", f"{one.association_name}\n", ())


def start(key: RunKey, at: str = AT, digest: str = "d1", *, is_trial: bool = False) -> RunStart:
    return RunStart(key, "smtp://x", is_trial, digest, {"subject": "Rapport"}, (), at)


def run(
    log: SendLog,
    transport: LedgerTransport,
    people: Iterable[Numbered],
    *,
    letter: Callable[[Addressee], Letter] = own_letter,
    workers: int = 1,
    stop: threading.Event | None = None,
    key: RunKey | None = None,
) -> list[Progress]:
    """A whole live run of issue 2026-q3, with its lock and its row."""
    return list(begun(log, transport, people, letter=letter, workers=workers, stop=stop, key=key))


def begun(
    log: SendLog,
    transport: LedgerTransport,
    people: Iterable[Numbered],
    *,
    letter: Callable[[Addressee], Letter] = own_letter,
    workers: int = 1,
    stop: threading.Event | None = None,
    key: RunKey | None = None,
) -> Generator[Progress]:
    """As ``run``, step by step; whoever takes the steps may close it."""
    key = key or new_run("2026-q3", is_live=True)
    lock = locks.take_lock(log, key.id)
    assert lock is not None
    commit_run(log, start(key))
    means = RunSetup(log, lock, transport, key, SENDER, letter, lambda: NOW, stop or threading.Event(), workers)
    try:
        yield from deliver(means, group_by_letter(people, letter, transport.batch_size))
    finally:
        lock.release()


def statuses(log: SendLog, issue: str = "2026-q3") -> Counter[Status]:
    return Counter(one.status for one in log.deliveries(issue))


def lazily(people: Iterable[Numbered], taken: list[int]) -> Iterator[Numbered]:
    for one in people:
        taken.append(len(taken))
        yield one
