"""Designs that others have, made from ours by changing the log between two runs, and judged by the same judge: were it blind,
these would look as good.

What a log that is written after the call knows of a letter that was on its way when the run died is nothing: here its row is
made ``unsent``. What one that is written before the call takes it for is sent: here ``accepted``.
"""

import shutil
from dataclasses import replace

from newsletter.delivery.log import open_log
from tests.crash.workshop import Workshop
from tests.torture.campaigns import FAULTS, Bench, deadly_at, judged
from tests.torture.tally import Job, Tally


def written_after_the_call(bench: Bench, job: Job) -> Tally:
    return _killed_with(bench, job, "sending", "unsent")


def written_before_the_call(bench: Bench, job: Job) -> Tally:
    return _killed_with(bench, job, "sending", "accepted")


def silence_is_tried_again(bench: Bench, job: Job) -> Tally:
    """As with a retry after a timeout, a cut or a 5xx; nobody is killed."""
    dice, tally = job.dice, Tally(job)
    with bench.issue(job, 24) as shop:
        shop.server.decide = lambda _number: dice.choice(FAULTS) if dice.random() < 0.15 else None
        for _run in range(3):
            shop.run()
            _take(shop, "unknown", "unsent")
        shop.server.decide = lambda _number: None
        return judged(tally, shop)


def a_log_each(bench: Bench, job: Job) -> Tally:
    """Eight processes on copies of one folder: nothing that they share knows who has had what."""
    tally = Tally(job)
    bench.learn(job)
    with bench.issue(job, 24) as shop:
        shops = [replace(shop, directory=shop.directory.with_name(f"{shop.directory.name}-{n}"), codes=[]) for n in range(8)]
        for one in shops:
            shutil.copytree(shop.directory, one.directory)
        running = [(one, one.start()) for one in shops]
        for one, run in running:
            one.ended(run)
        return judged(tally, replace(shops[0], log="sqlite:log.sqlite3"))


def _killed_with(bench: Bench, job: Job, status: str, taken_for: str) -> Tally:
    dice, tally = job.dice, Tally(job)
    bench.learn(job)
    with bench.issue(job, 24) as shop:
        for _kill in range(5):
            deadly_at(shop, dice.randint(0, 3), taken=dice.random() < 0.5)
            _take(shop, status, taken_for)
        return judged(tally, shop)


def _take(shop: Workshop, status: str, taken_for: str) -> None:
    with open_log(shop.log, shop.directory) as log, log.writing() as connection:
        connection.exec_driver_sql(f"UPDATE delivery SET status = '{taken_for}' WHERE status = '{status}'")
