"""What SendGrid reports afterwards, as values: what its webhook posts, saved in files or received, and its lists of suppressed
addresses.

Nothing personal is kept of them: of an event the attempt, the kind, the cause, the time and the codes of the answer. A letter
is known by our own attempt id; where that is missing, as from late bounces, by address and time (``afterwards.matching``).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from newsletter.delivery.afterwards.lists import ListedAddress, ListMeaning
from newsletter.delivery.afterwards.reports import EventReport
from newsletter.delivery.log.send_log import timestamp
from newsletter.delivery.outgoing.codes import cause_of_bounce, codes_of
from newsletter.delivery.transports.http import Reply, Silence
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.delivery.transports.sendgrid.json_stream import documents
from newsletter.locale import _
from newsletter.model.deliveries import Cause, Event
from newsletter.model.via import SendGridVia

KINDS: dict[str, Event | None] = {
    "processed": None,  # proves that it was taken, and tells no more
    "deferred": Event.DELAYED,
    "delivered": Event.DELIVERED,
    "bounce": Event.BOUNCED,
    "blocked": Event.BOUNCED,
    "dropped": Event.DROPPED,
    "spamreport": Event.COMPLAINED,
    "unsubscribe": Event.UNSUBSCRIBED,
    "group_unsubscribe": Event.UNSUBSCRIBED,
    "open": None,
    "click": None,
}
_LISTS = {
    "bounces": ListMeaning(Event.BOUNCED, Cause.DEAD),
    "invalid_emails": ListMeaning(Event.BOUNCED, Cause.DEAD),
    "blocks": ListMeaning(Event.BOUNCED, None, drops_later=False),
    "spam_reports": ListMeaning(Event.COMPLAINED, Cause.COMPLAINED),
    "unsubscribes": ListMeaning(Event.UNSUBSCRIBED, Cause.UNSUBSCRIBED),
}
_DROPPED_AS = (
    ("unsubscribed", Cause.UNSUBSCRIBED),
    ("spam reporting", Cause.COMPLAINED),
    ("bounced address", Cause.DEAD),
    ("invalid", Cause.DEAD),
)
"""The reasons of SendGrid's drops, a short fixed list: Unsubscribed Address, Spam Reporting Address, Bounced Address, Invalid.
The others say nothing of the address (Spam Content, Recipient List over Package Quota, Invalid SMTPAPI header).
"""
_PAGE = 500
_ATTEMPT = re.compile(r"[A-Za-z0-9-]{1,64}")
_EARLIEST, _LATEST = 1_000_000_000, 4_000_000_000


def read_events(file: TextIO) -> Iterator[EventReport | None]:
    """The events of a saved file or of one post of the webhook, as it is read: a JSON list, or any number of lists and
    documents, also wrapped in another. None for an entry that cannot be read. ``Refused`` where the file is no JSON.
    """
    for one in documents(file):
        yield from map(read_event, _entries(one))


def _entries(document: Any, depth: int = 0) -> Iterator[Any]:
    """The events in a document: itself, or those of the lists that a program which stored the posts has wrapped them in."""
    if depth < _DEEPEST and isinstance(document, list):
        for one in document:
            yield from _entries(one, depth + 1)
        return
    wrapped = [one for one in document.values() if _holds_entries(one)] if _may_wrap(document, depth) else []
    if not wrapped:
        yield document
    for those in wrapped:
        yield from _entries(those, depth + 1)


_DEEPEST = 4


def _may_wrap(document: Any, depth: int) -> bool:
    return depth < _DEEPEST and isinstance(document, dict) and "event" not in document


def _holds_entries(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict | list) for one in value)


def read_event(event: Any) -> EventReport | None:
    """One event as the webhook posts it; None where it cannot be read."""
    if not isinstance(event, dict):
        return None
    attempt, kind, address = event.get("nl_attempt", ""), event.get("event"), event.get("email", "")
    at = read_moment(event.get("timestamp"))
    if not isinstance(kind, str) or kind not in KINDS or at is None or not isinstance(address, str):
        return None
    if not isinstance(attempt, str) or not (_ATTEMPT.fullmatch(attempt) or (address and not attempt)):
        return None
    return EventReport(
        attempt,
        KINDS[kind],
        at,
        codes_of(*_answers(event)),
        is_read=kind in {"open", "click"},
        cause=_cause(kind, event),
        address=address,
    )


def _cause(kind: str, event: Mapping[str, Any]) -> Cause | None:
    match KINDS[kind]:
        case Event.BOUNCED:
            return cause_of_bounce(*_answers(event), is_block=kind == "blocked" or event.get("type") == "blocked")
        case Event.DROPPED:
            reason = str(event.get("reason") or "").casefold()
            found = (cause for words, cause in _DROPPED_AS if words in reason and "smtpapi" not in reason)
            return next(found, Cause.OTHER)
        case Event.COMPLAINED:
            return Cause.COMPLAINED
        case Event.UNSUBSCRIBED:
            return Cause.UNSUBSCRIBED
        case _:
            return None


def _answers(event: Mapping[str, Any]) -> tuple[str, ...]:
    """Where codes stand in an event or a list's entry; what is most to the point first."""
    return tuple(str(event.get(name) or "") for name in ("status", "reason", "response"))


def read_moment(given: object) -> str | None:
    """Seconds since 1970, also where a program has stored them as text, or ISO 8601; None for no time of these years."""
    if isinstance(given, str):
        given = _number(given)
    if isinstance(given, bool) or not isinstance(given, int | float) or not _EARLIEST < given < _LATEST:
        return None
    return timestamp(datetime.fromtimestamp(given, UTC))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


def fetch_lists(via: SendGridVia, key: str) -> tuple[list[ListedAddress | None], list[str]]:
    """Every address that SendGrid holds back or has had bounces of, None for each entry that cannot be read, and a sentence for
    each list that could not be read.
    """
    client = open_client(via, key, keep_alive=False)
    found: list[ListedAddress | None] = []
    troubles = []
    for name, meaning in _LISTS.items():
        for offset in range(0, 1_000_000, _PAGE):
            reply = client.call("GET", f"/v3/suppression/{name}?limit={_PAGE}&offset={offset}")
            entries = reply.content if isinstance(reply, Reply) and reply.status == 200 else None
            if not isinstance(entries, list):
                troubles.append(_trouble(name, reply))
                break
            found += [_listed(one, meaning, name) for one in entries]
            if len(entries) < _PAGE:
                break
    return found, troubles


def _listed(entry: Any, meaning: ListMeaning, name: str) -> ListedAddress | None:
    """None for what cannot be read."""
    if not isinstance(entry, dict) or not isinstance(entry.get("email"), str) or not (at := read_moment(entry.get("created"))):
        return None
    cause = meaning.cause or cause_of_bounce(*_answers(entry), is_block=True)
    detail = " ".join([name, codes_of(*_answers(entry))]).rstrip()
    return ListedAddress(entry["email"], at, meaning.kind, cause, meaning.drops_later, detail)


def _trouble(name: str, reply: Reply | Silence) -> str:
    if isinstance(reply, Silence):
        return _("No contact with SendGrid ({fault}).").format(fault=reply.fault)
    if reply.status in {401, 403}:
        text = _("The key may not read SendGrid's list “{name}” ({status}). Give it the right to read suppressions.")
        return text.format(name=name, status=reply.status)
    return _("SendGrid's list “{name}” could not be read (HTTP {status}).").format(name=name, status=reply.status)
