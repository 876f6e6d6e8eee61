"""Questions to SendGrid about the account, with the limits, the key and the certificates that letters have."""

import http.client
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

from newsletter.delivery.transports.http.connection import limits_of
from newsletter.delivery.transports.sendgrid.answer import Reply
from newsletter.delivery.transports.sendgrid.client import make_opener, what_comes
from newsletter.delivery.transports.via import SendGridVia


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer. ``never_left``: the question was not wholly written; else it may have arrived."""

    never_left: bool
    fault: str


class Api:
    """One question a call; nothing of it is kept between them."""

    def __init__(self, via: SendGridVia, key: str) -> None:
        self._base = via.base
        self.limits = limits_of(via.timeout)
        self._headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        self._opener = make_opener(self.limits, bypass_proxies=via.is_loopback)

    def call(self, method: str, path: str, query: Mapping[str, object] | None = None, body: object = None) -> Reply | Silence:
        url = self._base + path + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        headers = self._headers | ({} if data is None else {"Content-Type": "application/json"})
        request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - via.py chose the host
        try:
            response = self._opener.open(request)
        except HTTPError as refusal:
            response = refusal
        except URLError as fault:
            return Silence(never_left=True, fault=type(fault.reason).__name__)
        except (OSError, http.client.HTTPException) as fault:
            return Silence(never_left=False, fault=type(fault).__name__)
        with response:
            lowered = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status, lowered, what_comes(response))


def content(reply: Reply) -> Any:
    """The JSON of an answer; None where it is something else, as from a proxy."""
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None


def clock_of(reply: Reply) -> datetime | None:
    """The other side's time of day when it answered."""
    try:
        moment = parsedate_to_datetime(reply.headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else None
