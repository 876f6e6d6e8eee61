"""Reminding editor, contributors and approvers: deciding what is due, mailing it, and remembering that it was mailed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from newsletter.accounting import (
    NOTICE,
    Coming,
    People,
    Reason,
    Reminder,
    ReminderAddressee,
    WheelStep,
    due_reminders,
    keys,
    last_day,
    refine,
)
from newsletter.delivery.afterwards import claim_reminder, is_reminder_claimed, release_reminder
from newsletter.delivery.log import SendLog, timestamp
from newsletter.delivery.outgoing import Batch, Envelope, Transport, message_id, sender_identity
from newsletter.delivery.run import new_attempt
from newsletter.delivery.transports import Via, open_transport
from newsletter.editions.reminder_letters import reminder_letter
from newsletter.model.deliveries import Status
from newsletter.model.plan_year import PlanYear
from newsletter.model.settings import Settings, editor_of
from newsletter.operations.exits import Exit
from newsletter.operations.gathering import coming_reports
from newsletter.operations.readiness import readiness, status_with_next
from newsletter.operations.workspace import Workspace
from newsletter.source import contribution_form, nearest_id, plan_of

FOLDER = "paminnelser"
"""Of the outbox, where reminders of a rehearsal lie."""


@dataclass(frozen=True, slots=True)
class ReminderOutcome:
    """What became of one reminder; ``detail`` is the other side's word where it was not taken."""

    reminder: Reminder
    status: Status
    detail: str


@dataclass(frozen=True, slots=True)
class Round:
    """So many reminders were taken. ``is_live``: they left; else they lie in the outbox."""

    accepted: int
    is_live: bool
    code: Exit


def find_waiting_reminders(workspace: Workspace, settings: Settings) -> tuple[Reminder, ...]:
    """Those that are due today and have not been sent. Nothing is written."""
    found = _find_due(workspace, settings)
    with workspace.open_log(settings) as log:
        return tuple(one for matter, one in found.items() if not is_reminder_claimed(log, matter, one.occasion))


def remind(workspace: Workspace, settings: Settings, via: Via, tell: Callable[[ReminderOutcome], None]) -> Round:
    """Mail what is due. Each reminder is claimed in the log before it leaves, so that it leaves once; one that provably did not
    leave is given free again. A rehearsal remembers nothing.
    """
    found = _find_due(workspace, settings)
    with workspace.open_log(settings, create=True) as log, closing(_open_transport(workspace, via)) as transport:
        code, accepted = Exit.DONE, 0
        for matter, one in found.items():
            if transport.is_live and not claim_reminder(log, matter, one.occasion, timestamp(workspace.now())):
                continue
            status, detail = _send(workspace, settings, transport, one)
            match status:
                case Status.ACCEPTED:
                    accepted += 1
                case Status.UNSENT:
                    _release(log, transport, matter, one)
                    code = max(code, Exit.REMAINING)
                case Status.REJECTED:
                    code = max(code, Exit.REMAINING)
                case _:
                    code = max(code, Exit.UNRESOLVED)
            tell(ReminderOutcome(one, status, detail))
        return Round(accepted, transport.is_live, code)


def _find_due(workspace: Workspace, settings: Settings) -> Mapping[str, Reminder]:
    day = workspace.today(settings.timezone)
    found = status_with_next(workspace, settings)
    return keys(due_reminders(tuple(_coming(workspace, settings, day)), found, _editor(settings, day.year), day))


def _coming(workspace: Workspace, settings: Settings, day: date) -> Iterator[Coming]:
    """The reports whose days are near enough for a reminder."""
    for next_ in coming_reports(workspace, settings):
        plan = plan_of(next_.issue, settings)
        first = min(last_day(plan, next_.due, step) for step in WheelStep) - NOTICE
        if day >= first:
            ready = readiness(workspace, settings, next_)
            people = _people(settings, plan, ready.missing, next_.due.year)
            yield Coming(refine(next_, ready, plan, day), ready, plan, people)


def _people(settings: Settings, plan: PlanYear, missing: tuple[str, ...], year: int) -> People:
    return People(
        editor=_editor(settings, year),
        missing=tuple(ReminderAddressee(one.name, one.email) for one in plan.members if one.email and one.name in missing),
        approvers=tuple(ReminderAddressee(one.name or one.role, one.email) for one in plan.approvers if one.email),
    )


def _editor(settings: Settings, year: int) -> ReminderAddressee | None:
    editor = editor_of(settings, year)
    return ReminderAddressee(editor.name, editor.email) if editor else None


def _open_transport(workspace: Workspace, via: Via) -> Transport:
    return open_transport(
        via,
        workspace=workspace.directory,
        issue=FOLDER,
        secrets=workspace.secrets(),
        clock_is_replaced=workspace.clock.is_replaced,
    )


def _release(log: SendLog, transport: Transport, matter: str, one: Reminder) -> None:
    if transport.is_live:
        release_reminder(log, matter, one.occasion)


def _send(workspace: Workspace, settings: Settings, transport: Transport, one: Reminder) -> tuple[Status, str]:
    attempt = new_attempt()
    sender = replace(sender_identity(settings), list_id=None, unsubscribe=None)
    day = one.day if one.days >= 0 else None
    enclosed = contribution_form(one.issue, one.to.name, day, settings) if one.matter is Reason.CONTRIBUTE else ""
    envelope = Envelope(
        attempt=attempt,
        association_id=nearest_id(f"{one.matter} {one.issue} {one.to.name}") or one.matter,
        number=1,
        to=one.to.address,
        message_id=message_id(attempt, sender.address.domain),
        date=workspace.now(),
    )
    answer = transport.send(Batch(sender, reminder_letter(one, settings, enclosed), (envelope,)))
    return answer.outcomes[0].status, answer.outcomes[0].detail or answer.reason
