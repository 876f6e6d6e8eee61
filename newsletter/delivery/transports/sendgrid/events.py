"""What SendGrid reports afterwards, as values: its webhook's events, saved as JSON, and its lists of suppressed addresses.

Nothing personal is kept of them: of an event the attempt, the kind, the time and the codes of the answer; unknown fields and
kinds are passed over. A letter is known by our own attempt id, because SendGrid's message id is missing from late bounces.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TextIO

from newsletter.delivery.afterwards.events import EventReport, SuppressedAddress, Suppression
from newsletter.delivery.log.send_log import timestamp
from newsletter.delivery.transports.http import Reply, Silence
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.locale import _
from newsletter.model.deliveries import Event
from newsletter.model.diagnostics import Refused
from newsletter.model.via import SendGridVia

KINDS: dict[str, Event | None] = {
    "processed": None,  # proves that it was taken, and tells no more
    "deferred": Event.DELAYED,
    "delivered": Event.DELIVERED,
    "bounce": Event.BOUNCED,
    "dropped": Event.DROPPED,
    "spamreport": Event.COMPLAINED,
    "unsubscribe": Event.UNSUBSCRIBED,
    "group_unsubscribe": Event.UNSUBSCRIBED,
    "open": None,
    "click": None,
}
_LISTS = {
    "bounces": Suppression(Event.BOUNCED),
    "invalid_emails": Suppression(Event.BOUNCED),
    "blocks": Suppression(Event.BOUNCED, drops_later=False),
    "spam_reports": Suppression(Event.COMPLAINED),
    "unsubscribes": Suppression(Event.UNSUBSCRIBED),
}
_PAGE = 500
_CODES = re.compile(r"\b[245]\d\d\b|\b[245]\.\d{1,3}\.\d{1,3}\b")
_ATTEMPT = re.compile(r"[A-Za-z0-9-]{1,64}")
_EARLIEST, _LATEST = 1_000_000_000, 4_000_000_000


def read_events(file: TextIO) -> Iterator[EventReport | None]:
    """The events of a saved file, as it is read: a JSON list, or any number of lists and documents. None for an entry that
    cannot be read; what is no report about a letter of ours is passed over. ``Refused`` where the file is no JSON.
    """
    for one in documents(file):
        if not isinstance(one, dict):
            yield None
        elif report := _report(one):
            yield report


def _report(event: dict[str, Any]) -> EventReport | None:
    attempt, kind = event.get("nl_attempt"), str(event.get("event"))
    at = _moment(event.get("timestamp"))
    if kind not in KINDS or at is None or not isinstance(attempt, str) or not _ATTEMPT.fullmatch(attempt):
        return None
    return EventReport(attempt, KINDS[kind], at, _detail(event), is_read=kind in {"open", "click"})


def _moment(seconds: object) -> str | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not _EARLIEST < seconds < _LATEST:
        return None
    return timestamp(datetime.fromtimestamp(seconds, UTC))


def _detail(event: dict[str, Any]) -> str:
    """Codes alone: the words of a mail server name people."""
    words = " ".join(str(event.get(name) or "") for name in ("status", "reason", "response"))
    return " ".join(dict.fromkeys(_CODES.findall(words)[:4]))


def fetch_lists(via: SendGridVia, key: str) -> tuple[list[SuppressedAddress], list[str]]:
    """Every address that SendGrid holds back or has had bounces of, and a sentence for each list that could not be read."""
    client = open_client(via, key, keep_alive=False)
    found: list[SuppressedAddress] = []
    troubles = []
    for name, suppression in _LISTS.items():
        for offset in range(0, 1_000_000, _PAGE):
            reply = client.call("GET", f"/v3/suppression/{name}?limit={_PAGE}&offset={offset}")
            entries = reply.content if isinstance(reply, Reply) and reply.status == 200 else None
            if not isinstance(entries, list):
                troubles.append(_trouble(name, reply))
                break
            found += _read_list(entries, suppression, name)
            if len(entries) < _PAGE:
                break
    return found, troubles


def _read_list(entries: Sequence[Any], suppression: Suppression, name: str) -> Iterator[SuppressedAddress]:
    for one in entries:
        if isinstance(one, dict) and isinstance(one.get("email"), str) and (at := _moment(one.get("created"))):
            yield SuppressedAddress(one["email"], at, suppression, " ".join([name, _detail(one)]).rstrip())


def _trouble(name: str, reply: Reply | Silence) -> str:
    if isinstance(reply, Silence):
        return _("No contact with SendGrid ({fault}).").format(fault=reply.fault)
    if reply.status in {401, 403}:
        text = _("The key may not read SendGrid's list “{name}” ({status}). Give it the right to read suppressions.")
        return text.format(name=name, status=reply.status)
    return _("SendGrid's list “{name}” could not be read (HTTP {status}).").format(name=name, status=reply.status)


# JSON read as it comes: a saved file of a million events is larger than the memory that it may take.

_AT_A_TIME = 1 << 20
_LONGEST = 1 << 24
"""Signs of one document: SendGrid's posts are less than 768 kB, and an event is a line."""
_BETWEEN = " \t\r\n,"


def documents(file: TextIO, at_a_time: int = _AT_A_TIME) -> Iterator[Any]:
    """Each document of the file, and each entry of its lists. ``Refused`` where it is not JSON, or breaks off."""
    text, start, depth, count = "", 0, 0, 0
    decode, size = json.JSONDecoder().raw_decode, at_a_time
    while True:
        start = _beyond(text, start)
        if start < len(text) and (text[start] == "]" if depth else text[start] == "["):
            depth, start, count = 1 - depth, start + 1, count + 1
            continue
        try:
            one, end = decode(text, start)
        except (ValueError, RecursionError):
            end = len(text)
        if end < len(text):  # what ends where the text does may go on
            yield one
            start, count, size = end, count + 1, at_a_time
            continue
        more = file.read(size) if len(text) - start <= _LONGEST else ""
        if not more:
            break
        text, start, size = text[start:] + more, 0, 2 * size  # a document that needs more is not looked through all too often
    if text[start:].strip():
        yield _last(text[start:])
    if depth or not (count or text[start:].strip()):
        raise _no_json()


def _beyond(text: str, start: int) -> int:
    while start < len(text) and text[start] in _BETWEEN:
        start += 1
    return start


def _last(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _no_json() from None


def _no_json() -> Refused:
    return Refused(
        _("The file is not JSON, or breaks off in the middle."),
        _("Save what SendGrid's Event Webhook has posted, as it came, and try again: nothing is counted twice."),
    )
