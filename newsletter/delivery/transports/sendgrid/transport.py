"""Letters through Twilio SendGrid: up to a thousand equal letters a call (design.md 5)."""

import ssl
import time

from newsletter.delivery.outgoing.batch import Answer, Batch, Then
from newsletter.delivery.transports.http import Limits, Reply, Silence
from newsletter.delivery.transports.sendgrid.answer import all_alike, read_answer
from newsletter.delivery.transports.sendgrid.body import MOST_ADDRESSEES, MOST_BYTES, body, repeats_an_address
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.locale import _
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.via import SendGridVia

SEND = "/v3/mail/send"


class SendGridTransport:
    """One HTTPS call a batch, over a connection that each thread keeps for its next one."""

    batch_size = MOST_ADDRESSEES
    calls_in_flight = 64

    def __init__(self, via: SendGridVia, key: str, *, limits: Limits | None = None) -> None:
        self._via, self._key = via, key
        self._client = open_client(via, key, limits, keep_alive=True)

    @property
    def is_live(self) -> bool:
        return self._via.is_live

    @property
    def is_trial(self) -> bool:
        return self._via.is_trial

    def send(self, batch: Batch) -> Answer:
        written = body(batch, sandbox=self._via.sandbox)
        if refusal := _refuse_beforehand(batch, len(written)):
            return refusal
        match self._client.call("POST", SEND, written, batch.leave_before):
            case Reply() as reply:
                return read_answer(reply, batch, sandbox=self._via.sandbox, now=time.time(), key=self._key)
            case Silence(never_left=True) as silence:
                return _answer_unsent(batch, silence)
            case Silence(fault=fault):
                said = _("The answer to the call was lost ({fault}).").format(fault=fault)
                return all_alike(batch, Outcome(Status.UNKNOWN, said))

    def close(self) -> None:
        self._client.close()


def _refuse_beforehand(batch: Batch, weight: int) -> Answer | None:
    """What SendGrid would refuse is not asked of it; halves of the batch may do."""
    if len(batch.envelopes) > MOST_ADDRESSEES or repeats_an_address(batch):
        return all_alike(batch, Outcome(Status.UNSENT, _("SendGrid takes no such batch in one call.")), Then.HALVE)
    if weight > MOST_BYTES:
        said = _("The letter is too heavy: SendGrid takes at most {limit} MB.").format(limit=MOST_BYTES // 1_000_000)
        return all_alike(batch, Outcome(Status.UNSENT, said), Then.HALVE)
    return None


def _answer_unsent(batch: Batch, silence: Silence) -> Answer:
    if isinstance(silence.cause, ssl.SSLCertVerificationError):
        said = _("The certificate of SendGrid could not be verified. Check the computer's clock and network; nothing was sent.")
        return all_alike(batch, Outcome(Status.UNSENT, said), Then.STOP, reason=said)
    said = _("No contact with SendGrid. Check the network and try again. No letter has gone twice.")
    return all_alike(batch, Outcome(Status.UNSENT, f"{said} ({silence.fault})"), reason=said)
