"""What is reported of a letter or an address after a letter has left, whoever reports it: the shapes that ``take_events`` takes
in and gives back, and why a letter did not arrive, read from the codes of an answer.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.model.deliveries import LEFT_EVENTS, Cause, Event


class Teller(StrEnum):
    """Who reports; the resolutions in the log name it."""

    SENDGRID = "SendGrid"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class EventReport:
    """What is said of an attempt; ``kind`` is None where it is only that the letter was taken, and ``is_read`` where a reader
    has opened it. ``at`` is UTC in ISO 8601. ``detail`` holds codes, never words or addresses. ``cause`` says why, and is None
    for what neither failed nor says no.

    ``attempt`` is empty where the report does not name it: then ``address`` and ``at`` say which letter it is, if only one
    fits. Where both are given and the report came by mail, it counts only if the attempt's letter went to that address.
    """

    attempt: str
    kind: Event | None
    at: str
    detail: str = ""
    is_read: bool = False
    cause: Cause | None = None
    address: str = field(default="", repr=False)
    teller: Teller = Teller.SENDGRID

    @property
    def has_left(self) -> bool:
        return self.is_read or self.kind in LEFT_EVENTS


@dataclass(frozen=True, slots=True)
class EventsTaken:
    """Every report is counted once: in ``new`` (not known before), ``known`` (or with no news in it), ``others`` (neither id
    nor address is ours), ``unreadable``, or ``unmatched`` (the address is ours, and no one letter fits).

    Of associations, by id: ``settled`` have a letter that is no longer in doubt. ``arrived_after_all`` have one that was said
    to have been taken back or not to have arrived, and ``sent_twice`` have been sent another since. ``stopped`` are those of
    which it was news that a letter did not arrive or that no more are wanted, by the cause. ``ambiguous`` had a report that
    could be about any of several letters, or about none of them.
    """

    new: Counter[Event]
    known: int
    others: int
    unreadable: int
    unmatched: int
    settled: tuple[str, ...]
    arrived_after_all: tuple[str, ...]
    sent_twice: tuple[str, ...]
    stopped: Mapping[Cause, tuple[str, ...]]
    ambiguous: tuple[str, ...]


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
    """The enhanced code among the codes kept of an answer; empty where there is none."""
    found = _ENHANCED.search(detail)
    return found.group() if found else ""
