"""The codes of a mail server's answer: all that is kept of it, and why a letter bounced. Its words name people."""

import re

from newsletter.model.deliveries import Cause

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_BASIC = re.compile(r"(?<![\d.])[245]\d\d(?![\d.])")
_OF_THE_SENDER = {"7", "8"}
"""RFC 3463, 3.2: X.1.7 and X.1.8 say that the *sender's* address is wrong, whoever was written to."""


def codes_of(*texts: str) -> str:
    """The codes of a mail server's answer, four at the most, without its words: they name people."""
    words = " ".join(texts)
    found = sorted([*_BASIC.finditer(words), *_ENHANCED.finditer(words)], key=lambda one: one.start())
    return " ".join(list(dict.fromkeys(one.group() for one in found))[:4])


def cause_of_bounce(*texts: str, is_block: bool = False) -> Cause:
    """Why a letter bounced, from the enhanced codes of RFC 3463: the first of ``texts`` that says more than x.0.0 decides, so
    that a status field goes before the words of the answer. ``is_block``: the provider calls it a block.
    """
    found = [code.groups() for text in texts for code in _ENHANCED.finditer(text) if code.groups()[1:] != ("0", "0")]
    match found[:1]:
        case [(_, "2", "2")]:
            return Cause.FULL
        case _ if is_block:
            return Cause.BLOCKED
        case [("5", "1", detail)] if detail not in _OF_THE_SENDER:
            return Cause.DEAD
        case _:
            return Cause.OTHER


def enhanced_code(detail: str) -> str:
    """The enhanced code among the codes kept of an answer, the first that says more than x.0.0; empty where there is none."""
    found = [one.group() for one in _ENHANCED.finditer(detail)]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else "")
