"""What a delivery adds to its letter, and the standard message that the two make (design.md 3, 6).

Two messages of the same letter, envelope and sender are equal byte for byte.
"""

import re
import textwrap
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import quote
from functools import partial
from typing import Any
from urllib.parse import quote as quote_url

from newsletter.delivery.outgoing.batch import Envelope, SenderIdentity
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
        fields["List-Unsubscribe"] = f"<mailto:{quote_url(sender.unsubscribe.wire, safe='@')}?subject={OPT_OUT_SUBJECT}>"
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


# The standard library's own folding loses the spaces between encoded words and parts words in two (CPython issue 92081, mended
# in 3.13), and encodes long tokens that must stay as they are (issue 79986), so fields of ours fold themselves: every reader
# gets back what was put in.

LONGEST_LINE = 76
_between_words = partial(textwrap.wrap, width=LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


def unstructured(text: str, name: str, newline: str = "\r\n") -> str:
    """``text`` as the value of field ``name``: as it is where it fits on one line, else in encoded words."""
    if text.isascii() and text.isprintable() and len(name) + 2 + len(text) <= LONGEST_LINE and "=?" not in text:
        return text
    return Header(text, charset="utf-8", header_name=name, maxlinelen=LONGEST_LINE).encode(linesep=newline)


def phrase(text: str, name: str, newline: str = "\r\n") -> str:
    """A display name (RFC 5322 3.2.5): words, a quoted string, or encoded words."""
    plain = text.isascii() and text.isprintable() and len(name) + 4 + len(text) <= LONGEST_LINE and "=?" not in text
    if not plain:
        return Header(text, charset="utf-8", header_name=name, maxlinelen=LONGEST_LINE).encode(linesep=newline)
    return text if _ATOMS.fullmatch(text) else f'"{quote(text)}"'


class _Text(BaseHeader):
    """Free text, as it was put in."""

    max_count = 1

    @classmethod
    def parse(cls, string: str, kwds: dict[str, Any]) -> None:
        kwds.update(parse_tree=UnstructuredHeader.value_parser(string), decoded=string)

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {unstructured(str(self), self.name, policy.linesep)}{policy.linesep}"


class _Mailbox(UniqueAddressHeader, BaseHeader):  # type: ignore[misc] # the stubs disagree; the registry mixes them so
    """One address, with or without a display name."""

    def fold(self, *, policy: Policy) -> str:
        (address,) = self.addresses
        if not address.display_name:
            return f"{self.name}: <{address.addr_spec}>{policy.linesep}"  # filters take a bare address for a script's
        name = phrase(address.display_name, self.name, policy.linesep)
        gap = f"{policy.linesep} " if len(name) + len(address.addr_spec) + len(self.name) + 5 > LONGEST_LINE else " "
        return f"{self.name}: {name}{gap}<{address.addr_spec}>{policy.linesep}"


class _Verbatim(_Text):
    """ASCII words that must reach the reader unbroken, such as a URL in angle brackets."""

    def fold(self, *, policy: Policy) -> str:
        words, name = self.encode("ascii").decode("ascii"), f"{self.name}: "
        folded = _between_words(words, initial_indent=name, subsequent_indent=" ")
        return policy.linesep.join(folded) + policy.linesep


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("subject", _Text)
    for name in ("from", "to", "reply-to"):
        registry.map_to_type(name, _Mailbox)
    for name in ("list-id", "list-unsubscribe", "list-unsubscribe-post", "message-id"):
        registry.map_to_type(name, _Verbatim)
    return registry


POLICY = SMTP.clone(header_factory=_registry(), max_line_length=LONGEST_LINE)
"""CRLF, ASCII on the wire, and our own folding; line breaks in a value raise ``ValueError``."""
