"""Whom to remind of what: decided by the plan's year wheel, what has been done, what has been said, and today's date. Pure.

A member hears at most four times of a report: a notice, a week before, the day before and once after; then the editor hears
that the member is missing. A person who has several parts in a report has fewer mails for each of them, never more in all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from newsletter.accounting.digests import Digest, Reason, Reminder, ReminderAddressee, SaidEarlier
from newsletter.accounting.next_step import Next, Step
from newsletter.accounting.plan import WheelStep, last_day
from newsletter.accounting.readiness import GATHERING, Readiness, recent_failures
from newsletter.accounting.working_days import WorkingDays
from newsletter.accounting.year import YearStatus
from newsletter.delivery.approval import approver_labels
from newsletter.model.plan_year import PlanYear

LONG_PAST = timedelta(days=14)
"""So long after its day nobody is reminded of a report any more, but for the one line that the editor gets."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_MOST = 4
"""Mails about one report to a person who is not its editor."""
_MOST_TO_EDITOR = 6
_AGAIN = (_WEEK, 4 * _WEEK)
"""After this long the editor is told again of letters in doubt or left: the first time, and every time after that."""


class Stage(StrEnum):
    """How near a day is, in the order that they come."""

    WRITTEN = "written"
    """At once: what is asked for can be done from now on."""
    NOTICE = "notice"
    WEEK = "week"
    EVE = "eve"
    AFTER = "after"
    LAST = "last"
    """The working day after that: the editor hears what did not come."""


@dataclass(frozen=True, slots=True)
class People:
    """Who can be reached: the editor, the members who have not answered, all approvers, and those who have not approved."""

    editor: ReminderAddressee | None
    missing: tuple[ReminderAddressee, ...] = ()
    approvers: tuple[ReminderAddressee, ...] = ()
    unapproved: tuple[ReminderAddressee, ...] = ()


def people_of(plan: PlanYear, editor: ReminderAddressee | None, ready: Readiness) -> People:
    """Those of the plan who have an address. An approver without a name is the person whose address it is, so that one person
    has one mail.
    """
    members = {one.name: ReminderAddressee(one.name, one.email) for one in plan.members if one.email}
    at_address = {one.address.key: one for one in (*members.values(), *((editor,) if editor else ()))}
    approvers = {
        label: ReminderAddressee(one.name, one.email)
        if one.name
        else at_address.get(one.email.key, ReminderAddressee(one.role, one.email))
        for label, one in zip(approver_labels(plan.approvers), plan.approvers, strict=True)
        if one.email
    }
    return People(
        editor=editor,
        missing=tuple(who for name, who in members.items() if name in ready.missing and name not in ready.faulty),
        approvers=tuple(dict.fromkeys(approvers.values())),
        unapproved=tuple(dict.fromkeys(who for label, who in approvers.items() if label in ready.unapproved)),
    )


@dataclass(frozen=True, slots=True)
class Coming:
    """A planned report that is to be sent, how far it has come, and who is to be told. ``is_open``: it still can be sent."""

    next: Next
    readiness: Readiness
    plan: PlanYear
    people: People
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the round, and which days are off."""

    day: date
    working: WorkingDays


def due_digests(
    coming: Sequence[Coming], found: YearStatus, editor: ReminderAddressee | None, today: Today, earlier: SaidEarlier
) -> tuple[Digest, ...]:
    """One for each person who is to hear of something today: the editor's own first, then in the order of the work. None on a
    day off, and none for a person who has had one today.
    """
    if today.working.is_off(today.day):
        return ()
    reminders = [
        *_of_the_log(found, editor, today.day, earlier),
        *(one for each in coming for one in _of_issue(each, today, earlier)),
    ]
    by_person: dict[ReminderAddressee, list[Reminder]] = {}
    for one in reminders:
        if not earlier.has(one):
            by_person.setdefault(one.to, []).append(one)
    digests = (Digest(to, today.day, tuple(_with_one_form(about))) for to, about in by_person.items())
    return tuple(one for one in digests if today.day not in earlier.days_of(one.key))


def _with_one_form(about: Sequence[Reminder]) -> Iterator[Reminder]:
    """The form comes last, and a mail has one: it comes back filled in for one report. Another report's comes the day after."""
    yield from (one for one in about if one.matter is not Reason.CONTRIBUTE)
    yield from [one for one in about if one.matter is Reason.CONTRIBUTE][:1]


def _of_the_log(found: YearStatus, editor: ReminderAddressee | None, today: date, earlier: SaidEarlier) -> Iterator[Reminder]:
    """Letters in doubt or left: at once, after a week, then every four weeks until it is settled. What came back: once, and
    again when more has come back since, at most once a week.
    """
    if editor is None:
        return
    for issue in found.issues:
        if issue.unresolved:
            yield from _again(Reason.UNRESOLVED, issue.id, editor, today, earlier)
        elif found.next and found.next.step is Step.UNFINISHED and found.next.issue == issue.id:
            yield from _again(Reason.UNFINISHED, issue.id, editor, today, earlier)
    if failed := recent_failures(found, today):
        issue_id, names = failed
        one = Reminder(Reason.FAILED, issue_id, editor, today, 0, f"failed {len(names)}", names)
        if today - max(earlier.days_of(one.key), default=date.min) >= _WEEK:
            yield one
    if found.nobody_left and (latest := _latest_issue(found)):
        names = tuple(one.name for one in found.nobody_left)
        occasion = " ".join(("nobody left:", *sorted(one.id for one in found.nobody_left)))
        yield Reminder(Reason.RING, latest, editor, today, 0, occasion, names)


