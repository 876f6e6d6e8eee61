"""What SendGrid keeps beside the letters: batches and whether they are cancelled, lists of suppressed addresses, and what
became of each letter (Email Logs). Judged by the server's own clock, and always as the documentation allows at the worst.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers.sendgrid_ledger import Accepted
from tests.servers.sendgrid_rules import error

BATCH = "/v3/mail/batch"
SCHEDULED = "/v3/user/scheduled_sends"
LOGS = "/v3/logs"
LISTS = ("bounces", "blocks", "invalid_emails", "spam_reports", "unsubscribes")
SCOPES = {BATCH: "mail.batch", SCHEDULED: "user.scheduled_sends", LOGS: "messages.read", "/v3/suppression": "suppression"}
IN_TIME = 600.0
"""A cancellation later than so many seconds before send_at is answered as any other, and is in vain."""
MOST_CANCELLED = 10
MOST_LOGGED = 1000

Reply = tuple[int, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    status: str
    since: float


@dataclass
class Account:
    """``forbidden`` holds the scopes that the key lacks. ``feed_lag``: so many seconds after it has left, a letter is in Email
    Logs; ``fates`` says what it says of an address, ``delivered`` else.
    """

    batches: set[str] = field(default_factory=set)
    standing: dict[str, Standing] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    forbidden: set[str] = field(default_factory=set)
    fates: dict[str, str] = field(default_factory=dict)
    feed_lag: float = 0.0
    feed_is_empty: bool = False
    feed_shows_waiting: bool = False
    strangers: list[dict[str, Any]] = field(default_factory=list)
    """Letters of others through the same account, as the record shows them."""

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
            case "POST", ["logs"]:
                return self._logs(body, now, ledger)
            case "GET", ["logs", message_id]:
                return self._logged(unquote(message_id), now, ledger)
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

    def _logs(self, body: Any, now: float, ledger: Sequence[Accepted]) -> Reply:
        """The grammar of the documentation: comparisons joined by AND, and nothing else."""
        limit = (body or {}).get("limit", 10)
        conditions = [_condition(part) for part in str((body or {}).get("query", "")).split(" AND ")]
        if None in conditions or not 1 <= limit <= MOST_LOGGED:
            return _bad("invalid query")
        found = [*self.strangers, *(self._message(letter) for letter in self._seen(now, ledger))]
        return 200, {"messages": [one for one in found if all(holds(one) for holds in conditions if holds)][:limit]}

    def _logged(self, message_id: str, now: float, ledger: Sequence[Accepted]) -> Reply:
        for letter in self._seen(now, ledger):
            message = self._message(letter)
            if message["sg_message_id"] == message_id:
                kind = {"bounced": "bounce", "blocked": "bounce"}.get(message["status"], message["status"])
                happened = {"event": kind, "email": letter.address, "timestamp": int(self.leaves(letter) or letter.at) + 3}
                more = (
                    {"reason": message["reason"], "type": "blocked"}
                    if message["status"] == "blocked"
                    else {"reason": message["reason"]}
                )
                return 200, message | {"custom_args": {"nl_attempt": letter.attempt}, "events": [happened | more]}
        stranger = next((one for one in self.strangers if one["sg_message_id"] == message_id), None)
        return (200, stranger | {"events": []}) if stranger else (404, {"errors": [error("not found", None)]})

    def _seen(self, now: float, ledger: Sequence[Accepted]) -> list[Accepted]:
        return [] if self.feed_is_empty else [letter for letter in ledger if self._is_seen(letter, now)]

    def _is_seen(self, letter: Accepted, now: float) -> bool:
        if self.feed_shows_waiting:
            return True
        left = self.leaves(letter)
        return left is not None and left + self.feed_lag <= now

    def _message(self, letter: Accepted) -> dict[str, Any]:
        status, _space, reason = self.fates.get(letter.address, "delivered").partition(" ")
        number = letter.attempt or letter.address
        return logged(f"{letter.message_id}.recvd-85abf8d92c-{number}.0", letter.address, letter.at, status, reason)


def logged(message_id: str, address: str, at: float, status: str = "delivered", reason: str = "") -> dict[str, Any]:
    """A letter in short, as a page of the record has it."""
    return {
        "from_email": "rapport@grupp.example",
        "sg_message_id": message_id,
        "subject": "Rapport",
        "to_email": address,
        "reason": reason,
        "status": status,
        "sg_message_id_created_at": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


_TIME = re.compile(r'sg_message_id_created_at ([<>]) TIMESTAMP "([0-9TZ:-]{20})"')
_TO = re.compile(r'to_email = "([^"\\]+)"')
_STATUS = re.compile(r"status IN \(((?:'[a-z]+'(?:, )?)+)\)")


def _condition(text: str) -> Callable[[dict[str, Any]], bool] | None:
    """What a comparison asks of a letter; None where it is not one."""
    if (found := _TIME.fullmatch(text)) and found[1] == "<":
        return lambda one: one["sg_message_id_created_at"] < found[2]
    if found:
        return lambda one: one["sg_message_id_created_at"] > found[2]
    if found := _TO.fullmatch(text):
        return lambda one: one["to_email"] == found[1]
    if found := _STATUS.fullmatch(text):
        return lambda one: one["status"] in re.findall("[a-z]+", found[1])
    return None


def _shown(batch: str, one: Standing) -> dict[str, str]:
    return {"batch_id": batch, "status": one.status}


def _bad(message: str) -> Reply:
    return 400, {"errors": [error(message, None)]}
