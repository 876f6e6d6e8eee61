"""Which letter a report is about: the one whose attempt it names, else the only one that fits by address and time.

Late bounces come without any id of ours (sendgrid/docs#5177), and so do the provider's lists and many reports by mail. Which of
two letters one is about cannot be known then, and is never guessed.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic_core import PydanticCustomError

from newsletter.delivery.afterwards.reports import EventReport, Teller
from newsletter.delivery.log.rows import execute_with_rows, hash_address, hash_key
from newsletter.delivery.log.send_log import timestamp
from newsletter.model.addresses import mail_address
from newsletter.model.deliveries import LIVE, Event

CLOCKS_DIFFER = timedelta(minutes=5)
REPORTED_WITHIN = timedelta(days=30)
"""For so long after a letter was handed over a report without its id can be about it."""


@dataclass(frozen=True, slots=True)
class ReportedLetter:
    """A report that names the attempt it is about, and the letter of that attempt."""

    report: EventReport
    association: str
    realm: str


@dataclass(frozen=True, slots=True)
class UnmatchedReport:
    """A report about an address of ours and no one letter. ``associations`` have the address. ``is_certain``: whichever letter
    it is about, it is true of an address that has had letters of ours, and not of a test or of another log's letter alone.
    """

    report: EventReport
    hash: str
    associations: tuple[str, ...]
    is_certain: bool


@dataclass(slots=True)
class Matches:
    """``known`` counts reports without an id that have been matched and kept before, ``others`` those that are not ours."""

    ours: list[ReportedLetter] = field(default_factory=list)
    unmatched: list[UnmatchedReport] = field(default_factory=list)
    known: int = 0
    others: int = 0


_PLAIN = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,255}")
"""What ``MailAddress.key`` only turns into lower case, if it is an address at all."""


def hash_text(text: str) -> str | None:
    """What the log knows an address by; None for what is no address. A million of others' addresses go through here."""
    if _PLAIN.fullmatch(text):
        return hash_key(text.lower())
    try:
        return hash_address(mail_address(text))
    except PydanticCustomError:
        return None


_NAMED = """
    SELECT attempt.id, delivery.association, delivery.realm, address.hash FROM {input(attempt text)}
    JOIN attempt ON attempt.id = input.attempt
    JOIN delivery ON delivery.id = attempt.delivery
    JOIN address ON address.id = delivery.address
"""
_ADDRESSES = """
    SELECT id, association, hash FROM address WHERE hash IN (SELECT input.hash FROM {input(hash text)})
"""


def match_reports(connection: sa.Connection, reports: Collection[EventReport]) -> Matches:
    """Sort the reports by what they are about."""
    found = Matches()
    rows = execute_with_rows(connection, _NAMED, {(one.attempt,) for one in reports if one.attempt})
    named = {row.id: row for row in rows}
    rest = []
    for one in reports:
        row = named.get(one.attempt)
        if row is not None and _is_of(row, one):
            found.ours.append(ReportedLetter(one, row.association, row.realm))
        else:
            rest.append(one)
    if rest:
        _match_by_address(connection, rest, found)
    return found


def _is_of(row: sa.Row[*tuple[Any, ...]], report: EventReport) -> bool:
    """SendGrid gives back the id that it was handed; what comes by mail can be written by anyone."""
    return report.teller is Teller.SENDGRID or not report.address or hash_text(report.address) == row.hash


