"""What an answer of SendGrid's Email Logs says: pages of letters in short, and one letter in detail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsletter.delivery.afterwards.matching import hash_text
from newsletter.delivery.transports.http import Reply
from newsletter.delivery.transports.http.client import MOST_OF_A_REPLY
from newsletter.delivery.transports.redaction import redact
from newsletter.delivery.transports.sendgrid.events import read_event, read_moment
from newsletter.delivery.waiting.provider import RecordEntry

_AS_EVENTS = {
    "processed": "processed",
    "delivered": "delivered",
    "deferred": "deferred",
    "dropped": "dropped",
    "bounced": "bounce",
    "blocked": "blocked",
}
"""The record's words for what has become of a letter, as the events' names."""
_DROPPED = {"drop": "dropped", "cancel_drop": "dropped"}


@dataclass(frozen=True, slots=True)
class LoggedLetter:
    """A letter as a page has it. ``hash`` is its address as the log knows it."""

    id: str
    hash: str = field(repr=False)
    created: datetime
    entry: RecordEntry

    def is_of_call(self, provider_id: str | None) -> bool:
        """Each letter of a call has the call's id, a full stop, and more."""
        return provider_id is not None and (self.id == provider_id or self.id.startswith(f"{provider_id}."))


@dataclass(frozen=True, slots=True)
class Page:
    """``letters`` that could be read, of ``count``; more than fits is ``is_cut``."""

    letters: Sequence[LoggedLetter]
    count: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """Whose letter it is, by our own id, empty where it has none; and all that has happened to it."""

    attempt: str
    entries: Sequence[RecordEntry]


def read_page(reply: Reply) -> Page | None:
    """None where the answer is something else. One that was longer than is read of any answer is a full page."""
    if len(reply.body) >= MOST_OF_A_REPLY:
        return Page((), 0, is_cut=True)
    found = reply.content
    messages = found.get("messages") if isinstance(found, dict) else None
    if not isinstance(messages, list):
        return None
    return Page(tuple(one for message in messages if (one := _letter(message))), len(messages))


def _letter(message: Any) -> LoggedLetter | None:
    if not isinstance(message, dict):
        return None
    identity, address, status = message.get("sg_message_id"), message.get("to_email"), message.get("status")
    at = read_moment(message.get("sg_message_id_created_at"))
    if not (isinstance(identity, str) and isinstance(address, str) and isinstance(status, str) and identity and at):
        return None
    short = {"event": _AS_EVENTS.get(status), "reason": message.get("reason")}
    key, entry = hash_text(address), _entry(short, at, status)
    return LoggedLetter(identity, key, datetime.fromisoformat(at), entry) if key and entry else None


def _entry(event: dict[str, Any], at: str, status: str) -> RecordEntry | None:
    read = read_event({**event, "email": "-", "nl_attempt": "", "timestamp": at})
    if read is None:
        return None
    return RecordEntry(redact(status), read.at, read.kind, read.cause, read.detail, is_read=read.is_read)


def read_detail(reply: Reply) -> Detail | None:
    found = reply.content
    if reply.status != 200 or not isinstance(found, dict):
        return None
    events = [one for one in found["events"] if isinstance(one, dict)] if isinstance(found.get("events"), list) else []
    attempt = next((one for given in (found, *events) if (one := _own_id(given))), "")
    entries = [entry for event in events if (entry := _event(event))]
    return Detail(attempt, sorted(entries, key=lambda one: one.at))


def _own_id(given: dict[str, Any]) -> str:
    own = given.get("custom_args")
    found = own.get("nl_attempt") if isinstance(own, dict) else None
    return found if isinstance(found, str) else ""


def _event(event: dict[str, Any]) -> RecordEntry | None:
    kind, at = event.get("event"), read_moment(event.get("timestamp"))
    if not isinstance(kind, str) or at is None:
        return None
    return _entry({**event, "event": _DROPPED.get(kind, kind)}, at, kind)
