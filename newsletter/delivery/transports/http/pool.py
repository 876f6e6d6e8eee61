"""HTTP connections kept between calls, one for each thread: a new one costs two or three journeys before its first byte.

A connection that the other side has closed meanwhile must not be taken for a call whose answer was lost. So it is used again
only soon after, only where its last answer came whole and nothing has come since.
"""

import http.client
import re
import selectors
import socket
import threading
import weakref

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.transports.http.connection import TimedConnection

_Selector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""The one that asks once; epoll is made and taken down for each question."""
IDLE_SECONDS = 5.0
"""Servers and what stands between close what is idle without saying so."""


class ConnectionPool:
    """The open connections of one client, all to the same place. ``close`` is for when no call is in flight."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._open: set[TimedConnection] = set()
        weakref.finalize(self, _close_all, self._open)  # for a caller that forgets to close

    def take(self) -> TimedConnection | None:
        """This thread's connection, if it is as good as new."""
        connection: TimedConnection | None = vars(self._own).pop("idle", None)
        if connection is None or (clocks.steady_seconds() < connection.idle_until and _is_quiet(connection.sock)):
            return connection
        self.drop(connection)
        return None

    def put(self, connection: TimedConnection, answer: http.client.HTTPResponse) -> None:
        """Keep it for this thread's next call, if the answer, which has been read, came whole and is no reason for doubts."""
        if 200 <= answer.status < 300 and not answer.will_close and answer.isclosed() and answer.length == 0:
            connection.idle_until = clocks.steady_seconds() + _idle_seconds(answer)
            self._own.idle = connection
            self._open.add(connection)
        else:
            self.drop(connection)

    def drop(self, connection: TimedConnection) -> None:
        self._open.discard(connection)
        connection.close()

    def close(self) -> None:
        _close_all(self._open)


def _close_all(connections: set[TimedConnection]) -> None:
    while connections:
        connections.pop().close()


def _is_quiet(sock: socket.socket | None) -> bool:
    """It is open, and nothing has come, not even an end."""
    if sock is None:
        return False
    with _Selector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return not selector.select(0)


def _idle_seconds(answer: http.client.HTTPResponse) -> float:
    """Half of what the server says that it will wait, if it says so."""
    said = re.search(r"timeout=([0-9]{1,6})", answer.headers.get("Keep-Alive", ""))
    return min(IDLE_SECONDS, int(said[1]) / 2) if said else IDLE_SECONDS
