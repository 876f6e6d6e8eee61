"""What SendGrid keeps beside the letters: batches and whether they are cancelled, lists of suppressed addresses, and what
became of each letter (Email Activity). Judged by the server's own clock, and always as the documentation allows at the worst.
"""

import re
import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers.sendgrid_ledger import Accepted
from tests.servers.sendgrid_rules import error

BATCH = "/v3/mail/batch"
SCHEDULED = "/v3/user/scheduled_sends"
MESSAGES = "/v3/messages"
LISTS = ("bounces", "blocks", "invalid_emails", "spam_reports", "unsubscribes")
SCOPES = {BATCH: "mail.batch", SCHEDULED: "user.scheduled_sends", MESSAGES: "messages.read", "/v3/suppression": "suppression"}
IN_TIME = 600.0
"""A cancellation later than so many seconds before send_at is answered as any other, and is in vain."""
MOST_CANCELLED = 10
ACTIVITY_A_MINUTE = 6

Reply = tuple[int, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    status: str
    since: float


@dataclass
class Account:
    """``forbidden`` holds the scopes that the key lacks. ``feed_lag``: so many seconds after it has left, a letter is in Email
    Activity; ``fates`` says what it says of an address, ``delivered`` else.
    """

    batches: set[str] = field(default_factory=set)
    standing: dict[str, Standing] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    forbidden: set[str] = field(default_factory=set)
    fates: dict[str, str] = field(default_factory=dict)
    feed_lag: float = 0.0
    feed_is_empty: bool = False
    feed_shows_waiting: bool = False
    asked: deque[float] = field(default_factory=deque)

    def leaves(self, letter: Accepted) -> float | None:
        """When the letter leaves; None if it was cancelled in time. What came in after a cancellation leaves all the same."""
        moment = max(letter.at, letter.send_at or 0.0)
        standing = self.standing.get(letter.batch or "")
        if standing and standing.status == "cancel" and letter.at <= standing.since <= moment - IN_TIME:
            return None
        return moment

    def answer(self, method: str, url: str, body: Any, now: float, ledger: Sequence[Accepted]) -> Reply:
        parts = urlsplit(url)
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        for prefix, scope in SCOPES.items():
            if parts.path.startswith(prefix) and scope in self.forbidden:
                return 403, {"errors": [error("access forbidden", None)]}
        match method, [part for part in parts.path.split("/") if part][1:]:
            case "POST", ["mail", "batch"]:
                return self._new_batch()
            case "GET", ["mail", "batch", batch]:
                return (200, {"batch_id": batch}) if batch in self.batches else _bad("invalid batch id")
            case "GET", ["user", "scheduled_sends"]:
                return 200, [_shown(batch, one) for batch, one in self.standing.items()]
            case "GET", ["user", "scheduled_sends", batch]:
                return 200, [_shown(batch, self.standing[batch])] if batch in self.standing else []
            case "POST", ["user", "scheduled_sends"]:
                return self._set(body, now)
            case "PATCH", ["user", "scheduled_sends", batch]:
                return self._change(batch, body, now)
            case "DELETE", ["user", "scheduled_sends", batch]:
                return (204, None) if self.standing.pop(batch, None) else (404, {"errors": [error("not found", None)]})
            case "GET", ["suppression", name] if name in LISTS:
                return self._list(name, query)
            case "DELETE", ["suppression", name, address] if name in LISTS:
                return self._clear(name, address)
            case "DELETE", ["asm", "suppressions", "global", address]:
                return self._clear("unsubscribes", address)
            case "GET", ["messages"]:
                return self._activity(query, now, ledger)
            case _:
                return 404, {"errors": [error("not found", None)]}

    def _new_batch(self) -> Reply:
        batch = secrets.token_urlsafe(24)
        self.batches.add(batch)
        return 201, {"batch_id": batch}

    def _set(self, body: Any, now: float) -> Reply:
        batch, status = (body or {}).get("batch_id"), (body or {}).get("status")
        if status not in {"pause", "cancel"}:
            return _bad("status must be pause or cancel")
        if batch not in self.batches:
            return _bad("invalid batch id")
        if batch in self.standing:
            return _bad("a status exists for this batch id, try PATCH")
        if len(self.standing) >= MOST_CANCELLED:
            return _bad("too many scheduled sends are paused or cancelled")
        self.standing[batch] = Standing(status, now)
        return 201, _shown(batch, self.standing[batch])

    def _change(self, batch: str, body: Any, now: float) -> Reply:
        if batch not in self.standing:
            return 404, {"errors": [error("not found", None)]}
        if (body or {}).get("status") not in {"pause", "cancel"}:
            return _bad("status must be pause or cancel")
        self.standing[batch] = Standing(body["status"], now)
        return 204, None

    def _clear(self, name: str, address: str) -> Reply:
        listed = self.lists[name]
        kept = [one for one in listed if one["email"] != unquote(address)]
        self.lists[name] = kept
        return (204, None) if len(kept) < len(listed) else (404, {"errors": [error("not found", None)]})

    def _list(self, name: str, query: Mapping[str, str]) -> Reply:
        start, end = int(query.get("start_time", 0)), int(query.get("end_time", 2**62))
        limit, offset = min(int(query.get("limit", 500)), 500), int(query.get("offset", 0))
        return 200, [one for one in self.lists[name] if start <= one["created"] <= end][offset : offset + limit]

    def _activity(self, query: Mapping[str, str], now: float, ledger: Sequence[Accepted]) -> Reply:
        while self.asked and self.asked[0] < now - 60:
            self.asked.popleft()
        if len(self.asked) >= ACTIVITY_A_MINUTE:
            return 429, {"errors": [error("too many requests", None)]}
        self.asked.append(now)
        wanted = unquote(query.get("query", ""))
        attempt = re.search(r"unique_args\['nl_attempt'\]=\"([^\"]+)\"", wanted)
        address = re.search(r"to_email=\"([^\"]+)\"", wanted)
        if "limit" not in query or not (attempt or address):
            return _bad("invalid query")
        found = [] if self.feed_is_empty else [letter for letter in ledger if self._is_seen(letter, now)]
        return 200, {
            "messages": [
                self._message(letter)
                for letter in found
                if (not attempt or letter.attempt == attempt[1]) and (not address or letter.address == address[1])
            ][: int(query["limit"])]
        }

    def _is_seen(self, letter: Accepted, now: float) -> bool:
        if self.feed_shows_waiting:
            return True
        left = self.leaves(letter)
        return left is not None and left + self.feed_lag <= now

    def _message(self, letter: Accepted) -> dict[str, Any]:
        return {
            "from_email": "rapport@grupp.example",
            "msg_id": f"{letter.message_id}.filter0905p1mdw1-4434-59E0C6FF-3.0",
            "subject": letter.subject,
            "to_email": letter.address,
            "status": self.fates.get(letter.address, "delivered"),
            "opens_count": 0,
            "clicks_count": 0,
            "last_event_time": "2026-09-10T08:00:00Z",
        }


def _shown(batch: str, one: Standing) -> dict[str, str]:
    return {"batch_id": batch, "status": one.status}


def _bad(message: str) -> Reply:
    return 400, {"errors": [error(message, None)]}
