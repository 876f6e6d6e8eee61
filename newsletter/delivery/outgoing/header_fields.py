"""Header fields of a letter, folded so that every reader gets back what was put in.

The standard library's own folding loses the spaces between encoded words and parts words in two (CPython issue 92081, mended
in 3.13), and encodes long tokens that must stay as they are (issue 79986), so fields of ours fold themselves.
"""

import re
import textwrap
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from email.policy import SMTP, Policy
from email.utils import quote
from functools import partial
from typing import Any

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
