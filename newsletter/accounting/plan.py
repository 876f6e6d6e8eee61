"""What the plan asks for in a year: one planned report for each that is due, and the days of the year wheel."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from newsletter.model.issue import Quarter
from newsletter.model.plan_year import PlanYear
from newsletter.model.settings import Settings, plan_for

_QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True, order=True)
class PlannedReport:
    """A report that is due. ``ordinal`` counts the reports due in one quarter from 1."""

    quarter: Quarter
    due: date
    ordinal: int = 1

    @property
    def issue_id(self) -> str:
        """What its report is called as long as it has not been written."""
        return self.quarter.issue_id if self.ordinal == 1 else f"{self.quarter.issue_id}-{self.ordinal}"


class WheelStep(StrEnum):
    """The steps towards a report, in the order of the work."""

    CONTRIBUTIONS = "contributions"
    DRAFT = "draft"
    APPROVAL = "approval"
    SENDING = "sending"


def quarter_with(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def before(quarter: Quarter) -> Quarter:
    return Quarter(quarter.year - 1, 4) if quarter.number == 1 else Quarter(quarter.year, quarter.number - 1)


def planned_reports(settings: Settings, year: int) -> tuple[PlannedReport, ...]:
    """The due dates of ``year`` in its own plan; without any, the last day of each quarter.

    A plan borrowed from an earlier year (domain.md 4.8) lends its target, never its dates.
    """
    plan = settings.plan.get(year)
    return tuple(_number(_due_days(plan, year) if plan else _ends(year)))


def _ends(year: int) -> list[date]:
    return [Quarter(year, number).last_day for number in _QUARTERS]


def _due_days(plan: PlanYear, year: int) -> list[date]:
    """The dates given, else counted back from the sittings; a change takes the place of what was still to come on its day."""
    days = list(plan.due) or _before_sittings(plan, year) or _ends(year)
    for change in plan.changes_in_order:
        if change.due:
            days = [day for day in days if day < change.date] + [day for day in change.due if day >= change.date]
    return days


def _before_sittings(plan: PlanYear, year: int) -> list[date]:
    """One for each quarter, before its last sitting; a quarter without any is due on its last day. A plan that asks for more
    than four reports has one before every sitting, but no more than it asks for: the last of each quarter come first, then
    the earliest of the others.
    """
    days = sorted({sitting - timedelta(days=plan.days_before_sitting) for sitting in plan.sittings})
    if not days:
        return days
    last = {quarter_with(day): day for day in days}
    if plan.last_target <= len(_QUARTERS):
        return [last.get(quarter, quarter.last_day) for quarter in (Quarter(year, number) for number in _QUARTERS)]
    others = [day for day in days if day not in last.values()]
    return sorted([*last.values(), *others[: plan.last_target - len(last)]])


def _number(days: Iterable[date]) -> Iterator[PlannedReport]:
    seen: dict[Quarter, int] = {}
    for day in sorted(days):
        quarter = quarter_with(day)
        seen[quarter] = seen.get(quarter, 0) + 1
        yield PlannedReport(quarter, day, seen[quarter])


def due_day(settings: Settings, quarter: Quarter) -> date:
    """The last day for the report on ``quarter``: its last due date, else the quarter's own last day."""
    days = [slot.due for slot in planned_reports(settings, quarter.year) if slot.quarter == quarter]
    return max(days, default=quarter.last_day)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day of the year wheel: by then that step of the slot's report is to be done."""

    slot: PlannedReport
    step: WheelStep
    day: date


def wheel(settings: Settings, year: int) -> tuple[Deadline, ...]:
    """Contributions, draft, approval and sending of each report, in the order of the calendar."""
    plan = plan_for(settings, year)
    found = [
        Deadline(slot, step, last_day(plan, slot.due, step))
        for slot in planned_reports(settings, year)
        for step in steps_asked_for(plan, slot)
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.slot, list(WheelStep).index(one.step))))


def last_day(plan: PlanYear, due: date, step: WheelStep) -> date:
    """By when that step is to be done for a report that is due on ``due``."""
    days = {
        WheelStep.CONTRIBUTIONS: plan.deadlines.contributions,
        WheelStep.DRAFT: plan.deadlines.draft,
        WheelStep.APPROVAL: plan.deadlines.approval,
        WheelStep.SENDING: 0,
    }
    return due - timedelta(days=days[step])


def steps_asked_for(plan: PlanYear, slot: PlannedReport) -> frozenset[WheelStep]:
    """Contributions are waited for where members are named, an approval where the plan requires one."""
    asked = {WheelStep.DRAFT, WheelStep.SENDING}
    if any(member.contributes for member in plan.members):
        asked.add(WheelStep.CONTRIBUTIONS)
    if plan.approvals_on(slot.due):
        asked.add(WheelStep.APPROVAL)
    return frozenset(asked)


@dataclass(frozen=True, slots=True)
class TargetPeriod:
    """How many reports the plan asked for from a day on; ``reason`` is empty for what it began with."""

    first_day: date
    target: int
    reason: str = ""


def targets(settings: Settings, year: int) -> tuple[TargetPeriod, ...]:
    """Which target applied when, the first from New Year's Day."""
    plan = plan_for(settings, year)
    later = (TargetPeriod(one.date, one.target, one.reason) for one in plan.changes_in_order if one.target is not None)
    return (TargetPeriod(date(year, 1, 1), plan.target), *later)
