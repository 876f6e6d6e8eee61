"""HTTP connections that end in time: a socket's timeout is for each read, and a byte now and then would make a call endless."""

import http
import http.client
import io
import math
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from newsletter.delivery import steady_clock

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 262_144


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: how long one read or write may take, the whole call, and what comes before its first byte. Suspend included:
    after a night's sleep a call must not go on, and certainly not begin.
    """

    each: float = 30.0
    whole: float = 90.0
    begin: float = 50.0

    @property
    def settle(self) -> float:
        """So long after a call has been given up, the other side no longer begins to act on it."""
        return 2 * self.each


def limits_of(timeout: float | None) -> Limits:
    """The usual limits, or shorter ones for a server on this machine that may be silent for ``timeout`` seconds."""
    return Limits() if timeout is None else Limits(each=timeout, whole=3 * timeout)


class Timed(http.client.HTTPConnection):
    """Raises ``TimeoutError`` when a limit is passed; ``begin`` before each call."""

    def __init__(self, host: str, *, limits: Limits, **others: Any) -> None:
        others["timeout"] = limits.each
        super().__init__(host, **others)
        self._limits = limits
        self._head: bytes | None = None
        self.begin()

    def begin(self, leave_before: float = math.inf) -> None:
        self._started = steady_clock.seconds()
        self._leave_before = min(self._started + self._limits.begin, leave_before)

    def refuse_what_is_late(self) -> None:
        if steady_clock.seconds() >= self._leave_before:
            raise TimeoutError("the connection came too late")

    def request(self, method: str, url: str, body: Any = None, *others: Any, **more: Any) -> None:
        self._head = b"" if body else None
        super().request(method, url, body, *others, **more)

    def connect(self) -> None:
        waiting, self._head = self._head, None  # a tunnel is asked for in between
        super().connect()
        self._head = waiting
        self.refuse_what_is_late()

    def send(self, data: Any) -> None:
        """The head waits for its body: they leave together."""
        if self.sock is None:
            self.connect()
        if self._head == b"":
            self._head = data
            return
        if self._head:
            data, self._head = self._head + data, None
        for start in range(0, len(data), _CHUNK):
            _wait_at_most(self.sock, self._left())
            super().send(data[start : start + _CHUNK])

    def response_class(self, sock: socket.socket, **others: Any) -> http.client.HTTPResponse:  # type: ignore[override] # a class there, a function here
        return _Final(cast("socket.socket", _Source(sock, self._left)), **others)

    def _left(self) -> float:
        left = self._started + self._limits.whole - steady_clock.seconds()
        if left <= 0:
            raise TimeoutError("the whole call has taken too long")
        return min(left, self._limits.each)


def _wait_at_most(sock: socket.socket, seconds: float) -> None:
    if sock.gettimeout() != seconds:  # to say the same again is a call to the system, and the turn of another thread
        sock.settimeout(seconds)


class TimedTLS(Timed, http.client.HTTPSConnection):
    pass


class _Final(http.client.HTTPResponse):
    """Passes over every interim answer (RFC 9110 15.2). The standard library takes all but 100 for the last word, and then
    the last word for the answer to the next call.
    """

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc] # typeshed knows only what is public
        is_interim = http.HTTPStatus.SWITCHING_PROTOCOLS < status < http.HTTPStatus.OK
        return version, http.HTTPStatus.CONTINUE if is_interim else status, reason


class _Source:
    """As much of a socket as ``HTTPResponse`` asks for."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._left))


class _Reader(io.RawIOBase):
    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        _wait_at_most(self._sock, self._left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
