"""Later facts about letters: kept once each, in any order and however often they come.

An event proves that the provider took the letter. So it also settles a letter that stood in doubt, and corrects one that was
thought not to have left; it never makes a letter due. But a letter that waits and may have been taken back can be discarded
after it was taken: of that one only what shows that it left is a proof. Such a proof also undoes what was said before: that it
had been taken back, or had not arrived.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from newsletter.delivery.afterwards.matching import Matches, UnmatchedReport, match_reports
from newsletter.delivery.afterwards.reports import EventReport, EventsTaken, Teller
from newsletter.delivery.log.rows import execute_with_rows
from newsletter.delivery.log.schema import delivery, resolution
from newsletter.delivery.log.send_log import SendLog
from newsletter.locale import _
from newsletter.model.deliveries import LIVE, NO_MORE_LETTERS, Cause, Event, Status

AT_A_TIME = 1000
_T = TypeVar("_T")

_ADD = """
    INSERT INTO event (attempt, kind, cause, detail, at, received)
    SELECT input.attempt, input.kind, input.cause, input.detail, input.at, :received
    FROM {input(attempt text, kind text, at text, cause text, detail text)} WHERE true
    ORDER BY input.attempt, input.kind, input.at
    ON CONFLICT DO NOTHING
    RETURNING attempt, kind, cause
"""
_ADD_FACTS = """
    INSERT INTO address_fact (hash, kind, cause, detail, at, received)
    SELECT input.hash, input.kind, input.cause, input.detail, input.at, :received
    FROM {input(hash text, kind text, at text, cause text, detail text)} WHERE true
    ORDER BY input.hash, input.kind, input.at
    ON CONFLICT DO NOTHING
"""
_STANDS = """
    SELECT delivery.id, delivery.association, delivery.attempt, delivery.status, input.attempt AS reported, attempt.claimed,
        input.has_left = 1 OR (input.processed <> '' AND input.processed >= hold.leaves) AS has_left,
        input.processed <> '' AS was_taken,
        EXISTS (
            SELECT 1 FROM resolution
            WHERE resolution.attempt = input.attempt AND resolution.decision = 'again' AND resolution.before = 'accepted'
        ) AS goes_again,
        (SELECT step FROM recall WHERE recall.run = attempt.run ORDER BY recall.id DESC LIMIT 1) AS step
    FROM {input(attempt text, has_left bigint, processed text)}
    JOIN attempt ON attempt.id = input.attempt
    JOIN delivery ON delivery.id = attempt.delivery
    LEFT JOIN hold ON hold.run = attempt.run
    ORDER BY delivery.id, attempt.claimed