def _match_by_address(connection: sa.Connection, reports: Sequence[EventReport], found: Matches) -> None:
    hashes = {one.address: hash_text(one.address) for one in reports}
    known = _Addresses(connection, {key for key in hashes.values() if key})
    for one in reports:
        key = hashes[one.address]
        if key is None or key not in known.associations:
            found.others += 1
        elif one.attempt:
            found.unmatched.append(UnmatchedReport(one, key, known.associations[key], is_certain=False))
        elif known.has_event(key, one):
            found.known += 1
        else:
            letters = [letter for letter in known.letters.get(key, ()) if letter.can_be_known_to(one.teller)]
            fitting = [letter for letter in letters if letter.fits(one.at)]
            if len(fitting) == 1:
                (letter,) = fitting
                found.ours.append(ReportedLetter(replace(one, attempt=letter.attempt), letter.association, letter.realm))
            else:
                is_certain = any(letter.realm == LIVE for letter in fitting or letters)
                found.unmatched.append(UnmatchedReport(one, key, known.associations[key], is_certain))


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter that may have left, and when it was handed over or stopped waiting."""

    attempt: str
    association: str
    realm: str
    via: str
    left: str

    def can_be_known_to(self, teller: Teller) -> bool:
        """SendGrid knows of what it was handed; a mail server writes about letters of every way."""
        return teller is Teller.MAIL or self.via.startswith("sendgrid")

    def fits(self, at: str) -> bool:
        left = datetime.fromisoformat(self.left)
        return timestamp(left - CLOCKS_DIFFER) <= at <= timestamp(left + REPORTED_WITHIN)


# The letters to an address stand in the index under issue and association: both are few for one address. An earlier attempt
# of a letter is found through the decision that let it be tried again.
_LETTERS = """
    SELECT input.hash, delivery.id, delivery.association, delivery.realm, delivery.attempt AS current
    FROM {input(address bigint, association text, hash text)}
    CROSS JOIN (SELECT DISTINCT issue FROM run) AS sent CROSS JOIN delivery
    WHERE delivery.issue = sent.issue AND delivery.association = input.association AND delivery.address = input.address
"""
_ATTEMPTS = """
    SELECT attempt.id, attempt.claimed, run.via, hold.leaves, delivery.status, delivery.attempt AS current
    FROM {input(attempt text)}
    JOIN attempt ON attempt.id = input.attempt
    JOIN delivery ON delivery.id = attempt.delivery
    JOIN run ON run.id = attempt.run
    LEFT JOIN hold ON hold.run = run.id
    LEFT JOIN outcome ON outcome.attempt = attempt.id
    WHERE (outcome.status IS NULL OR outcome.status IN ('accepted', 'unknown'))
        AND NOT (delivery.status = 'recalled' AND delivery.attempt = attempt.id)
        AND run.via NOT LIKE 'outbox%' AND run.via NOT LIKE '%sandbox=1%'
"""
_EARLIER = """
    SELECT input.delivery, resolution.attempt FROM {input(delivery bigint)}
    JOIN resolution ON resolution.delivery = input.delivery
"""
_EVENTS = """
    SELECT event.attempt, event.kind, event.at FROM {input(attempt text)} JOIN event ON event.attempt = input.attempt
"""


class _Addresses:
    """What the log knows of some addresses: who has them, the letters to them, and what was reported of those."""

    def __init__(self, connection: sa.Connection, hashes: Collection[str]) -> None:
        rows = execute_with_rows(connection, _ADDRESSES, [(one,) for one in sorted(hashes)]).all()
        self.associations: Mapping[str, tuple[str, ...]] = _gather((row.hash, row.association) for row in rows)
        found = execute_with_rows(connection, _LETTERS, [(row.id, row.association, row.hash) for row in rows]).all()
        deliveries = {row.id: row for row in found}
        of_attempt = {row.current: row for row in deliveries.values()}
        for row in execute_with_rows(connection, _EARLIER, [(number,) for number in deliveries]):
            of_attempt.setdefault(row.attempt, deliveries[row.delivery])
        attempts = [(one,) for one in sorted(of_attempt)]
        letters: dict[str, list[_Letter]] = {}
        for row in execute_with_rows(connection, _ATTEMPTS, attempts):
            of = of_attempt[row.id]
            left = max(row.claimed, row.leaves or "")
            letters.setdefault(of.hash, []).append(_Letter(row.id, of.association, of.realm, row.via, left))
        self.letters = letters
        events = execute_with_rows(connection, _EVENTS, attempts)
        self._events = {(of_attempt[row.attempt].hash, Event(row.kind), row.at) for row in events}

    def has_event(self, key: str, report: EventReport) -> bool:
        return report.kind is not None and (key, report.kind, report.at) in self._events


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}
