"""``newsletter remind``: mails to editor, contributors and approvers when something is due or late."""

from collections.abc import Iterator, Mapping
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
from newsletter.cli.clock import now, today
from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say, say_item
from newsletter.cli.show.words import address_word
from newsletter.delivery import SendLog
from newsletter.delivery.afterwards.reminded import claim, is_claimed, release
from newsletter.delivery.log.send_log import timestamp
from newsletter.delivery.outgoing.batch import Batch, Envelope, Transport
from newsletter.delivery.outgoing.envelope import message_id, sender_identity
from newsletter.delivery.run.claims import new_attempt
from newsletter.delivery.transports import open_transport, parse_via
from newsletter.editions.reminder_letters import reminder_letter
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Status
from newsletter.model.plan_year import PlanYear
from newsletter.model.settings import Settings, editor_of
from newsletter.operations.gathering import coming_reports
from newsletter.operations.readiness import readiness, status_with_next
from newsletter.operations.workspace import Workspace
from newsletter.source import contribution_form, nearest_id, plan_of, read_settings

FOLDER = "paminnelser"
"""Of the outbox, where reminders of a rehearsal lie."""


def remind(*, dry_run: bool, via: str | None, show_addresses: bool) -> int:
    workspace = find_workspace()
    directory = workspace.directory
    settings = read_settings(directory).settings
    found = _due(workspace, settings)
    way = parse_via(settings.delivery.via if via is None else via)
    with workspace.open_log(settings, create=not dry_run) as log:
        if dry_run:
            return _show_what_is_due(log, found, show_addresses=show_addresses)
        transport = open_transport(
            way, workspace=directory, issue=FOLDER, secrets=workspace.secrets(), clock_is_replaced=workspace.clock.is_replaced
        )
        try:
            return _send(_Round(settings, log, transport, show_addresses), found)
        finally:
            transport.close()


@dataclass(frozen=True, slots=True)
class _Round:
    settings: Settings
    log: SendLog
    transport: Transport
    shows_addresses: bool


def _due(workspace: Workspace, settings: Settings) -> Mapping[str, Reminder]:
    day = today(settings.timezone)
    found = status_with_next(workspace, settings)
    return keys(due_reminders(tuple(_coming(workspace, settings, day)), found, _editor(settings, day.year), day))


def _coming(workspace: Workspace, settings: Settings, day: date) -> Iterator[Coming]:
    """The reports whose days are near enough for somebody to be reminded of."""
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


def _show_what_is_due(log: SendLog, found: Mapping[str, Reminder], *, show_addresses: bool) -> Exit:
    waiting = [one for matter, one in found.items() if not is_claimed(log, matter, one.occasion)]
    if not waiting:
        say(_("Nobody needs to be reminded of anything today."))
        return Exit.DONE
    text = ngettext("Dry run: {n} reminder would be sent.", "Dry run: {n} reminders would be sent.", len(waiting))
    say(text.format(n=len(waiting)))
    for one in waiting:
        say_item(_describe(one, show_addresses=show_addresses))
    return Exit.DONE


def _describe(one: Reminder, *, show_addresses: bool) -> str:
    words = {
        Reason.CONTRIBUTE: _("contribute to {issue} by {day}"),
        Reason.MISSING: _("contributions to {issue} are missing"),
        Reason.DRAFT: _("write {issue} by {day}"),
        Reason.APPROVE: _("approve {issue} by {day}"),
        Reason.APPROVAL: _("have {issue} approved by {day}"),
        Reason.SEND: _("send {issue} by {day}"),
        Reason.UNRESOLVED: _("settle the letters of {issue} that are in doubt"),
        Reason.UNFINISHED: _("send what remains of {issue}"),
        Reason.FAILED: _("letters of {issue} came back"),
    }[one.matter]
    what = words.format(issue=one.issue, day=one.day.isoformat())
    return f"{one.to.name} ({address_word(one.to.address.wire, show=show_addresses)}): {what}"


def _send(round_: _Round, found: Mapping[str, Reminder]) -> int:
    """Each is claimed before it leaves; a rehearsal remembers nothing."""
    code, accepted = int(Exit.DONE), 0
    for matter, one in found.items():
        if round_.transport.is_live and not claim(round_.log, matter, one.occasion, timestamp(now())):
            continue
        status, detail = _outcome(round_, one)
        told = _describe(one, show_addresses=round_.shows_addresses)
        match status:
            case Status.ACCEPTED:
                accepted += 1
                say_item(told)
            case Status.UNSENT:
                if round_.transport.is_live:
                    release(round_.log, matter, one.occasion)
                code = max(code, Exit.REMAINING)
                note(_("Not sent: {reminder}. {detail}").format(reminder=told, detail=detail))
            case Status.REJECTED:
                code = max(code, Exit.REMAINING)
                note(_("The address was refused: {reminder}. {detail}").format(reminder=told, detail=detail))
            case _:
                code = max(code, Exit.UNRESOLVED)
                note(_("It is unclear whether it arrived, and it is not sent again today: {reminder}.").format(reminder=told))
    _summary(round_, accepted)
    return code


def _summary(round_: _Round, accepted: int) -> None:
    if not accepted:
        say(_("No reminder was sent: nothing is due that has not been mentioned today."))
    elif round_.transport.is_live:
        say(ngettext("Done: {n} reminder sent.", "Done: {n} reminders sent.", accepted).format(n=accepted))
    else:
        text = ngettext("Rehearsal: {n} reminder lies in the outbox.", "Rehearsal: {n} reminders lie in the outbox.", accepted)
        say(text.format(n=accepted))


def _outcome(round_: _Round, one: Reminder) -> tuple[Status, str]:
    settings, attempt = round_.settings, new_attempt()
    sender = replace(sender_identity(settings), list_id=None, unsubscribe=None)
    day = one.day if one.days >= 0 else None
    wanted = contribution_form(one.issue, one.to.name, day, settings) if one.matter is Reason.CONTRIBUTE else ""
    envelope = Envelope(
        attempt=attempt,
        association_id=nearest_id(f"{one.matter} {one.issue} {one.to.name}") or one.matter,
        number=1,
        to=one.to.address,
        message_id=message_id(attempt, sender.address.domain),
        date=now(),
    )
    answer = round_.transport.send(Batch(sender, reminder_letter(one, settings, wanted), (envelope,)))
    return answer.outcomes[0].status, answer.outcomes[0].detail or answer.reason
