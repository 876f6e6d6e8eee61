"""Ctrl-C while letters are leaving: the calls in flight are waited for, so that nobody is left in doubt."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# A computer that is shut down, a terminal that is closed (SIGHUP, on Windows SIGBREAK): the same wish, said by others.
_WISHES = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


@contextmanager
def ends_after_calls_in_flight() -> Iterator[threading.Event]:
    """An event that is set when somebody wishes the run to end. To wish it again changes nothing: each call ends in time."""
    stop = threading.Event()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {wish: signal.signal(wish, asked) for wish in _WISHES if signal.getsignal(wish) is not signal.SIG_IGN}  # nohup
    try:
        yield stop
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)
