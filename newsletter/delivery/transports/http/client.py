"""Requests to one server, and what became of each: an answer, or a silence that says whether the request had left.

Redirects are not followed, as the key would go with them; proxies are used as urllib does.
"""

import http.client
import json
import math
import ssl
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from newsletter.delivery.transports.http.connection import Limits, TimedConnection, TimedTLSConnection
from newsletter.delivery.transports.http.pool import ConnectionPool
from newsletter.model.urls import split_url

MOST_OF_A_REPLY = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Names of ``headers`` are in lower case; ``body`` may be cut short or be anything."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The body's JSON; None where it is something else, as from a proxy."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def clock(self) -> datetime | None:
        """The other side's time of day when it answered."""
        try:
            moment = parsedate_to_datetime(self.headers.get("date", ""))
        except (ValueError, OverflowError):
            return None
        return moment if moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer. ``never_left``: the request was not wholly written, so that it is not acted on; else it may have arrived."""

    never_left: bool
    cause: Exception

    @property
    def fault(self) -> str:
        """The kind alone, as the text may hold anything."""
        return type(self.cause).__name__


class HttpClient:
    """``base`` is scheme, host and port; ``headers`` go with every request. Without ``keep_alive`` each request has a
    connection of its own. Any number of threads may call at once.
    """

    def __init__(self, base: str, headers: Mapping[str, str], limits: Limits, *, use_proxies: bool, keep_alive: bool) -> None:
        self.limits = limits
        parts = split_url(base)
        assert parts, "read by model.via"
        self._host = parts.netloc
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None  # once: it loads all certificates
        self._proxy = _proxy_for(base) if self._tls and use_proxies else None
        self._headers = {**headers} if keep_alive else {**headers, "Connection": "close"}
        self._keep_alive, self._pool = keep_alive, ConnectionPool()

    def call(self, method: str, path: str, body: bytes | None = None, leave_before: float = math.inf) -> Reply | Silence:
        """Send ``body``, which is JSON, and wait for the answer, whatever its status. A request that could not be wholly
        written over a kept connection goes over a new one. By the steady clock, nothing leaves later than ``leave_before``.
        """
        if (kept := self._pool.take()) is not None:
            reply = self._exchange(kept, method, path, body, leave_before)
            if isinstance(reply, Reply) or not reply.never_left:
                return reply
        return self._exchange(self._new_connection(), method, path, body, leave_before)

    def close(self) -> None:
        self._pool.close()

    def _new_connection(self) -> TimedConnection:
        if self._tls is None:
            return TimedConnection(self._host, limits=self.limits)
        place, headers = self._proxy or (self._host, {})
        connection = TimedTLSConnection(place, limits=self.limits, context=self._tls)
        if self._proxy:
            connection.set_tunnel(self._host, headers=headers)
        return connection

    def _exchange(
        self, connection: TimedConnection, method: str, path: str, body: bytes | None, leave_before: float
    ) -> Reply | Silence:
        headers = self._headers if body is None else {**self._headers, "Content-Type": "application/json"}
        with ExitStack() as undo:
            undo.callback(self._pool.drop, connection)
            try:
                connection.write(method, path, body, headers, leave_before)
            except (OSError, http.client.HTTPException) as cause:
                return Silence(never_left=True, cause=cause)
            try:
                answer = connection.getresponse()
            except (OSError, http.client.HTTPException) as cause:
                return Silence(never_left=False, cause=cause)
            content = b""  # as far as it comes: the status, which is known already, says what happened to the letters
            with answer, suppress(OSError, http.client.HTTPException):
                content = answer.read(MOST_OF_A_REPLY)
            if self._keep_alive:
                undo.pop_all()
                self._pool.put(connection, answer)
        return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, content)


def _proxy_for(base: str) -> tuple[str, dict[str, str]] | None:
    """Host and port of the environment's proxy, and what it alone is told: user and password, if it wants them."""
    request = urllib.request.Request(base)  # noqa: S310 - nothing is opened
    host = request.host
    if proxy := urllib.request.getproxies().get("https"):
        urllib.request.ProxyHandler({}).proxy_open(request, proxy, "https")  # leaves hosts alone that no_proxy names
    credentials = request.get_header("Proxy-authorization")
    return None if request.host == host else (request.host, {"Proxy-Authorization": credentials} if credentials else {})
