"""What SendGrid's answer means for each addressee (design.md 5). A table over status, headers and body: nothing is sent here.

Sources: SendGrid's errors page and rate-limit page; a 202 has been seen without X-Message-Id (sendgrid/docs issue 3855).
"""

import re
from dataclasses import dataclass

from newsletter.delivery.outgoing.batch import Answer, Batch, Then
from newsletter.delivery.transports.http import Reply
from newsletter.delivery.transports.redaction import redact
from newsletter.locale import _
from newsletter.model.deliveries import Outcome, Status

SHORTEST_WAIT = 1.0
LONGEST_WAIT = 60.0
"""However far ahead the reset is said to be: clocks differ, and a person is waiting."""
USUAL_WAIT = 2.0


@dataclass(frozen=True, slots=True)
class ApiError:
    """One of the API's ``errors``."""

    message: str
    field: str


def all_alike(batch: Batch, outcome: Outcome, then: Then = Then.CONTINUE, *, wait: float = 0.0, reason: str = "") -> Answer:
    return Answer((outcome,) * len(batch.envelopes), then, wait, reason)


def read_answer(reply: Reply, batch: Batch, *, sandbox: bool, now: float, key: str) -> Answer:
    """``now`` is the time of day in seconds, for a 429 whose server does not tell its own."""
    if reply.status == 202:
        return all_alike(batch, Outcome(Status.ACCEPTED, provider_id=_message_id(reply)))
    errors = _api_errors(reply)
    said = f"HTTP {reply.status}" + "".join(f"; {redact(error.message, key)}" for error in errors[:3])
    unsent = Outcome(Status.UNSENT, said)
    match reply.status:
        case 200 if sandbox:
            return all_alike(batch, Outcome(Status.ACCEPTED, said))
        case 400 | 413:
            return _read_refusal(reply.status, errors, batch, unsent, key)
        case 401 | 403:
            return all_alike(batch, unsent, Then.STOP, reason=_why_stopped(reply.status, errors, batch))
        case 429:
            wait = wait_after(reply, now)
            said_so = _("SendGrid asks us to wait (429).")
            return all_alike(batch, unsent, Then.WAIT, wait=wait, reason=said_so)
        case _:
            return all_alike(batch, Outcome(Status.UNKNOWN, said))


def wait_after(reply: Reply, now: float) -> float:
    """Seconds until the reset that a 429 names, by the server's own clock where it shows it; within 1 to 60 s."""
    reset = reply.headers.get("x-ratelimit-reset", "")
    if not re.fullmatch(r"[0-9]{1,12}", reset):
        return USUAL_WAIT
    since = reply.clock.timestamp() if reply.clock else now
    return min(max(int(reset) - since, SHORTEST_WAIT), LONGEST_WAIT)


def _message_id(reply: Reply) -> str | None:
    found = reply.headers.get("x-message-id", "")
    return found if re.fullmatch(r"[A-Za-z0-9._-]{1,200}", found) else None


def _read_refusal(status: int, errors: tuple[ApiError, ...], batch: Batch, unsent: Outcome, key: str) -> Answer:
    """The whole request is refused; what it names is the reason, and the others may go without that."""
    named = {index: redact(error.message, key) for error in errors if (index := _index(error, batch)) is not None}
    if not named:
        return all_alike(batch, unsent, Then.HALVE)
    outcomes = (
        Outcome(Status.REJECTED, f"HTTP {status}; {named[index]}") if index in named else unsent
        for index in range(len(batch.envelopes))
    )
    then = Then.AGAIN if len(named) < len(batch.envelopes) else Then.CONTINUE
    return Answer(tuple(outcomes), then, of_addressee=True)


def _index(error: ApiError, batch: Batch) -> int | None:
    match = re.match(r"personalizations\.([0-9]{1,4})(?:\.|\Z)", error.field)
    index = int(match[1]) if match else len(batch.envelopes)
    return index if index < len(batch.envelopes) else None


def _why_stopped(status: int, errors: tuple[ApiError, ...], batch: Batch) -> str:
    said = " ".join(error.message for error in errors).lower()
    if "credits exceeded" in said:
        return _("SendGrid says that the account has no letters left ({status}). Buy more or wait, and run send again.").format(
            status=status
        )
    if "sender identity" in said:
        return _("The sender address {email} is not verified with SendGrid. Verify it there, and run send again.").format(
            email=batch.sender.address.wire
        )
    return _("SendGrid did not accept the key ({status}). Check that it is right and is allowed to send.").format(status=status)


def _api_errors(reply: Reply) -> tuple[ApiError, ...]:
    """The API's errors; none where the body is something else, as from a proxy."""
    content = reply.content
    errors = content.get("errors") if isinstance(content, dict) else None
    return tuple(
        ApiError(str(error.get("message") or ""), str(error.get("field") or ""))
        for error in (errors if isinstance(errors, list) else ())
        if isinstance(error, dict)
    )
