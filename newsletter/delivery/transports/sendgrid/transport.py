"""Letters through Twilio SendGrid: up to a thousand equal letters a call (design.md 5)."""

import http.client
import ssl
import time
from urllib.error import URLError

from newsletter.delivery.batch import Answer, Batch, Then
from newsletter.delivery.transports.http.connection import Limits, limits_of
from newsletter.delivery.transports.sendgrid.answer import all_alike, read_answer
from newsletter.delivery.transports.sendgrid.body import MOST_ADDRESSEES, MOST_BYTES, body, repeats_an_address
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.delivery.transports.via import SendGridVia
from newsletter.locale import _
from newsletter.model.deliveries import Outcome, Status


class SendGridTransport:
    """One HTTPS call a batch, over a connection that each thread keeps for its next one."""

    batch_size = MOST_ADDRESSEES
    calls_in_flight = 64

    def __init__(self, via: SendGridVia, key: str, *, limits: Limits | None = None) -> None:
        self._via, self._key = via, key
        self._client = open_client(via.base, key, limits or limits_of(via.timeout), bypass_proxies=via.is_loopback)

    @property
    def is_live(self) -> bool:
        return self._via.is_live

    @property
    def is_trial(self) -> bool:
        return self._via.is_trial

    def send(self, batch: Batch) -> Answer:
        """What urllib says of a call that failed is told apart as ``sendgrid_client.open_client`` explains."""
        written = body(batch, sandbox=self._via.sandbox)
        if refusal := _refused_here(batch, len(written)):
            return refusal
        try:
            reply = self._client.send(written, batch.leave_before)
        except URLError as fault:
            return _never_left(batch, fault.reason)
        except (OSError, http.client.HTTPException) as fault:
            said = _("The answer to the call was lost ({fault}).").format(fault=type(fault).__name__)
            return all_alike(batch, Outcome(Status.UNKNOWN, said))
        return read_answer(reply, batch, sandbox=self._via.sandbox, now=time.time(), key=self._key)

    def close(self) -> None:
        self._client.kept.close()


def _refused_here(batch: Batch, weight: int) -> Answer | None:
    """What SendGrid would refuse is not asked of it; halves of the batch may do."""
    if len(batch.envelopes) > MOST_ADDRESSEES or repeats_an_address(batch):
        return all_alike(batch, Outcome(Status.UNSENT, _("SendGrid takes no such batch in one call.")), Then.HALVE)
    if weight > MOST_BYTES:
        said = _("The letter is too heavy: SendGrid takes at most {limit} MB.").format(limit=MOST_BYTES // 1_000_000)
        return all_alike(batch, Outcome(Status.UNSENT, said), Then.HALVE)
    return None


def _never_left(batch: Batch, reason: object) -> Answer:
    if isinstance(reason, ssl.SSLCertVerificationError):
        said = _("The certificate of SendGrid could not be verified. Check the computer's clock and network; nothing was sent.")
        return all_alike(batch, Outcome(Status.UNSENT, said), Then.STOP, reason=said)
    said = _("No contact with SendGrid. Check the network and try again. No letter has gone twice.")
    return all_alike(batch, Outcome(Status.UNSENT, f"{said} ({type(reason).__name__})"), reason=said)
