"""``newsletter remind``: mails to editor, contributors and approvers when something is due or late."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.accounting import Reason, Reminder
from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say, say_item
from newsletter.cli.show.words import address_word
from newsletter.delivery.transports import parse_via
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Status
from newsletter.operations.reminding import ReminderOutcome, Round, find_waiting_reminders, remind
from newsletter.source import read_settings


def send_reminders(*, dry_run: bool, via: str | None, show_addresses: bool) -> Exit:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    way = parse_via(settings.delivery.via if via is None else via)
    terminal = _ReminderTerminal(show_addresses)
    if dry_run:
        terminal.show_waiting(find_waiting_reminders(workspace, settings))
        return Exit.DONE
    done = remind(workspace, settings, way, terminal.tell)
    _show_summary(done)
    return done.code


@dataclass(frozen=True, slots=True)
class _ReminderTerminal:
    shows_addresses: bool

    def show_waiting(self, waiting: Sequence[Reminder]) -> None:
        if not waiting:
            say(_("Nobody needs to be reminded of anything today."))
            return
        text = ngettext("Dry run: {n} reminder would be sent.", "Dry run: {n} reminders would be sent.", len(waiting))
        say(text.format(n=len(waiting)))
        for one in waiting:
            say_item(self._words(one))

    def tell(self, outcome: ReminderOutcome) -> None:
        words = self._words(outcome.reminder)
        match outcome.status:
            case Status.ACCEPTED:
                say_item(words)
            case Status.UNSENT:
                note(_("Not sent: {reminder}. {detail}").format(reminder=words, detail=outcome.detail))
            case Status.REJECTED:
                note(_("The address was refused: {reminder}. {detail}").format(reminder=words, detail=outcome.detail))
            case _:
                text = _("It is unclear whether it arrived, and it is not sent again today: {reminder}.")
                note(text.format(reminder=words))

    def _words(self, one: Reminder) -> str:
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
        return f"{one.to.name} ({address_word(one.to.address.wire, show=self.shows_addresses)}): {what}"


def _show_summary(done: Round) -> None:
    if not done.accepted:
        say(_("No reminder was sent: nothing is due that has not been mentioned today."))
    elif done.is_live:
        say(ngettext("Done: {n} reminder sent.", "Done: {n} reminders sent.", done.accepted).format(n=done.accepted))
    else:
        text = ngettext(
            "Rehearsal: {n} reminder lies in the outbox.", "Rehearsal: {n} reminders lie in the outbox.", done.accepted
        )
        say(text.format(n=done.accepted))
