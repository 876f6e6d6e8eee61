"""A batch as the body of SendGrid's POST /v3/mail/send: plain values, one personalization per addressee (from its
documentation: at most 1000 personalizations, contents in the order text, HTML; custom_args are strings and stored for long,
so that they hold an opaque id alone).
"""

from base64 import b64encode
from functools import lru_cache
from typing import Any

import orjson

from newsletter.delivery.outgoing.batch import Batch, Envelope, SenderIdentity
from newsletter.delivery.outgoing.envelope import list_headers
from newsletter.letter import InlineImage, Letter
from newsletter.model.addresses import MailAddress

MOST_ADDRESSEES = 1000
MOST_BYTES = 20 * 1000 * 1000
"""Of one request; SendGrid refuses a message of 30 MB, counted in a way it does not tell."""

TRACKING_OFF = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}
"""All four by name: what is left out follows the account's own setting."""

Body = dict[str, Any]


def body(batch: Batch, *, sandbox: bool) -> bytes:
    """JSON in UTF-8."""
    return orjson.dumps(_body(batch, sandbox=sandbox))


def _body(batch: Batch, *, sandbox: bool) -> Body:
    return {
        "personalizations": [_personalization(envelope) for envelope in batch.envelopes],
        **_from(batch.sender),
        **_letter(batch.letter),
        "headers": _headers(batch.sender),
        "tracking_settings": TRACKING_OFF,
        **_hold(batch),
        **({"mail_settings": {"sandbox_mode": {"enable": True}}} if sandbox else {}),
    }


@lru_cache(maxsize=4)
def _headers(sender: SenderIdentity) -> dict[str, str]:
    return list_headers(sender)


def repeats_an_address(batch: Batch) -> bool:
    """SendGrid refuses a request that names one address twice, whatever its spelling."""
    return len({envelope.to.key for envelope in batch.envelopes}) < len(batch.envelopes)


def _hold(batch: Batch) -> Body:
    """SendGrid keeps the letters until then, and the batch is the name under which they can be cancelled meanwhile."""
    if batch.hold is None:
        return {}
    return {"send_at": int(batch.hold.leaves.timestamp()), "batch_id": batch.hold.batch}


def _personalization(envelope: Envelope) -> Body:
    return {"to": [_address(envelope.to)], "custom_args": {"nl_attempt": envelope.attempt}}


def _from(sender: SenderIdentity) -> Body:
    return {"from": {**_address(sender.address), "name": sender.name}, "reply_to": _address(sender.reply_to)}


def _letter(letter: Letter) -> Body:
    contents = [{"type": "text/plain", "value": letter.text}]
    if letter.html is None:
        return {"subject": letter.subject, "content": contents}
    contents.append({"type": "text/html", "value": letter.html})
    return {"subject": letter.subject, "content": contents, **_attachments(letter.images)}


@lru_cache(maxsize=4)
def _attachments(images: tuple[InlineImage, ...]) -> Body:
    """Written once for a whole run: they are the same in every letter, and most of its weight."""
    return {"attachments": orjson.Fragment(orjson.dumps([_attachment(image) for image in images]))} if images else {}


def _attachment(image: InlineImage) -> Body:
    return {
        "content": b64encode(image.data).decode("ascii"),
        "type": image.media_type,
        "filename": image.filename,
        "disposition": "inline",
        "content_id": image.cid,
    }


def _address(address: MailAddress) -> Body:
    return {"email": address.wire}
