"""What is done to one issue: its runs are hurt in one way or another, then left alone until nothing is left, then judged."""

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from tests.crash.copies import make_copier
from tests.crash.workshop import ISSUE, KILLED, TEXT, Run, Workshop, Zygote, make_workspace
from tests.postgres import new_database
from tests.servers import sendgrid_faults as faults
from tests.servers.sendgrid import SendGridServer
from tests.servers.smtp_faults import FaultySmtpServer, Phase, SmtpFault
from tests.torture.tally import SQLITE, Job, Tally

EQUAL = TEXT.replace("Hej {name}!", "Hej!")
"""A letter that is the same for everybody: all in one call."""
SILENCE = "?timeout=0.4"
"""A trial's server may be silent for so long; the real one for half a minute."""
FAULTS: tuple[faults.Fault, ...] = (
    faults.reset_before_reading,
    faults.close_before_reading,
    faults.read_then_reset,
    faults.accepted_then_reset,
    faults.accepted_then_reset,
    faults.accepted_then_closed,
    faults.accepted_then_stalled,
    faults.accepted_then_cut_status,
    faults.accepted_then_500,
    faults.accepted_without_id,
    faults.internal_error,
    faults.unavailable,
    faults.bad_gateway_html,
    faults.bad_request,
    faults.too_large,
    faults.credits_exceeded,
    faults.redirect(302),
    faults.throttled(-1.0),
    faults.naming(0),
)
SMTP_FAULTS = (
    *(SmtpFault(phase) for phase in Phase),
    *(SmtpFault(phase, "451 4.3.0 try later") for phase in Phase if phase is not Phase.CONTENT),
    *(SmtpFault(phase, "421 4.3.2 closing") for phase in Phase),
    SmtpFault(Phase.RCPT, "550 5.1.1 unknown"),
    SmtpFault(Phase.DOT, takes=True),
    SmtpFault(Phase.DOT, takes=True),
)

FENCE_PLACES = tuple(
    f"{name} {event}"
    for name in (
        *("waiting/runs:read_waiting_runs", "waiting/recalls:wait_until_settled", "waiting/recalls:take_back"),
        *("waiting/recalls:_add_step", "waiting/recalls:_change"),
        *(f"transports/sendgrid/holds:SendGridKeeper.{step}" for step in ("new_batch", "look", "cancel")),
    )
    for event in ("call", "return")
)


class Delivering(SendGridServer):
    """What counts is what leaves in the end: a letter that is cancelled in time does not."""

    @property
    def counts(self) -> Counter[str]:
        return self.leaving


@dataclass
class Bench:
    """What one process fights with. ``postgres`` is a server's URL; ``places`` are learnt once for each database."""

    folder: Path
    zygote: Zygote
    postgres: str
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    usual_seconds: float = 1.0

    @contextmanager
    def issue(self, job: Job, people: int, *, workers: int = 2, text: str = TEXT) -> Iterator[Workshop]:
        """An issue, a log and a server that nobody else has; the folder stays where the judge found something."""
        directory = make_workspace(self.scratch() / "workspace", people, text)
        with Delivering() as server:
            yield Workshop(directory, server, self.zygote, self.log(job), people, workers, way=server.via + SILENCE)

    def scratch(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))

    def log(self, job: Job) -> str:
        return "sqlite:log.sqlite3" if job.database == SQLITE else new_database(self.postgres)

    def learn(self, job: Job) -> dict[str, int]:
        """Every place in the delivery room that a whole run comes to, and how often."""
        if job.database not in self.places:
            with self.issue(job, 8) as shop:
                found = shop.places(self.folder / "places.json")
                begun = time.monotonic()
                shop.run()
                self.usual_seconds = time.monotonic() - begun
            self.places[job.database] = found
        return self.places[job.database]


