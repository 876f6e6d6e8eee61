"""HTTP connections that end in time: a socket's timeout is for each read, and a byte now and then would make a call endless."""

import http
import http.client
import io
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from newsletter.delivery.outgoing import clocks

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


class TimedConnection(http.client.HTTPConnection):
    """``write`` a request, then ``getresponse``: both raise ``TimeoutError`` when a limit is passed, counted from ``write``."""

    idle_until = 0.0
    _pieces: list[bytes] | None = None

    def __init__(self, host: str, *, limits: Limits, **others: Any) -> None:
        super().__init__(host, timeout=limits.each, **others)
        self._limits = limits

    def write(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], leave_before: float) -> None:
        """The whole request, head and body together, over a new connection where there is none yet."""
        self._started = clocks.steady_seconds()
        if self.sock is None:
            self.connect()
        if clocks.steady_seconds() >= min(self._started + self._limits.begin, leave_before):
            raise TimeoutError("the connection came too late")
        pieces = self._pieces = []
        self.request(method, path, body, headers)
        self._pieces = None
        self.send(b"".join(pieces))

    def send(self, data: Any) -> None:
        """The standard library writes head and body by this, and asks a proxy for a tunnel by it while connecting."""
        if self._pieces is not None:
            self._pieces.append(data)
            return
        for start in range(0, len(data), _CHUNK):
            self._limit(self.sock)
            super().send(data[start : start + _CHUNK])

    def response_class(self, sock: socket.socket, **others: Any) -> http.client.HTTPResponse:  # type: ignore[override] # a class there, a function here
        return _FinalAnswer(cast("socket.socket", _TimedReader(sock, self._limit)), **others)

    def _limit(self, sock: socket.socket) -> None:
        """Let the next read or write take no longer than is left."""
        left = self._started + self._limits.whole - clocks.steady_seconds()
        if left <= 0:
            raise TimeoutError("the whole call has taken too long")
        seconds = min(left, self._limits.each)
        if sock.gettimeout() != seconds:  # to say the same again is a call to the system, and the turn of another thread
            sock.settimeout(seconds)


class TimedTLSConnection(TimedConnection, http.client.HTTPSConnection):
    """The same, encrypted; ``context`` says whom it trusts."""


class _FinalAnswer(http.client.HTTPResponse):
    """Passes over every interim answer (RFC 9110 15.2). The standard library takes all but 100 for the last word, and then
    the last word for the answer to the next call.
    """

    def begin(self) -> None:
        super().begin()
        while http.HTTPStatus.SWITCHING_PROTOCOLS < self.status < http.HTTPStatus.OK:
            self.headers = None  # type: ignore[assignment] # as it stands before an answer has been read
            super().begin()


class _TimedReader(io.RawIOBase):
    """As much of a socket as ``HTTPResponse`` asks for, and what it reads from."""

    def __init__(self, sock: socket.socket, limit: Callable[[socket.socket], None]) -> None:
        self._sock, self._limit = sock, limit
        self._raw = sock.makefile("rb", buffering=0)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._limit(self._sock)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
