"""How far the next issue has come, and what that makes of the next step."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from newsletter.accounting.next_step import Next, Step
from newsletter.accounting.plan import WheelStep, last_day
from newsletter.accounting.reach import Reach
from newsletter.accounting.year import YearStatus
from newsletter.model.plan_year import PlanYear

GATHERING = timedelta(days=14)
"""So long before their last day contributions are asked for."""
_BOUNCED_LATELY = timedelta(days=30)
_NO_HURRY = 14


@dataclass(frozen=True, slots=True)
class Readiness:
    """Of the issue that is next: the members whose contributions are missing, those of them whose answer has come and cannot
    be used, whether its files have errors, whether it has the approvals that the plan requires (None where that cannot be
    known, because no letter can be made), and whose approval is missing.
    """

    missing: tuple[str, ...] = ()
    faulty: tuple[str, ...] = ()
    has_errors: bool = False
    is_approved: bool | None = True
    unapproved: tuple[str, ...] = ()


def refine(next_: Next, ready: Readiness, plan: PlanYear, today: date) -> Next:
    """The step before the one that plan and log alone would name: contributions are waited for until the draft is due, and
    nothing is sent that has errors or lacks an approval.
    """
    match next_.step:
        case Step.NOT_WRITTEN | Step.NOT_READY if ready.missing and _is_gathering(next_.due, plan, today):
            return replace(next_, step=Step.COLLECT)
        case Step.READY if ready.has_errors:
            return replace(next_, step=Step.NOT_READY)
        case Step.READY if ready.is_approved is False:
            return replace(next_, step=Step.NOT_APPROVED)
        case _:
            return next_


def _is_gathering(due: date, plan: PlanYear, today: date) -> bool:
    first = last_day(plan, due, WheelStep.CONTRIBUTIONS) - GATHERING
    return first <= today <= last_day(plan, due, WheelStep.DRAFT)


def recent_failures(found: YearStatus, today: date) -> tuple[str, tuple[str, ...]] | None:
    """The latest issue sent, where letters of it came back within the month, and the associations they were for."""
    sent = [issue for issue in found.issues if issue.first_sent]
    if not sent:
        return None
    latest = max(sent, key=lambda issue: issue.first_sent or issue.due)
    assert latest.first_sent is not None
    failed = [one.name for one in found.associations if latest.reach.get(one.id) in (Reach.BOUNCED, Reach.REJECTED)]
    recent = today - latest.first_sent.date() <= _BOUNCED_LATELY
    return (latest.id, tuple(failed)) if failed and recent else None


def with_failures(next_: Next | None, found: YearStatus, today: date) -> Next | None:
    """Letters that came back come before a report that nobody is in a hurry for."""
    failed = recent_failures(found, today)
    is_waiting = next_ is None or (next_.step is Step.NOT_WRITTEN and next_.days > _NO_HURRY)
    if not failed or not is_waiting:
        return next_
    issue = next(one for one in found.issues if one.id == failed[0])
    return Next(issue.id, issue.due, (issue.due - today).days, Step.FAILED)
