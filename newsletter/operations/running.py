"""What a run has for its life: a lock, so that no other run is at work on the same letters, and an event that ends it early."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from newsletter.delivery.log import SendLog
from newsletter.delivery.run import RunLock, take_lock
from newsletter.model.diagnostics import AnotherRun

# A computer that is shut down, a terminal that is closed (SIGHUP, on Windows SIGBREAK): the same wish by other ways.
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


@contextmanager
def hold_lock(log: SendLog, run: str) -> Iterator[RunLock]:
    """The lock of ``run`` for as long as the block lasts; ``AnotherRun`` where another process has it."""
    lock = take_lock(log, run)
    if lock is None:
        raise AnotherRun
    try:
        yield lock
    finally:
        lock.release()


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C sets while letters leave: the calls in flight are waited for, so that no letter is left in doubt.

    A second Ctrl-C changes nothing: each call ends in time.
    """
    stop = threading.Event()

    def set_event(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {one: signal.signal(one, set_event) for one in _SIGNALS if signal.getsignal(one) is not signal.SIG_IGN}  # nohup
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
