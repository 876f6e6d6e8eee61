"""All that can be said of a year, gathered once: what status, matrix, report and archive are written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from newsletter.accounting.coverage import Coverage, coverage
from newsletter.accounting.evidence import Evidence, moment
from newsletter.accounting.matrix import Matrix, matrix
from newsletter.accounting.year import YearStatus, account
from newsletter.delivery.approvals import Leaned
from newsletter.delivery.handovers import Handover
from newsletter.model.contribution import Contribution
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings


@dataclass(frozen=True, slots=True)
class YearFacts:
    """``approvals`` are those that the live runs of the year's issues leaned on, ``handovers`` all that was recorded of
    them, each oldest first. ``as_of`` is when the log last changed, None for an empty one: what a document is dated by.
    """

    status: YearStatus
    matrix: Matrix
    coverage: Coverage
    approvals: tuple[Leaned, ...]
    handovers: tuple[Handover, ...]
    as_of: datetime | None


def year_facts(
    settings: Settings,
    evidence: Evidence,
    issues: Mapping[str, Issue],
    recipients: Recipients | None,
    *,
    year: int,
    today: date,
    contributed: Mapping[str, Sequence[Contribution]] | None = None,
) -> YearFacts:
    """``issues`` are the contents by id: as they were sent, or as the file says where nothing has been. ``contributed``
    are the contributions to each.
    """
    status = account(settings, evidence, year, today)
    ours = {issue.id for issue in status.issues}
    return YearFacts(
        status=status,
        matrix=matrix(status, evidence, settings.timezone),
        coverage=coverage(settings, recipients, status.issues, issues, year, contributed=contributed or {}),
        approvals=tuple(one for one in evidence.leaned if one.issue in ours),
        handovers=tuple(one for one in evidence.handovers if one.issue in ours),
        as_of=last_change(evidence),
    )


def last_change(evidence: Evidence) -> datetime | None:
    """When the log last changed; None for an empty one. A document made again from the same log is the same."""
    rows = (evidence.deliveries, evidence.events, evidence.handovers, evidence.deviations)
    return max((moment(row.at) for those in rows for row in those), default=None)
