"""``newsletter remind``: mails to editor, contributors and approvers when something is due or late."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from newsletter.cli.clock import is_replaced, now, today
from newsletter.cli.exits import Exit
from newsletter.cli.output import note, say, say_item
from newsletter.cli.show.addresses import shown
from newsletter.cli.workspace import secrets
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from newsletter.accounting import Coming, People, Reminder, ReminderAddressee
    from newsletter.delivery import SendLog
    from newsletter.delivery.outgoing.batch import Transport
    from newsletter.model.deliveries import Status
    from newsletter.model.plan_year import PlanYear
    from newsletter.model.settings import Settings
    from newsletter.operations.workspace import Workspace

FOLDER = "paminnelser"
"""Of the outbox, where reminders of a rehearsal lie."""


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_(
        "Mail editor, contributors and approvers what is due or late, at most once per matter and day. Made to be run every "
        "morning by cron or a systemd timer."
    ),
    short_help=_("Remind those concerned of what is due."),
)
@click.option("--dry-run", is_flag=True, help=_("Show whom it would write to, and send nothing."))
@click.option("--via", metavar="URL", help=_("What the reminders leave through; else delivery.via of newsletter.yaml."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def remind(dry_run: bool, via: str | None, show_addresses: bool) -> int:  # noqa: FBT001 - Click calls by name
    from newsletter.cli.opening import find_workspace
    from newsletter.delivery.transports import open_transport, parse_via
    from newsletter.source import read_settings

    workspace = find_workspace()
    directory = workspace.directory
    settings = read_settings(directory).settings
    found = _due(workspace, settings)
    way = parse_via(settings.delivery.via if via is None else via)
    with workspace.open_log(settings, create=not dry_run) as log:
        if dry_run:
            return _shown(log, found, show_addresses=show_addresses)
        transport = open_transport(way, workspace=directory, issue=FOLDER, secrets=secrets(), clock_is_replaced=is_replaced())
        try:
            return _sent(_Round(settings, log, transport, show_addresses), found)
        finally:
            transport.close()


@dataclass(frozen=True, slots=True)
class _Round:
    settings: "Settings"
    log: "SendLog"
    transport: "Transport"
    shows_addresses: bool


def _due(workspace: "Workspace", settings: "Settings") -> "Mapping[str, Reminder]":
    from newsletter.accounting import due_reminders, keys
    from newsletter.operations.readiness import status_with_next

    day = today(settings.timezone)
    found = status_with_next(workspace, settings)
    return keys(due_reminders(tuple(_coming(workspace, settings, day)), found, _editor(settings, day.year), day))


def _coming(workspace: "Workspace", settings: "Settings", day: "date") -> "Iterator[Coming]":
    """The reports whose days are near enough for somebody to be reminded of."""
    from newsletter.accounting import NOTICE, Coming, WheelStep, last_day, refine
    from newsletter.operations.gathering import coming_reports
    from newsletter.operations.readiness import readiness
    from newsletter.source import plan_of

    for next_ in coming_reports(workspace, settings):
        plan = plan_of(next_.issue, settings)
        first = min(last_day(plan, next_.due, step) for step in WheelStep) - NOTICE
        if day >= first:
            ready = readiness(workspace, settings, next_)
            people = _people(settings, plan, ready.missing, next_.due.year)
            yield Coming(refine(next_, ready, plan, day), ready, plan, people)


def _people(settings: "Settings", plan: "PlanYear", missing: tuple[str, ...], year: int) -> "People":
    from newsletter.accounting import People, ReminderAddressee

    return People(
        editor=_editor(settings, year),
        missing=tuple(ReminderAddressee(one.name, one.email) for one in plan.members if one.email and one.name in missing),
        approvers=tuple(ReminderAddressee(one.name or one.role, one.email) for one in plan.approvers if one.email),
    )


def _editor(settings: "Settings", year: int) -> "ReminderAddressee | None":
    from newsletter.accounting import ReminderAddressee
    from newsletter.model.settings import editor_of

    editor = editor_of(settings, year)
    return ReminderAddressee(editor.name, editor.email) if editor else None


def _shown(log: "SendLog", found: "Mapping[str, Reminder]", *, show_addresses: bool) -> Exit:
    from newsletter.delivery.afterwards.reminded import is_claimed

    waiting = [one for matter, one in found.items() if not is_claimed(log, matter, one.occasion)]
    if not waiting:
        say(_("Nobody needs to be reminded of anything today."))
        return Exit.DONE
    text = ngettext("Dry run: {n} reminder would be sent.", "Dry run: {n} reminders would be sent.", len(waiting))
    say(text.format(n=len(waiting)))
    for one in waiting:
        say_item(_told(one, show_addresses=show_addresses))
    return Exit.DONE


def _told(one: "Reminder", *, show_addresses: bool) -> str:
    from newsletter.accounting import Reason

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
    return f"{one.to.name} ({shown(one.to.address.wire, show=show_addresses)}): {what}"


def _sent(round_: _Round, found: "Mapping[str, Reminder]") -> int:
    """Each is claimed before it leaves; a rehearsal remembers nothing."""
    from newsletter.delivery.afterwards.reminded import claim, release
    from newsletter.delivery.log.send_log import timestamp
    from newsletter.model.deliveries import Status

    code, accepted = int(Exit.DONE), 0
    for matter, one in found.items():
        if round_.transport.is_live and not claim(round_.log, matter, one.occasion, timestamp(now())):
            continue
        status, detail = _outcome(round_, one)
        told = _told(one, show_addresses=round_.shows_addresses)
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


def _outcome(round_: _Round, one: "Reminder") -> "tuple[Status, str]":
    from newsletter.accounting import Reason
    from newsletter.delivery.outgoing.batch import Batch, Envelope
    from newsletter.delivery.outgoing.envelope import message_id, sender_identity
    from newsletter.delivery.run.claims import new_attempt
    from newsletter.editions.reminder_letters import reminder_letter
    from newsletter.source import contribution_form, nearest_id

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
