"""The lock that a run holds for its life: who comes while another run has it is told so and ends, with code 3 or higher."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

from newsletter.cli.exits import Exit
from newsletter.cli.output import note
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.delivery.locks import RunLock


@contextmanager
def run_lock(log: "SendLog", run: str, *, beside: "Callable[[], Exit] | None" = None) -> Iterator["RunLock"]:
    """The lock of ``run`` for as long as the block lasts. ``beside`` tells what can be told without it, and with which code."""
    from newsletter.delivery import locks

    lock = locks.take(log, run)
    if lock is None:
        end_for_another_run(beside)
    try:
        yield lock
    finally:
        lock.release()


def end_for_another_run(beside: "Callable[[], Exit] | None" = None) -> NoReturn:
    note(_("Another run is in progress. Wait until it has ended and try again."))
    raise click.exceptions.Exit(beside() if beside else Exit.REMAINING)
