"""The ``sendgrid`` package's client with what it lacks, in one place.

As it is, the package has no timeout (sendgrid-python issue 985), follows a redirect as GET with the key in hand and takes
the 200 for success, and writes key and recipients to its debug log. What is kept of it: host, path and headers of a call.
"""

import http.client
import json
import ssl
import urllib.request
from typing import Any, Self
from urllib.error import HTTPError

import python_http_client
import sendgrid

from newsletter.delivery.transports.deadline import Limits, http_handlers
from newsletter.delivery.transports.sendgrid_answer import Reply

MOST_OF_A_REPLY = 1_000_000


def open_client(base: str, key: str, limits: Limits, *, bypass_proxies: bool) -> sendgrid.SendGridAPIClient:
    """A client whose ``send`` takes a plain dict and gives a ``Reply`` whatever its status.

    ``urllib.error.URLError`` means that the request was never wholly written, because urllib wraps only that part; any other
    ``OSError`` or ``http.client.HTTPException`` that it may have arrived. That holds only while redirects are off.
    """
    api = sendgrid.SendGridAPIClient(key, host=base)
    api.client = _Client(base, api.client.request_headers, version=3)
    api.client.opener = make_opener(limits, bypass_proxies=bypass_proxies)
    return api


class _Client(python_http_client.Client):  # type: ignore[misc] # the package has no types
    opener: urllib.request.OpenerDirector

    def _build_client(self, name: str | None = None) -> Self:
        part = type(self)(self.host, self.request_headers, self._version, [*self._url_path, *([name] if name else [])])
        part.opener = self.opener
        return part

    def post(self, request_body: dict[str, Any]) -> Reply:
        data = json.dumps(request_body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {**self.request_headers, "Content-Type": "application/json"}
        request = urllib.request.Request(self._build_url(None), data, headers, method="POST")  # noqa: S310 - via.py chose the host
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


def make_opener(limits: Limits, *, bypass_proxies: bool) -> urllib.request.OpenerDirector:
    """Made once: on Python 3.12 and later each new one loads all certificates. No handler in it follows redirects."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler({} if bypass_proxies else None),
        *http_handlers(limits, ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