def _latest_issue(found: YearStatus) -> str:
    """The latest that was sent in the year, else the next; empty where there is neither."""
    sent = [one.id for one in found.issues if one.first_sent]
    return sent[-1] if sent else found.next.issue if found.next else ""


def _again(matter: Reason, issue: str, to: ReminderAddressee, today: date, earlier: SaidEarlier) -> Iterator[Reminder]:
    one = Reminder(matter, issue, to, today, 0, today.isoformat())
    days = earlier.days_of(one.key)
    if not days or today - max(days) >= _AGAIN[min(len(days), len(_AGAIN)) - 1]:
        yield one


def _of_issue(coming: Coming, today: Today, earlier: SaidEarlier) -> Iterator[Reminder]:
    """Only the step that is next: nobody is asked to send what is not written. Once its day has passed the editor has one
    line; long after it, nobody has anything else.
    """
    editor = coming.people.editor
    if editor and (one := _when_past(coming, editor, today)):
        yield one
    if not coming.is_open or today.day > coming.next.due + LONG_PAST:
        return
    for asked in _asked(coming, today.day):
        most = _MOST_TO_EDITOR if asked.to == editor else _MOST
        if earlier.mails_about(coming.next.issue, asked.to) < most and (one := _at_stage(asked, coming.next.issue, today)):
            yield one


def _when_past(coming: Coming, editor: ReminderAddressee, today: Today) -> Reminder | None:
    """The one line, from the first working day after the report's day on."""
    due = coming.next.due
    if today.day < today.working.first_after(due):
        return None
    return Reminder(Reason.OVERDUE, coming.next.issue, editor, due, (due - today.day).days, f"past {due.isoformat()}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a person by a day, and at which stages they are told."""

    matter: Reason
    to: ReminderAddressee
    day: date
    stages: tuple[Stage, ...]
    names: tuple[str, ...] = ()


_MEMBER_STAGES = (Stage.NOTICE, Stage.WEEK, Stage.EVE, Stage.AFTER)
_APPROVER_STAGES = (Stage.WRITTEN, Stage.WEEK, Stage.EVE, Stage.AFTER)
_LATE_STAGES = (Stage.EVE, Stage.AFTER)
_DRAFT_STAGES = (Stage.WEEK, Stage.EVE, Stage.AFTER)


def _asked(coming: Coming, today: date) -> Iterator[_Asked]:
    next_, people = coming.next, coming.people
    match next_.step:
        case Step.NOT_WRITTEN | Step.NOT_READY | Step.COLLECT if today <= next_.due:
            yield from _asked_until_written(coming)
        case Step.NOT_APPROVED:
            day = last_day(coming.plan, next_.due, WheelStep.APPROVAL)
            for approver in people.unapproved:
                yield _Asked(Reason.APPROVE, approver, day, _LATE_STAGES if approver == people.editor else _APPROVER_STAGES)
            if people.editor:
                yield _Asked(Reason.APPROVAL, people.editor, day, _LATE_STAGES)
        case Step.READY if people.editor and today <= next_.due:
            yield _Asked(Reason.SEND, people.editor, next_.due, (Stage.EVE,))
        case _:
            return


def _asked_until_written(coming: Coming) -> Iterator[_Asked]:
    people = coming.people
    day = last_day(coming.plan, coming.next.due, WheelStep.CONTRIBUTIONS)
    for member in people.missing:
        yield _Asked(Reason.CONTRIBUTE, member, day, _stages_of(member, people))
    if people.editor is None:
        return
    if missing := tuple(name for name in coming.readiness.missing if name != people.editor.name):
        yield _Asked(Reason.MISSING, people.editor, day, (Stage.LAST,), missing)
    draft = last_day(coming.plan, coming.next.due, WheelStep.DRAFT)
    yield _Asked(Reason.DRAFT, people.editor, draft, _DRAFT_STAGES)


def _stages_of(member: ReminderAddressee, people: People) -> tuple[Stage, ...]:
    """The editor hears of the draft anyhow, and an approver has two mails left for the approval."""
    if member == people.editor:
        return (Stage.WEEK,)
    return (Stage.WEEK, Stage.EVE) if member in people.approvers else _MEMBER_STAGES


def _at_stage(asked: _Asked, issue: str, today: Today) -> Reminder | None:
    """At the last of its stages that has come: where the computer was off in between, the earlier ones are left out."""
    come = [stage for stage in asked.stages if _first_day(stage, asked, today.working) <= today.day]
    if not come:
        return None
    left, occasion = (asked.day - today.day).days, f"{come[-1]} {asked.day.isoformat()}"
    return Reminder(asked.matter, issue, asked.to, asked.day, left, occasion, asked.names)


def _first_day(stage: Stage, asked: _Asked, working: WorkingDays) -> date:
    """A day off is given up for the last working day before it; but that a day has passed is said when it has."""
    match stage:
        case Stage.WRITTEN:
            return date.min
        case Stage.NOTICE:
            return working.last_until(asked.day - GATHERING)
        case Stage.WEEK:
            return working.last_until(asked.day - _WEEK)
        case Stage.EVE:
            return working.last_until(asked.day - _DAY)
        case Stage.AFTER:
            return working.first_after(asked.day)
        case Stage.LAST:
            return working.first_after(working.first_after(asked.day))
        case _:
            assert_never(stage)


def first_reminder_day(due: date, plan: PlanYear) -> date:
    """From this day on a report that is due then may have a reminder; days off bring it forward by less than a week."""
    return min(last_day(plan, due, step) for step in WheelStep) - GATHERING - _WEEK
