"""What a delivery adds to its letter, and the standard message that the two make (design.md 3, 6).

Two messages of the same letter, envelope and sender are equal byte for byte.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import quote

from newsletter.delivery.outgoing.batch import Envelope, SenderIdentity
from newsletter.delivery.outgoing.header_fields import POLICY, phrase
from newsletter.letter import InlineImage, Letter
from newsletter.model.addresses import MailAddress
from newsletter.model.settings import OPT_OUT_SUBJECT, Settings

# Neither can occur in a body: "=_" is never written by quoted-printable, and base64 has no "_" (RFC 2045 6.7).
_ALTERNATIVE = "=_alternative"
_RELATED = "=_related"


def sender_identity(settings: Settings) -> SenderIdentity:
    """Who the letters of this workspace come from, and where replies and wishes to stop go."""
    return SenderIdentity(
        name=settings.sender.name,
        address=settings.sender.email,
        reply_to=settings.sender.replies,
        list_id=f"rapport.{settings.sender.email.domain}",
        unsubscribe=settings.sender.replies,
    )


def message_id(attempt: str, domain: str) -> str:
    """With its angle brackets; ``domain`` is the sender's, in A-label form."""
    return f"<{attempt}@{domain}>"


def list_headers(sender: SenderIdentity) -> dict[str, str]:
    """The list's header fields, each ASCII on one line. A mailto alone is not one-click (RFC 8058): no POST is claimed."""
    fields = {}
    if sender.list_id is not None:
        fields["List-Id"] = f"{phrase(sender.name, 'List-Id', newline='')} <{sender.list_id}>"
    if sender.unsubscribe is not None:
        fields["List-Unsubscribe"] = f"<mailto:{quote(sender.unsubscribe.wire, safe='@')}?subject={OPT_OUT_SUBJECT}>"
    return fields


def to_message(letter: Letter, envelope: Envelope, sender: SenderIdentity) -> EmailMessage:
    """One address in To; text first, then HTML with its images; text alone where the letter has no HTML."""
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(sender.address, sender.name)
    message["To"] = _address(envelope.to)
    message["Reply-To"] = _address(sender.reply_to)
    message["Subject"] = letter.subject
    message["Date"] = envelope.date
    message["Message-ID"] = envelope.message_id
    for name, value in list_headers(sender).items():
        message[name] = value
    message["MIME-Version"] = "1.0"
    _set_text(message, letter.text, "plain")
    if letter.html is not None:
        message.make_alternative(boundary=_ALTERNATIVE)
        message.attach(_html(letter.html, letter.images))
    return message


def _address(address: MailAddress, name: str = "") -> Address:
    return Address(display_name=name, username=address.local, domain=address.domain)


def _set_text(part: EmailMessage, text: str, subtype: str) -> None:
    part.set_content(text, subtype=subtype, charset="utf-8", cte="quoted-printable")


def _html(html: str, images: tuple[InlineImage, ...]) -> EmailMessage:
    part = EmailMessage(policy=POLICY)
    _set_text(part, html, "html")
    if images:
        part.make_related(boundary=_RELATED)
        part.set_param("type", "text/html")  # required of multipart/related (RFC 2387 3.1)
        for image in images:
            part.attach(_image(image))
    return _inner(part)


def _image(image: InlineImage) -> EmailMessage:
    maintype, _, subtype = image.media_type.partition("/")
    part = EmailMessage(policy=POLICY)
    part.set_content(
        image.data, maintype=maintype, subtype=subtype, disposition="inline", filename=image.filename, cid=f"<{image.cid}>"
    )
    return _inner(part)


def _inner(part: EmailMessage) -> EmailMessage:
    del part["MIME-Version"]  # belongs to the whole message alone (RFC 2045 4)
    return part
