"""Whom to remind of what: decided by the plan's year wheel, what has been done, and today's date. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from newsletter.accounting.next_step import Next, Step
from newsletter.accounting.plan import WheelStep, last_day
from newsletter.accounting.readiness import Readiness, recent_failures
from newsletter.accounting.year import YearStatus
from newsletter.model.addresses import MailAddress
from newsletter.model.plan_year import PlanYear

NOTICE = timedelta(days=7)
"""So long before a day its matter is mentioned once; then from the day before it, and every day that it is late."""


class Reason(StrEnum):
    """What a reminder is about."""

    CONTRIBUTE = "contribute"
    """To a member whose contribution is missing."""
    MISSING = "missing"
    """To the editor: who has not contributed though the day has passed."""
    DRAFT = "draft"
    APPROVE = "approve"
    """To an approver."""
    APPROVAL = "approval"
    """To the editor: nobody has approved yet."""
    SEND = "send"
    UNRESOLVED = "unresolved"
    UNFINISHED = "unfinished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReminderAddressee:
    name: str
    address: MailAddress


@dataclass(frozen=True, slots=True)
class Reminder:
    """``day`` is the last for what is asked, ``days`` how many are left; ``names`` whom it is about. What has the same issue,
    ``matter``, person and ``occasion`` is sent once.
    """

    matter: Reason
    issue: str
    to: ReminderAddressee
    day: date
    days: int
    occasion: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Who can be reached: the editor, the members who have not contributed, the approvers."""

    editor: ReminderAddressee | None
    missing: tuple[ReminderAddressee, ...] = ()
    approvers: tuple[ReminderAddressee, ...] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """An issue that is to be sent, how far it has come, and who is to be told."""

    next: Next
    readiness: Readiness
    plan: PlanYear
    people: People


def due_reminders(
    coming: Sequence[Coming], found: YearStatus, editor: ReminderAddressee | None, today: date
) -> tuple[Reminder, ...]:
    """In the order of the issues, then of the work."""
    return (*_of_the_log(found, editor, today), *(one for each in coming for one in _of_issue(each, today)))


def _of_the_log(found: YearStatus, editor: ReminderAddressee | None, today: date) -> Iterator[Reminder]:
    """Letters in doubt, left or come back: every day until it is settled; what came back once."""
    if editor is None:
        return
    for issue in found.issues:
        if issue.unresolved:
            yield _daily(Reason.UNRESOLVED, issue.id, editor, today)
        elif found.next and found.next.step is Step.UNFINISHED and found.next.issue == issue.id:
            yield _daily(Reason.UNFINISHED, issue.id, editor, today)
    if failed := recent_failures(found, today):
        issue_id, names = failed
        yield Reminder(Reason.FAILED, issue_id, editor, today, 0, f"failed {len(names)}", names)


def _daily(matter: Reason, issue: str, to: ReminderAddressee, today: date) -> Reminder:
    return Reminder(matter, issue, to, today, 0, today.isoformat())


def _of_issue(coming: Coming, today: date) -> Iterator[Reminder]:
    """Only the step that is next: nobody is asked to send what is not written."""
    next_, plan, people, ready = coming.next, coming.plan, coming.people, coming.readiness
    days = {step: last_day(plan, next_.due, step) for step in WheelStep}
    is_written = next_.step in (Step.READY, Step.NOT_APPROVED)
    if not is_written:
        for member in people.missing:
            yield from _when_due(Reason.CONTRIBUTE, next_.issue, member, days[WheelStep.CONTRIBUTIONS], today)
        if ready.missing and people.editor and today > days[WheelStep.CONTRIBUTIONS]:
            for one in _when_due(Reason.MISSING, next_.issue, people.editor, days[WheelStep.CONTRIBUTIONS], today):
                yield Reminder(one.matter, one.issue, one.to, one.day, one.days, one.occasion, ready.missing)
        if people.editor:
            yield from _when_due(Reason.DRAFT, next_.issue, people.editor, days[WheelStep.DRAFT], today)
    elif next_.step is Step.NOT_APPROVED:
        for approver in people.approvers:
            yield from _when_due(Reason.APPROVE, next_.issue, approver, days[WheelStep.APPROVAL], today)
        if people.editor:
            yield from _when_due(Reason.APPROVAL, next_.issue, people.editor, days[WheelStep.APPROVAL], today)
    elif people.editor:
        yield from _when_due(Reason.SEND, next_.issue, people.editor, days[WheelStep.SENDING], today)


def _when_due(matter: Reason, issue: str, to: ReminderAddressee, day: date, today: date) -> Iterator[Reminder]:
    """Once in the week before, and every day from the day before on."""
    left = (day - today).days
    if left <= 1:
        yield Reminder(matter, issue, to, day, left, today.isoformat())
    elif left <= NOTICE.days:
        yield Reminder(matter, issue, to, day, left, f"before {day.isoformat()}")


def keys(found: Sequence[Reminder]) -> Mapping[str, Reminder]:
    """What each is remembered by; of the person, whose address two may share, only a hash."""
    return {f"{one.issue} {one.matter} {_hash(one.to)}": one for one in found}


def _hash(person: ReminderAddressee) -> str:
    return hashlib.blake2b(f"{person.address.key}\0{person.name}".encode(), digest_size=16).hexdigest()
