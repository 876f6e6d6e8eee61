"""Where each planned report stands and how the year ends: the one place that says sent, waiting, missed or possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from newsletter.accounting.plan import PlannedReport
from newsletter.delivery.afterwards import Deviation, latest_deviations
from newsletter.model.issue import Quarter


class PlannedState(StrEnum):
    """Where a planned report stands on the day of the account. The words are promises of ``status --json``."""

    PLANNED = "planned"
    WRITTEN = "written"
    """Its file is there, and nothing of it has been sent."""
    WAITING = "waiting"
    """All its letters wait at the provider."""
    SENT = "sent"
    SENT_LATE = "sent_late"
    """Sent after its day in the plan."""
    CANCELLED = "cancelled"
    """It was recorded that it does not come."""
    MOVED = "moved"
    """A new day was recorded, and that day has not passed."""
    MISSED = "missed"
    """Its quarter is over, and it can no longer be sent."""

    @property
    def is_open(self) -> bool:
        """Whether the report can still be sent."""
        return self in (PlannedState.PLANNED, PlannedState.WRITTEN, PlannedState.MOVED)

    @property
    def is_sent(self) -> bool:
        return self in (PlannedState.SENT, PlannedState.SENT_LATE)


class Filling(Protocol):
    """What an issue must tell for a planned report to be filled by it."""

    @property
    def id(self) -> str: ...
    @property
    def quarter(self) -> Quarter: ...
    @property
    def ordinary(self) -> bool: ...
    @property
    def first_sent(self) -> datetime | None: ...
    @property
    def leaves(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class PlannedStanding:
    """``issue`` fills the planned report, or is what it would be called. ``sent`` and ``moved_to`` are days on the wall;
    ``leaves`` is when the first of its letters leaves the provider.
    """

    report: PlannedReport
    issue: str
    state: PlannedState
    sent: date | None = None
    leaves: datetime | None = None
    moved_to: date | None = None

    @property
    def last_day(self) -> date:
        """The day that it is to be sent by, as things are now."""
        return self.moved_to or self.report.due


def filling_issues(reports: Iterable[PlannedReport], issues: Sequence[Filling]) -> dict[PlannedReport, Filling]:
    """The issue that fills each planned report: the first ordinary one of its quarter, in the order that they leave, fills the
    first, and so on. Extras and corrections fill none.
    """
    found: dict[PlannedReport, Filling] = {}
    for report in reports:
        gone = sorted(
            (moment, one.id, one)
            for one in issues
            if one.ordinary and one.quarter == report.quarter and (moment := one.first_sent or one.leaves)
        )
        if len(gone) >= report.ordinal:
            found[report] = gone[report.ordinal - 1][2]
    return found


def standing_of(
    report: PlannedReport,
    issue: Filling | None,
    *,
    on_file: str | None,
    is_sendable: bool,
    deviation: Deviation | None,
    today: date,
    day_of: Mapping[str, date],
    is_over: bool = False,
) -> PlannedStanding:
    """Where one planned report stands. ``issue`` fills it, ``on_file`` is the id of an unsent file that would; ``is_sendable``
    says whether the next step still is to send it, ``day_of`` the day on the wall that each issue was first sent, and
    ``is_over`` that the year has ended: what has not come by then is missed.
    """
    if issue and issue.first_sent:
        sent = day_of[issue.id]
        state = PlannedState.SENT_LATE if sent > report.due else PlannedState.SENT
        return PlannedStanding(report, issue.id, state, sent=sent)
    if issue:
        return PlannedStanding(report, issue.id, PlannedState.WAITING, leaves=issue.leaves)
    name = on_file or report.issue_id
    if deviation and deviation.new_date is None:
        return PlannedStanding(report, name, PlannedState.CANCELLED)
    if not is_over and deviation and deviation.new_date and deviation.new_date >= today:
        return PlannedStanding(report, name, PlannedState.MOVED, moved_to=deviation.new_date)
    if is_over or (report.quarter.last_day < today and not is_sendable):
        return PlannedStanding(report, name, PlannedState.MISSED)
    return PlannedStanding(report, name, PlannedState.WRITTEN if on_file else PlannedState.PLANNED)


def awaited_reports(due: Iterable[PlannedReport], recorded: tuple[Deviation, ...]) -> Iterator[PlannedReport]:
    """The reports still to be waited for: on the new day where one was recorded, not at all where none will come."""
    said = latest_deviations(recorded)
    for slot in due:
        deviation = said.get(slot.issue_id)
        if deviation is None:
            yield slot
        elif deviation.new_date:
            yield replace(slot, due=deviation.new_date)


def missing_quarters(planned: Iterable[PlannedStanding], today: date, *, is_over: bool) -> Iterator[Quarter]:
    """Quarters that have ended without their report, whether a deviation says why or not."""
    for one in planned:
        if not one.state.is_sent and one.leaves is None and (is_over or one.report.quarter.last_day < today):
            yield one.report.quarter


# How the year ends: arithmetic over the planned reports.


@dataclass(frozen=True, slots=True)
class Forecast:
    """``possible`` is how many planned reports the year reaches at best; ``otherwise`` what is left of that if ``issue`` is
    not sent by ``before``, that day included. Both last are None when nothing more is planned.
    """

    done: int
    target: int
    possible: int
    otherwise: int
    before: date | None
    issue: str | None

    @property
    def reaches_target(self) -> bool:
        return self.possible >= self.target


def forecast(done: int, target: int, planned: Sequence[PlannedStanding], year: int, today: date) -> Forecast:
    """Sent in ``year``, waiting and still open are counted; what is sent after New Year is next year's. The day that counts is
    the plan's, or the new day of a deviation; when that has passed, the last day of the quarter, then of the year.
    """
    gone = sum(one.state is PlannedState.WAITING or (one.sent is not None and one.sent.year == year) for one in planned)
    still_open = [one for one in planned if one.state.is_open] if today.year <= year else []
    if not still_open:
        return Forecast(done, target, gone, gone, None, None)
    first, possible = still_open[0], gone + len(still_open)
    return Forecast(done, target, possible, possible - 1, _last_day(first, today), first.issue)


def _last_day(one: PlannedStanding, today: date) -> date:
    days = [one.last_day, one.report.quarter.last_day]
    return next((day for day in days if day >= today), date(today.year, 12, 31))
