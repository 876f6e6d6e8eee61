"""SendGrid as a keeper of letters: a name for a run's letters while they wait, and cancelling under that name.

Documented: POST /v3/mail/batch; POST, PATCH and GET of /v3/user/scheduled_sends; a second POST for the same batch is a 400; at
most ten batches are cancelled or paused at once. What a lost answer to a cancellation means, GET tells.
"""

import time
from typing import Any

import orjson

from newsletter.delivery.transports.http import Reply, Silence
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.delivery.waiting.provider import BatchStatus, Cancellation, NewBatch
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.via import SendGridVia

BATCH = "/v3/mail/batch"
SCHEDULED = "/v3/user/scheduled_sends"
MOST_CANCELLED = 10
_TRIES = 3
_PAUSE_SECONDS = 1.0


class SendGridKeeper:
    def __init__(self, via: SendGridVia, key: str) -> None:
        self._client = open_client(via, key, keep_alive=False)

    @property
    def settle(self) -> float:
        return self._client.limits.settle

    @property
    def longest(self) -> float:
        return self._client.limits.whole

    def new_batch(self) -> NewBatch:
        """``Refused`` also where the key may not cancel: the promise to the editor can then be kept."""
        reply = self._client.call("POST", BATCH)
        batch = _field(reply, "batch_id") if isinstance(reply, Reply) and reply.status in {200, 201} else None
        if isinstance(reply, Silence) or batch is None:
            raise _refusal(_why(reply))
        look = self.look(batch)
        if look.has_status:
            raise _refusal(_("SendGrid gave a name for the letters that has been used before."))
        if look.refusal and not look.is_full:
            raise _refusal(look.refusal)
        return NewBatch(batch, reply.clock, warning=look.refusal)

    def look(self, batch: str) -> BatchStatus:
        reply = self._client.call("GET", SCHEDULED)
        if isinstance(reply, Silence) or reply.status in {401, 403}:
            return BatchStatus(refusal=_why(reply))
        found = reply.content
        entries = found if isinstance(found, list) else []
        if any(batch in str(one) for one in entries):
            return BatchStatus(reply.clock, has_status=True)
        if len(entries) >= MOST_CANCELLED:
            text = _("SendGrid has {count} sendings taken back already, and allows no more at once.")
            return BatchStatus(reply.clock, text.format(count=len(entries)), is_full=True)
        return BatchStatus(reply.clock)

    def cancel(self, batch: str) -> Cancellation:
        """Ask, and see whether it is so; again where the network or the server is in the way."""
        may_be, reason = False, ""
        for number in range(_TRIES):
            if number:
                time.sleep(min(_PAUSE_SECONDS, self.settle))
            said = self._client.call("POST", SCHEDULED, orjson.dumps({"batch_id": batch, "status": "cancel"}))
            reason = _why(said)
            standing, seen = self._standing(batch)
            may_be = may_be or _may_have_been_taken(said) or (standing is None and _has_a_status(said))
            if standing == "pause":
                may_be = True
                self._client.call("PATCH", f"{SCHEDULED}/{batch}", orjson.dumps({"status": "cancel"}))
                standing, seen = self._standing(batch)
            if standing == "cancel" and isinstance(seen, Reply):
                return Cancellation(is_confirmed=True, may_be=True, clock=seen.clock)
            if isinstance(said, Reply) and said.status in {401, 403}:
                break
        return Cancellation(is_confirmed=False, may_be=may_be, reason=reason)

    def _standing(self, batch: str) -> tuple[str | None, Reply | Silence]:
        """What SendGrid shows of the batch: ``cancel``, ``pause`` or an empty word for nothing; None where it does not say."""
        reply = self._client.call("GET", f"{SCHEDULED}/{batch}")
        whose = batch  # of an answer about this batch alone, which need not say so
        if isinstance(reply, Reply) and reply.status == 404:
            reply, whose = self._client.call("GET", SCHEDULED), ""
        found = reply.content if isinstance(reply, Reply) and reply.status == 200 else None
        if not isinstance(found, list | dict):
            return None, reply
        for entry in found if isinstance(found, list) else [found]:
            if isinstance(entry, dict) and entry.get("batch_id", whose) == batch:
                return str(entry.get("status")), reply
        return "", reply


def _may_have_been_taken(said: Reply | Silence) -> bool:
    if isinstance(said, Silence):
        return not said.never_left
    return said.status not in {400, 401, 403, 404, 429}


def _has_a_status(said: Reply | Silence) -> bool:
    """The documentation explains a 400 so. Another may have given the status, and the batch may be cancelled."""
    return isinstance(said, Reply) and said.status == 400


def _field(reply: Reply, name: str) -> str | None:
    found: Any = reply.content
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str) and value else None


def _why(said: Reply | Silence) -> str:
    if isinstance(said, Silence):
        return _("No contact with SendGrid ({fault}).").format(fault=said.fault)
    if said.status in {401, 403}:
        return _("The key is not allowed to take letters back ({status}).").format(status=said.status)
    return _("SendGrid did not answer as it should (HTTP {status}).").format(status=said.status)


def _refusal(reason: str) -> Refused:
    return Refused(
        _("{reason} The letters could not be taken back later, so nothing was sent.").format(reason=reason),
        _("Give the key the rights that the handbook names, try again later, or send at once with --now."),
    )
