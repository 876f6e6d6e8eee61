"""HTTP connections kept between calls, one for each thread: a new one costs two or three journeys before its first byte.

A connection that the other side has closed meanwhile must not be taken for a call whose answer was lost. So it is used again
only soon after, only where its last answer came whole and nothing has come since; and a request that could not be wholly
written to it goes over a new one, because nobody acts on half a request.
"""

import http.client
import re
import selectors
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from newsletter.delivery import steady_clock
from newsletter.delivery.transports.http.connection import Timed

_Selector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""The one that asks once; epoll is made and taken down for each question."""
IDLE_SECONDS = 5.0
"""Servers and what stands between close what is idle, and tell nobody."""


@dataclass(frozen=True, slots=True)
class _Last:
    connection: Timed
    key: object
    answer: http.client.HTTPResponse
    until: float


class Kept:
    """What the threads of one transport hold open. ``close`` is for when no call is in flight."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: set[Timed] = set()
        weakref.finalize(self, _close_all, self._all)  # for whoever forgets to close

    def take(self, key: object) -> Timed | None:
        """This thread's connection, if it is to the same place and as good as new."""
        last: _Last | None = getattr(self._own, "last", None)
        self._own.last = None
        if last is None:
            return None
        if last.key == key and steady_clock.seconds() < last.until and _came_whole(last.answer) and _is_quiet(last.connection):
            return last.connection
        self.drop(last.connection)
        return None

    def put(self, key: object, connection: Timed, answer: http.client.HTTPResponse) -> None:
        """``answer`` may still be read; whether it came whole is seen when the connection is wanted again."""
        if answer.will_close or not 200 <= answer.status < 300:
            self._all.discard(connection)
            if connection.sock is not None:
                connection.sock.close()  # the answer keeps what it needs of it
                connection.sock = None
        else:
            self._all.add(connection)
            self._own.last = _Last(connection, key, answer, steady_clock.seconds() + _idle_seconds(answer))

    def drop(self, connection: Timed) -> None:
        self._all.discard(connection)
        connection.close()

    def close(self) -> None:
        _close_all(self._all)


class Carrier:
    """As much of an ``HTTPConnection`` as urllib asks for, over a kept connection or over a new one that ``make`` makes."""

    sock = None  # urllib closes what stands here after each answer

    def __init__(self, host: str, *, kept: Kept, make: Callable[..., Timed], leave_before: float, **others: Any) -> None:
        self._make: Callable[[], Timed] = partial(make, host, **others)
        self._kept, self._leave_before = kept, leave_before
        self._host = host
        self._tunnel: tuple[tuple[Any, ...], dict[str, Any]] | None = None
        self._connection: Timed | None = None

    def set_debuglevel(self, _level: int) -> None:
        """Nothing of a request is ever printed."""

    def set_tunnel(self, *place: Any, **headers: Any) -> None:
        self._tunnel = (place, headers)

    def request(self, method: str, url: str, body: bytes | None, headers: dict[str, str], **others: Any) -> None:
        headers = {name: value for name, value in headers.items() if name != "Connection"}
        if (kept := self._kept.take(self._key)) is not None:
            self._connection = kept
            kept.begin(self._leave_before)
            with suppress(OSError):
                kept.refuse_what_is_late()
                kept.request(method, url, body, headers, **others)
                return
            self._kept.drop(kept)
        self._connection = new = self._make()
        if self._tunnel:
            place, named = self._tunnel
            new.set_tunnel(*place, **named)
        new.begin(self._leave_before)
        new.request(method, url, body, headers, **others)

    def getresponse(self) -> http.client.HTTPResponse:
        assert self._connection is not None
        answer = self._connection.getresponse()
        self._kept.put(self._key, self._connection, answer)
        return answer

    def close(self) -> None:
        if self._connection is not None:
            self._kept.drop(self._connection)

    @property
    def _key(self) -> object:
        return self._host, repr(self._tunnel)


def _close_all(connections: set[Timed]) -> None:
    while connections:
        connections.pop().close()


def _came_whole(answer: http.client.HTTPResponse) -> bool:
    return answer.isclosed() and answer.length == 0


def _is_quiet(connection: Timed) -> bool:
    """Nothing has come, not even an end."""
    if connection.sock is None:
        return False
    with _Selector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return not selector.select(0)


def _idle_seconds(answer: http.client.HTTPResponse) -> float:
    """Half of what the server says that it will wait, if it says so."""
    said = re.search(r"timeout=([0-9]{1,6})", answer.headers.get("Keep-Alive", ""))
    return min(IDLE_SECONDS, int(said[1]) / 2) if said else IDLE_SECONDS
