"""All that can be said of a year, gathered once: what status, matrix, report and archive are written from.

The matrix is part of it: associations by reports, each cell with the evidence that it rests on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from newsletter.accounting.coverage import Coverage, coverage
from newsletter.accounting.evidence import Evidence, moment
from newsletter.accounting.reach import Reach, reach_of_letter
from newsletter.accounting.year import AssociationStatus, IssueStatus, YearStatus, account
from newsletter.delivery.afterwards import Handover
from newsletter.delivery.approval import RunApproval
from newsletter.delivery.log import DeliveryEvent
from newsletter.model.contribution import Contribution
from newsletter.model.deliveries import FAILED_EVENTS, Delivery, Event, Status
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings

# Associations by reports, each cell with the evidence that it rests on. Its sums are the log's.

_SHOWN_OF_AN_ID = 8


@dataclass(frozen=True, slots=True)
class LetterEvidence:
    """One letter. ``receipt`` is the beginning of the provider's id, enough to find it by; ``event`` is the latest, which
    ``happened`` one day and became ``known`` here the same or a later one.
    """

    status: Status
    reach: Reach
    day: date
    receipt: str
    event: Event | None
    happened: date | None = None
    known: date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """``day`` is when the association got the report, or when it was last tried; None where nothing was."""

    reach: Reach
    day: date | None
    letters: tuple[LetterEvidence, ...]
    handover: Handover | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """``associations`` are all that the year's reports were meant for, also those that the target does not count; ``cells``
    are by association and issue.
    """

    year: int
    issues: tuple[IssueStatus, ...]
    associations: tuple[AssociationStatus, ...]
    cells: Mapping[tuple[str, str], Cell]

    def reaches(self, issue: str) -> Mapping[Reach, int]:
        """How many of the associations that are counted stand with each word."""
        return Counter(self.cells[one.id, issue].reach for one in self.associations if one.counts)

    def letters(self, issue: str) -> Mapping[Status, int]:
        """How many letters of the issue stand with each status, to anybody."""
        return Counter(letter.status for one in self.associations for letter in self.cells[one.id, issue].letters)


def matrix(status: YearStatus, evidence: Evidence, timezone: str) -> Matrix:
    letters = _letters(evidence, timezone)
    cells = {
        (one.id, issue.id): _cell(
            one.issues[issue.id], letters.get((issue.id, one.id), ()), evidence.handovers_by_association.get((issue.id, one.id))
        )
        for one in status.associations
        for issue in status.issues
    }
    return Matrix(status.year, status.issues, status.associations, cells)


def _cell(reach: Reach, letters: tuple[LetterEvidence, ...], handover: Handover | None) -> Cell:
    return Cell(reach, _day(reach, letters, handover), letters, handover)


def _day(reach: Reach, letters: Iterable[LetterEvidence], handover: Handover | None) -> date | None:
    if reach is Reach.HANDED_OVER and handover:
        return handover.day
    if reach is Reach.REACHED:
        return min(one.day for one in letters if one.reach is Reach.REACHED)
    return max((one.day for one in letters), default=None)


def _letters(evidence: Evidence, timezone: str) -> Mapping[tuple[str, str], tuple[LetterEvidence, ...]]:
    events: dict[str, DeliveryEvent] = {event.attempt: event for event in evidence.events}
    found: dict[tuple[str, str], list[LetterEvidence]] = {}
    for one in evidence.deliveries:
        found.setdefault((one.issue, one.association), []).append(_letter(one, events.get(one.attempt), evidence, timezone))
    return {key: tuple(those) for key, those in found.items()}


def _letter(delivery: Delivery, event: DeliveryEvent | None, evidence: Evidence, timezone: str) -> LetterEvidence:
    zone = ZoneInfo(timezone)
    return LetterEvidence(
        status=delivery.status,
        reach=reach_of_letter(delivery, evidence),
        day=moment(delivery.moment).astimezone(zone).date(),
        receipt=mask_id(delivery.provider_id),
        event=event.kind if event else None,
        happened=moment(event.at).astimezone(zone).date() if event else None,
        known=moment(event.received).astimezone(zone).date() if event else None,
    )


def mask_id(provider_id: str | None) -> str:
    """Enough to find it by in the provider's own log, and of no use to anybody else."""
    if not provider_id:
        return ""
    return provider_id if len(provider_id) <= _SHOWN_OF_AN_ID else f"{provider_id[:_SHOWN_OF_AN_ID]}…"


@dataclass(frozen=True, slots=True)
class FailedSince:
    """A letter that was thought to have arrived on the day of the account, and turned out not to have."""

    issue: str
    association: str
    kind: Event
    happened: date


@dataclass(frozen=True, slots=True)
class YearFacts:
    """``approvals`` are those that the live runs of the year's issues relied on, ``handovers`` all that was recorded of
    them, each oldest first. ``as_of`` is when the log last changed, None for an empty one: what a document is dated by.
    ``failed_since`` is what has failed after the day of the account, by issue and association.
    """

    status: YearStatus
    matrix: Matrix
    coverage: Coverage
    approvals: tuple[RunApproval, ...]
    handovers: tuple[Handover, ...]
    as_of: datetime | None
    failed_since: tuple[FailedSince, ...] = ()


def year_facts(
    settings: Settings,
    evidence: Evidence,
    issues: Mapping[str, Issue],
    recipients: Recipients | None,
    *,
    year: int,
    today: date,
    is_over: bool = False,
    contributed: Mapping[str, Sequence[Contribution]] | None = None,
) -> YearFacts:
    """``issues`` are the contents by id: as they were sent, or as the file says where nothing has been. ``contributed``
    are the contributions to each; ``is_over`` as for ``account``.
    """
    status = account(settings, evidence, year, today, is_over=is_over)
    ours = {issue.id for issue in status.issues}
    return YearFacts(
        status=status,
        matrix=matrix(status, evidence, settings.timezone),
        coverage=coverage(settings, recipients, status.issues, issues, year, contributed=contributed or {}),
        approvals=tuple(one for one in evidence.run_approvals if one.issue in ours),
        handovers=tuple(one for one in evidence.handovers if one.issue in ours),
        as_of=last_change(evidence),
        failed_since=tuple(_failed_since(status, evidence, settings.timezone)),
    )


def _failed_since(status: YearStatus, evidence: Evidence, timezone: str) -> Iterator[FailedSince]:
    letters = {one.attempt: one for one in evidence.deliveries}
    ours, names = {issue.id for issue in status.issues}, {one.id: one.name for one in status.associations}
    for event in evidence.later:
        letter = letters.get(event.attempt)
        if letter and event.kind in FAILED_EVENTS and letter.issue in ours:
            name = names.get(letter.association, letter.association)
            yield FailedSince(letter.issue, name, event.kind, moment(event.at).astimezone(ZoneInfo(timezone)).date())


def last_change(evidence: Evidence) -> datetime | None:
    """When the log last changed; None for an empty one. A document made again from the same log is the same."""
    rows = (evidence.deliveries, evidence.events, evidence.handovers, evidence.deviations)
    return max((moment(row.at) for those in rows for row in those), default=None)
