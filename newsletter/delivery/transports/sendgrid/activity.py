"""SendGrid's Email Activity: what it says of one letter. It is bought separately, answers six questions a minute, and holds
nothing of EU accounts; so an empty answer is never taken for a proof by itself (``delivery.asking``).
"""

import time
from collections import deque
from urllib.parse import urlencode

from pydantic_core import PydanticCustomError

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.transports.http import Reply, Silence
from newsletter.delivery.transports.redaction import redact
from newsletter.delivery.transports.sendgrid.answer import wait_after
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.delivery.waiting.provider import FeedEntry
from newsletter.locale import _
from newsletter.model.addresses import mail_address
from newsletter.model.via import SENDGRID_HOSTS, SendGridVia

QUESTIONS_A_MINUTE = 6
_TRIES = 3


class Activity:
    def __init__(self, via: SendGridVia, key: str) -> None:
        self._client = open_client(via, key, keep_alive=False)
        self._has_record = via.base != SENDGRID_HOSTS["eu"]
        self._asked: deque[float] = deque(maxlen=QUESTIONS_A_MINUTE)

    def find(self, attempt_id: str, to: str) -> FeedEntry:
        if not self._has_record:
            return FeedEntry(None, refusal=_("SendGrid keeps no record (Email Activity) of letters that leave through the EU."))
        query = f"unique_args['nl_attempt']=\"{attempt_id}\""
        path = "/v3/messages?" + urlencode({"limit": 10, "query": query})
        for _time in range(_TRIES - 1):
            reply = self._ask(path)
            if not isinstance(reply, Reply) or reply.status != 429:
                return _read(reply, to)
            time.sleep(wait_after(reply, time.time()))
        return _read(self._ask(path), to)

    def _ask(self, path: str) -> Reply | Silence:
        self._keep_pace()
        return self._client.call("GET", path)

    def _keep_pace(self) -> None:
        if len(self._asked) == QUESTIONS_A_MINUTE:
            time.sleep(max(0.0, self._asked[0] + 60 - clocks.steady_seconds()))
        self._asked.append(clocks.steady_seconds())


def _read(reply: Reply | Silence, to: str) -> FeedEntry:
    if isinstance(reply, Silence):
        return FeedEntry(None, refusal=_("No contact with SendGrid ({fault}).").format(fault=reply.fault))
    found = reply.content
    messages = found.get("messages") if isinstance(found, dict) else None
    if reply.status != 200 or not isinstance(messages, list):
        return FeedEntry(None, refusal=_why(reply.status))
    ours = [message for message in messages if isinstance(message, dict) and _is_to(message.get("to_email"), to)]
    if ours:
        status = redact(str(ours[0].get("status") or "processed"))
        return FeedEntry(status, reply.clock, has_left=status != "processed")
    if messages:
        return FeedEntry(None, refusal=_("SendGrid answered about another letter, which settles nothing."))
    return FeedEntry(None, reply.clock)


def _is_to(found: object, to: str) -> bool:
    """However the two spell the address; a forgotten one is known by the attempt alone."""
    try:
        return not to or mail_address(str(found)).key == mail_address(to).key
    except PydanticCustomError:
        return False


def _why(status: int) -> str:
    if status in {401, 403, 404}:
        text = _("SendGrid does not show what it has done ({status}): Email Activity is bought separately.")
    else:
        text = _("SendGrid did not answer as it should (HTTP {status}).")
    return text.format(status=status)