"""


@dataclass(slots=True)
class _Account:
    """What is counted and named while reports are taken in; each association once, in the order they come."""

    new: Counter[Event] = field(default_factory=Counter)
    known: int = 0
    others: int = 0
    unreadable: int = 0
    unmatched: int = 0
    named: dict[str, dict[str, None]] = field(default_factory=dict)

    def name(self, what: str, association: str) -> None:
        self.named.setdefault(what, {})[association] = None

    def those(self, what: str) -> tuple[str, ...]:
        return tuple(sorted(self.named.get(what, ())))


def take_events(log: SendLog, reported: Iterable[EventReport | None], received: str) -> EventsTaken:
    """Add the reports that are new, and settle what they prove. None stands for an entry that could not be read."""
    account = _Account()
    for some in portions(reported):
        account.unreadable += some.count(None)
        reports = [one for one in some if one]
        with log.writing() as connection:
            matches = match_reports(connection, dict.fromkeys(reports))
            account.known += len(reports) - len(dict.fromkeys(reports)) + matches.known
            account.others += matches.others
            account.unmatched += len(matches.unmatched)
            _add(connection, matches, received, account)
    return EventsTaken(
        new=account.new,
        known=account.known,
        others=account.others,
        unreadable=account.unreadable,
        unmatched=account.unmatched,
        settled=account.those("settled"),
        arrived_after_all=account.those("arrived_after_all"),
        sent_twice=account.those("sent_twice"),
        stopped={cause: those for cause in Cause if (those := account.those(cause))},
        ambiguous=account.those("ambiguous"),
    )


def _add(connection: sa.Connection, matches: Matches, received: str, account: _Account) -> None:
    letters = {one.report.attempt: one for one in matches.ours}
    reports = [one.report for one in matches.ours]
    rows = {(one.attempt, one.kind, one.at): (one.cause, one.detail) for one in reports if one.kind}
    added = _added(connection, rows, received)
    for attempt_id, kind, cause in added:
        account.new[Event(kind)] += 1
        if cause and letters[attempt_id].realm == LIVE:  # a test letter is no association's in the account
            account.name(cause, letters[attempt_id].association)
    account.known += len(reports) - len(added)
    _keep_facts(connection, matches.unmatched, received)
    for one in matches.unmatched:
        for association in one.associations:
            account.name("ambiguous", association)
    for what, association in _settle(connection, reports, {row.attempt for row in added}, received):
        account.name(what, association)


def _added(
    connection: sa.Connection, rows: Mapping[tuple[str, Event, str], tuple[Cause | None, str]], received: str
) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    if not rows:
        return ()
    ordered = sorted(rows.items())
    return execute_with_rows(connection, _ADD, [(*key, *rest) for key, rest in ordered], received=received).all()


def _keep_facts(connection: sa.Connection, unmatched: Iterable[UnmatchedReport], received: str) -> None:
    """Which letter a complaint is about decides nothing for the next: the address is the same."""
    rows = {
        (one.hash, one.report.kind, one.report.at): (one.report.cause, one.report.detail)
        for one in unmatched
        if one.is_certain and one.report.kind and one.report.cause in NO_MORE_LETTERS
    }
    if rows:
        execute_with_rows(connection, _ADD_FACTS, [(*key, *rest) for key, rest in sorted(rows.items())], received=received)


def _settle(
    connection: sa.Connection, reported: Sequence[EventReport], news: Collection[str], at: str
) -> Iterator[tuple[str, str]]:
    """The field of ``EventsTaken`` and the association, for each that it concerns. A run at work on the letter finds that its
    status has changed.
    """
    proofs: dict[str, tuple[int, str]] = {}
    tellers = {one.attempt: one.teller for one in reported}
    for one in reported:
        has_left, processed = proofs.get(one.attempt, (0, ""))
        proofs[one.attempt] = max(has_left, int(one.has_left)), processed if one.kind else max(processed, one.at)
    for row in execute_with_rows(connection, _STANDS, sorted((key, *proof) for key, proof in proofs.items())).all():
        match _field_of(row):
            case "sent_twice" if row.reported in news:
                yield "sent_twice", row.association
            case ("settled" | "arrived_after_all") as what if _accept(connection, row, tellers[row.reported], at):
                yield what, row.association


def _field_of(row: sa.Row[*tuple[Any, ...]]) -> str | None:
    """The field of ``EventsTaken`` that a report means for its letter; None where it proves nothing."""
    leaves = row.has_left or row.step not in {"begun", "done"}
    match Status(row.status):
        case Status.UNSENT | Status.RECALLED | Status.REJECTED if row.goes_again:
            return None  # that it had left was known when the editor let it be tried again
        case Status.SENDING | Status.UNKNOWN | Status.UNSENT if row.attempt == row.reported:
            return "settled" if leaves else None
        case Status.RECALLED | Status.REJECTED if row.attempt == row.reported:
            return "arrived_after_all" if row.has_left else None
        case Status.UNSENT | Status.RECALLED | Status.REJECTED:
            return "arrived_after_all" if row.has_left or (row.was_taken and leaves) else None
        case Status.SENDING | Status.UNKNOWN | Status.ACCEPTED:
            return "sent_twice" if row.has_left and row.attempt != row.reported else None


def _accept(connection: sa.Connection, row: sa.Row[*tuple[Any, ...]], teller: Teller, at: str) -> bool:
    """Write that the letter was accepted, where it still stands as it was read; whether it did."""
    still = (delivery.c.id == row.id, delivery.c.attempt == row.attempt, delivery.c.status == row.status)
    changed = sa.update(delivery).where(*still).values(status=Status.ACCEPTED, attempt=row.reported, at=row.claimed)
    if not connection.execute(changed).rowcount:
        return False
    decided = {"decision": "arrived", "by": teller, "reason": _("An event that {teller} has reported.").format(teller=teller)}
    stood = {"before": row.status, "after": Status.ACCEPTED, "at": at}
    connection.execute(resolution.insert().values(delivery=row.id, attempt=row.reported, **decided, **stood))
    return True


def portions(items: Iterable[_T]) -> Iterator[list[_T]]:
    """As many at a time as one transaction takes."""
    left = iter(items)
    while some := list(islice(left, AT_A_TIME)):
        yield some