def at_every_step(bench: Bench, job: Job) -> Tally:
    """Killed as functions of the delivery room are entered and left, one after the other, at the first or a later time."""
    dice, tally = job.dice, Tally(job)
    places = bench.learn(job)
    names = sorted(places)
    with bench.issue(job, 16, workers=dice.choice((1, 2, 4))) as shop:
        for step in range(6):
            place = names[(job.number * 6 + step) % len(names)]
            occasion = dice.choice((1, 1, dice.randint(1, max(1, places[place] // 2))))
            if shop.run(kill=[place, occasion]) == KILLED:
                tally.places.append(place)
        return judged(tally, shop)


def at_random(bench: Bench, job: Job) -> Tally:
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    with bench.issue(job, 24, workers=dice.choice((1, 2, 8))) as shop:
        for _kill in range(8):
            strike(bench, shop, dice)
        return judged(tally, shop)


def under_the_servers_hands(bench: Bench, job: Job) -> Tally:
    """Killed while the server has the request: before or after it has taken the letter. From outside they look the same."""
    dice, tally = job.dice, Tally(job)
    with bench.issue(job, 24, workers=dice.choice((1, 2, 4))) as shop:
        for _kill in range(5):
            deadly_at(shop, dice.randint(0, 3), taken=dice.random() < 0.5)
        return judged(tally, shop)


def with_faults(bench: Bench, job: Job, text: str = TEXT) -> Tally:
    """Killed at random moments while every sixth call goes wrong in one of the ways that calls do."""
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    with bench.issue(job, 24, workers=dice.choice((1, 2, 4)), text=text) as shop:
        shop.server.decide = lambda _number: dice.choice(FAULTS) if dice.random() < 0.15 else None
        for _kill in range(6):
            strike(bench, shop, dice)
        shop.server.decide = lambda _number: None
        return judged(tally, shop)


def in_one_call(bench: Bench, job: Job) -> Tally:
    return with_faults(bench, job, EQUAL)


def eight_at_once(bench: Bench, job: Job) -> Tally:
    """Eight processes over one issue, three times over; about every other is killed, and some calls go wrong."""
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    with bench.issue(job, 40, workers=dice.choice((1, 2))) as shop:
        shop.server.decide = lambda _number: dice.choice(FAULTS) if dice.random() < 0.05 else None
        for _round in range(3):
            running = [shop.start() for _process in range(8)]
            until_taken(shop, shop.server.counts.total() + dice.randint(0, 12), 8 * bench.usual_seconds)
            for run in dice.sample(running, 4):
                time.sleep(dice.uniform(0.0, 0.05))
                run.kill()
            for run in running:
                shop.ended(run)
        shop.server.decide = lambda _number: None
        return judged(tally, shop)


def with_undo(bench: Bench, job: Job) -> Tally:
    """The letters wait at the provider, and what a dead or doubtful run leaves there is taken back whole and sent anew: in the
    end nobody is in doubt. Killed at random, by the server, and at the steps of the taking back itself.
    """
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    with bench.issue(job, 16, workers=dice.choice((1, 2, 4))) as shop:
        shop.options = ("--undo", "30m")
        for _kill in range(5):
            match dice.randrange(3):
                case 0:
                    strike(bench, shop, dice)
                case 1:
                    deadly_at(shop, dice.randint(1, 6), taken=dice.random() < 0.5)
                case _:
                    place = dice.choice(FENCE_PLACES)
                    if shop.run(kill=[place, 1]) == KILLED:
                        tally.places.append(place)
        judged(tally, shop)
        if tally.in_doubt and not tally.wrong:
            tally.wrong = f"{tally.in_doubt} in doubt, though all could be taken back\n{shop.said}"
        return tally


def through_a_mail_server(bench: Bench, job: Job) -> Tally:
    """Killed at random moments, by SMTP, while the server breaks off in every phase of the dialogue."""
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    directory = make_workspace(bench.scratch() / "workspace", 16)
    with FaultySmtpServer() as server:
        shop = Workshop(directory, server, bench.zygote, bench.log(job), 16)
        for _kill in range(6):
            server.faults.clear()
            server.faults.append(dice.choice(SMTP_FAULTS))
            strike(bench, shop, dice)
        server.faults.clear()
        return judged(tally, shop)


def with_old_copies(bench: Bench, job: Job) -> Tally:
    """A copy of the log is taken at a random moment of a run, which may be killed after it, and put back by hand or by
    ``restore`` when it is over. What it does not know must be in doubt, and stay so.
    """
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    with bench.issue(job, 16, workers=dice.choice((1, 2, 4))) as shop:
        old, newest = (make_copier(shop, bench.scratch(), name) for name in ("old", "newest"))
        moment, after, kills = dice.randint(1, 15), dice.uniform(0.0, 0.01), dice.random() < 0.5

        def meanwhile(run: Run) -> None:
            until_taken(shop, moment, 4 * bench.usual_seconds)
            time.sleep(after)
            old.take()
            if kills:
                time.sleep(dice.uniform(0.0, 0.1))
                run.kill()

        shop.run(meanwhile=meanwhile)
        newest.take()
        dice.choice((old.put_back, old.restore))(shop)
        for _time in range(2):
            shop.run()
        shop.newsletter("resolve", ISSUE)
        if shop.run() == 1:
            newest.put_back(shop)
        return judged(tally, shop)


def strike(bench: Bench, shop: Workshop, dice: random.Random, **more: object) -> None:
    """A run that is killed at a random moment of its life, or of the time in which its letters leave."""
    taken = shop.server.counts.total() + dice.randint(0, 8)
    by_letters = dice.random() < 0.5
    delay = dice.uniform(0.0, 0.02) if by_letters else dice.uniform(0.1, 1.1) * bench.usual_seconds

    def meanwhile(run: Run) -> None:
        if by_letters:
            until_taken(shop, taken, 2 * bench.usual_seconds)
        time.sleep(delay)
        run.kill()

    shop.run(meanwhile=meanwhile, **more)


def until_taken(shop: Workshop, letters: int, seconds: float) -> None:
    """Wait until the server has taken so many, but no longer than so many seconds."""
    until = time.monotonic() + seconds
    while shop.server.counts.total() < letters and time.monotonic() < until:
        time.sleep(0.002)


def deadly_at(shop: Workshop, after: int, *, taken: bool, **more: object) -> None:
    """A run that is killed by the server when it has answered ``after`` requests, with or without taking the next letter."""
    running: SimpleQueue[Run] = SimpleQueue()

    def fault(exchange: faults.Exchange) -> None:
        if taken:
            exchange.accept()
        running.get().kill()
        exchange.close()

    assert isinstance(shop.server, SendGridServer)
    shop.server.script(*[None] * after, fault)
    shop.run(meanwhile=running.put, **more)
    shop.server.script_ends()


def judged(tally: Tally, shop: Workshop) -> Tally:
    """Runs until nothing is left that can be sent, then what the judge says."""
    before: Counter[str] | None = None
    code = 0
    for _run in range(12):
        code = shop.run()
        if before == shop.server.counts:
            break
        before = shop.server.counts
    found = shop.verdict()
    tally.runs, tally.kills = len(shop.codes), shop.kills
    tally.letters = shop.server.counts.total()
    tally.twice, tally.lost, tally.in_doubt = found.twice.total(), len(found.lost), len(found.in_doubt)
    expected = 4 if found.in_doubt else 3 if found.refused else 0
    strange = sorted({one for one in shop.codes if one not in {0, 1, 3, 4, KILLED}})
    if not found.is_clean or code != expected or strange:
        tally.wrong = f"{found}\nexit {code}, expected {expected}; {strange}; kept in {shop.directory}\n{shop.said}"
    else:
        shutil.rmtree(shop.directory.parent)
    return tally
