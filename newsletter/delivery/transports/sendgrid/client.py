"""The ``sendgrid`` package's client with what it lacks, in one place.

As it is, the package has no timeout (sendgrid-python issue 985), follows a redirect as GET with the key in hand and takes
the 200 for success, and writes key and recipients to its debug log. What is kept of it: host, path and headers of a call.
"""

import http.client
import math
import ssl
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from urllib.error import HTTPError

import python_http_client
import sendgrid

from newsletter.delivery.transports.http.connection import Limits, Timed, TimedTLS
from newsletter.delivery.transports.http.pool import Carrier, Kept
from newsletter.delivery.transports.sendgrid.answer import Reply

MOST_OF_A_REPLY = 1_000_000


def open_client(base: str, key: str, limits: Limits, *, bypass_proxies: bool) -> "Client":
    """A client whose ``client.mail.send.post`` takes a body in JSON and gives a ``Reply`` whatever its status.

    ``urllib.error.URLError`` means that the request was never wholly written, because urllib wraps only that part; any other
    ``OSError`` or ``http.client.HTTPException`` that it may have arrived. That holds only while redirects are off.
    """
    api = sendgrid.SendGridAPIClient(key, host=base)
    kept = Kept()
    opener = make_opener(limits, bypass_proxies=bypass_proxies, kept=kept)
    return Client(_Part(base, api.client.request_headers, version=3).over(opener), kept)


@dataclass(frozen=True, slots=True)
class Client:
    """The package's client, and the connections that it keeps."""

    part: "_Part"
    kept: Kept

    def send(self, body: bytes, leave_before: float) -> Reply:
        """``leave_before`` by the steady clock: what would leave later does not."""
        reply: Reply = self.part.mail.send.post(body, leave_before)
        return reply


class _Request(urllib.request.Request):
    leave_before = math.inf


class _Part(python_http_client.Client):  # type: ignore[misc] # the package has no types
    opener: urllib.request.OpenerDirector

    def over(self, opener: urllib.request.OpenerDirector) -> Self:
        self.opener = opener
        return self

    def _build_client(self, name: str | None = None) -> Self:
        path = [*self._url_path, *([name] if name else [])]
        return type(self)(self.host, self.request_headers, self._version, path).over(self.opener)

    def post(self, request_body: bytes, leave_before: float) -> Reply:
        headers = {**self.request_headers, "Content-Type": "application/json"}
        request = _Request(self._build_url(None), request_body, headers, method="POST")
        request.leave_before = leave_before
        try:
            response = self.opener.open(request)
        except HTTPError as refusal:
            response = refusal
        with response:
            lowered = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status, lowered, what_comes(response))


def what_comes(response: http.client.HTTPResponse | HTTPError) -> bytes:
    """The body as far as it comes: the status, which is known already, says what happened to the letters."""
    try:
        return response.read(MOST_OF_A_REPLY)
    except (OSError, http.client.HTTPException):
        return b""


def make_opener(limits: Limits, *, bypass_proxies: bool, kept: Kept | None = None) -> urllib.request.OpenerDirector:
    """Made once: on Python 3.12 and later each new one loads all certificates. No handler in it follows redirects.

    Connections are kept between calls in ``kept``, where there is one.
    """
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({} if bypass_proxies else None),
        _Plain(limits, kept),
        _Encrypted(limits, kept, ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, limits: Limits, kept: Kept | None) -> None:
        super().__init__()
        self._limits, self._kept = limits, kept

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_way(partial(Timed, limits=self._limits), self._kept, req), req)


class _Encrypted(urllib.request.HTTPSHandler):
    def __init__(self, limits: Limits, kept: Kept | None, context: ssl.SSLContext) -> None:
        super().__init__()
        self._limits, self._kept, self._tls = limits, kept, context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_way(partial(TimedTLS, limits=self._limits), self._kept, req), req, context=self._tls)


def _way(make: Callable[..., Timed], kept: Kept | None, request: urllib.request.Request) -> Any:
    """What urllib takes for the class of its connections."""
    if kept is None:
        return make
    return partial(Carrier, kept=kept, make=make, leave_before=getattr(request, "leave_before", math.inf))
