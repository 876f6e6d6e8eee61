"""Bytes that another has made are read within bounds: no bigger, deeper, slower or stranger than their reader can bear.

Each reader of foreign bytes gives its bounds. What is beyond them comes as an ``OSError`` with the file's name, told in
a sentence.
"""

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from newsletter.disk.reading import TooBig, read_whole

T = TypeVar("T")


class TooDeep(OSError):
    """What is in the file lies within itself more often than its reader follows."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


class TooSlow(OSError):
    """To read the file would take more than ``seconds`` of the processor."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        self.seconds = seconds


class NotOfItsKind(OSError):
    """The file is not what its name says; ``fault`` is what its reader stumbled over, and may hold words of the file."""

    def __init__(self, path: Path, fault: Exception) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the reader of one kind of file can bear. ``deepest`` counts levels; ``seconds`` are the processor's, and many times
    what the largest honest file takes. ``broken`` is what the reader raises for a file that is not of its kind.
    """

    bytes: int
    seconds: float
    deepest: int = 50
    broken: tuple[type[Exception], ...] = (ValueError,)


def read_foreign(path: Path, bounds: Bounds, understand: Callable[[bytes], T]) -> T:
    """What ``understand`` makes of the file's bytes; ``OSError`` as ``read_whole`` and ``guard`` have it."""
    data = read_whole(path, bounds.bytes)
    return guard(path, bounds, lambda: understand(data))


def read_json(path: Path, bounds: Bounds) -> Any:
    """The document in the file, UTF-8 with or without its mark, as RFC 8259 has it: every text in it can be written again.
    ``OSError`` as ``read_foreign`` has it.
    """

    def understand(data: bytes) -> Any:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
        if b"\\u" in data:  # half a sign
            json.dumps(document, ensure_ascii=False).encode()
        level = _nested([document])
        for _depth in range(bounds.deepest):
            level = _nested(child for one in level for child in (one.values() if isinstance(one, dict) else one))
        if level:
            raise RecursionError
        return document

    return read_foreign(path, bounds, understand)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _nested(values: Iterable[Any]) -> list[list[Any] | dict[str, Any]]:
    return [value for value in values if isinstance(value, list | dict)]


def guard(path: Path, bounds: Bounds, use: Callable[[], T]) -> T:
    """What ``use`` gives, which is all use of a file's bytes: ``TooDeep``, ``TooSlow``, ``NotOfItsKind``, and ``TooBig`` where
    it does not fit in the memory. Only for what may be broken off anywhere: nothing is written within it.
    """
    watch = _Watch(bounds.seconds)
    try:
        watch.start()
        try:
            return use()
        finally:
            watch.stop()
    except _TimeIsUp:
        watch.stop()  # for the case that it was just being stopped
        raise TooSlow(path, bounds.seconds) from None
    except RecursionError:
        raise TooDeep(path) from None
    except MemoryError:
        raise TooBig(path, bounds.bytes) from None
    except bounds.broken as fault:
        raise NotOfItsKind(path, fault) from None


class _TimeIsUp(BaseException):
    """Raised in the reader from outside; no ``except Exception`` of a library takes it for its own."""


_A_MOMENT = 0.05
_AGAIN = 1.0
"""Seconds until it is raised once more in a reader that goes on."""


class _Watch:
    """Breaks the reader off when it has used its time.

    A signal would do it on the main thread of POSIX alone, and the preview reads on other threads, and Windows has none. So
    another thread asks the interpreter to raise it here, as it would an interruption from the keyboard: between two steps of
    Python. What one step in C may take is bounded by the size. The processor's time counts, so that a laptop that sleeps, or is
    busy with others, refuses nothing; it is that of all threads, of which others seldom have much to do meanwhile.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._reader = threading.get_ident()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """After this nothing is raised any more; what was about to be may be raised out of it."""
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        ends, pause = time.process_time() + self._seconds, self._seconds
        while not self._is_over.wait(max(pause, _A_MOMENT)):
            pause = ends - time.process_time()
            if pause <= 0:
                _raise_in(self._reader)
                pause = _AGAIN


def _raise_in(thread: int) -> None:
    import ctypes  # noqa: PLC0415 - a command that reads nothing evil has no need of it

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_TimeIsUp))
