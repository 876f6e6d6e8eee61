"""Addresses on the web and of people. Faults as in ``values``."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from newsletter.model.urls import split_url
from newsletter.model.values import INVISIBLE, code_point, fault, line_of

LONGEST_LOCAL_PART = 64


def _web_address(value: Any, schemes: tuple[str, ...]) -> str:
    text = line_of(value)
    parts = split_url(text)
    if parts is None:
        raise fault("not-a-url", value=text)
    if parts.scheme.lower() not in schemes:
        raise fault("scheme-not-allowed" if ":" in text.split("/")[0] else "not-a-url", value=text)
    if any(sign in text for sign in ' \t"<>\\^`{|}') or "@" in parts.netloc:
        raise fault("not-a-url", value=text)
    if parts.scheme.lower() == "mailto":
        mail_address(parts.path)
    elif not re.fullmatch(r"[^.]+(?:\.[^.]+)+\.?", parts.hostname or ""):
        raise fault("not-a-url", value=text)
    return text


@dataclass(frozen=True, slots=True)
class MailAddress:
    """One e-mail address. ``local`` keeps the spelling given; ``domain`` is the A-label form in lower case (IDNA 2008).

    Neither shows in its repr, which could end up in the details of a fault; so it is with the names in ``recipients``.
    """

    local: str = field(repr=False)
    domain: str = field(repr=False)

    @property
    def wire(self) -> str:
        """What is sent to: ``kontakt@xn--vnstern-sunne-bfb.example``."""
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of one address have in common (domain.md 3.6)."""
        return f"{self.local.lower()}@{self.domain}"


def mail_address(value: Any) -> MailAddress:
    """Read one address, trimmed and in NFC; faults ``not-an-address``, ``non-ascii-local-part``,
    ``control-character``.

    A domain that IDNA mapping changes in more than letter case is refused: ``ex<ZWSP>ample`` would silently become another.
    """
    if isinstance(value, MailAddress):
        return value
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - its resolver takes half of a short start

    text = line_of(value)
    local, at, domain = text.rpartition("@")
    if found := INVISIBLE.search(text):
        raise fault("control-character", character=code_point(found.group()))
    if at and not local.isascii():
        raise fault("non-ascii-local-part", value=text)
    if len(local) > LONGEST_LOCAL_PART:
        raise fault("not-an-address", value=text)
    try:
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=False)
    except EmailNotValidError:
        raise fault("not-an-address", value=text) from None
    if valid.domain.lower() != domain.lower() and valid.ascii_domain.lower() != domain.lower():
        raise fault("not-an-address", value=text)
    return MailAddress(local, valid.ascii_domain.lower())


Url = Annotated[
    str,
    BeforeValidator(lambda value: _web_address(value, ("https", "http"))),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
"""A web address; plain http is left to ``checks`` to warn about."""
Target = Annotated[
    str,
    BeforeValidator(lambda value: _web_address(value, ("https", "http", "mailto"))),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^(https?://|mailto:)"}),
]
"""Where a button leads: a web address or a mail address."""
Email = Annotated[
    MailAddress,
    BeforeValidator(mail_address),
    PlainSerializer(lambda address: address.wire),
    WithJsonSchema({"type": "string", "format": "email"}),
]
