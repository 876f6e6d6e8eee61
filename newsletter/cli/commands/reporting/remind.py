"""``newsletter remind``: mails to editor, contributors and approvers when something is due or late."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.accounting import Digest, Reason, Reminder
from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say, say_item
from newsletter.cli.show.words import address_word
from newsletter.delivery.transports import parse_via
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Status
from newsletter.operations.reminding import DigestOutcome, Round, WaitingDigests, find_waiting_digests, remind
from newsletter.source import read_settings


def send_reminders(*, dry_run: bool, via: str | None, show_addresses: bool, quiet: bool) -> Exit:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    way = parse_via(settings.delivery.via if via is None else via)
    terminal = _ReminderTerminal(show_addresses, quiet)
    if dry_run:
        terminal.show_waiting(find_waiting_digests(workspace, settings))
        return Exit.DONE
    done = remind(workspace, settings, way, terminal.tell)
    terminal.show_summary(done)
    return done.code


@dataclass(frozen=True, slots=True)
class _ReminderTerminal:
    """``is_quiet``: only what went wrong is said, so that cron writes to nobody on a morning when all is well."""

    shows_addresses: bool
    is_quiet: bool

    def show_waiting(self, waiting: WaitingDigests) -> None:
        if not waiting.digests:
            say(_day_off_words() if waiting.is_day_off else _("Nobody needs to be reminded of anything today."))
            return
        number = len(waiting.digests)
        say(ngettext("Dry run: {n} reminder would be sent.", "Dry run: {n} reminders would be sent.", number).format(n=number))
        for one in waiting.digests:
            say_item(self._words(one))

    def tell(self, outcome: DigestOutcome) -> None:
        words = self._words(outcome.digest)
        match outcome.status:
            case Status.ACCEPTED if self.is_quiet:
                return
            case Status.ACCEPTED:
                say_item(words)
            case Status.UNSENT:
                note(_("Not sent: {reminder}. {detail}").format(reminder=words, detail=outcome.detail))
            case Status.REJECTED:
                note(_("The address was refused: {reminder}. {detail}").format(reminder=words, detail=outcome.detail))
            case _:
                text = _("It is unclear whether it arrived, and it is not sent again today: {reminder}.")
                note(text.format(reminder=words))

    def show_summary(self, done: Round) -> None:
        """The last line says what the exit code says."""
        if words := "".join(f" {one}" for one in _what_failed(done)):
            note(_sent_words(done) + words)
        elif not self.is_quiet:
            say(_sent_words(done))

    def _words(self, digest: Digest) -> str:
        to = digest.to
        what = "; ".join(map(_what, digest.about))
        return f"{to.name} ({address_word(to.address.wire, show=self.shows_addresses)}): {what}"


def _what(one: Reminder) -> str:
    words = {
        Reason.CONTRIBUTE: _("contribute to {issue} by {day}"),
        Reason.MISSING: _("contributions to {issue} are missing"),
        Reason.DRAFT: _("write {issue} by {day}"),
        Reason.APPROVE: _("approve {issue} by {day}"),
        Reason.APPROVAL: _("have {issue} approved by {day}"),
        Reason.SEND: _("send {issue} by {day}"),
        Reason.OVERDUE: _("{issue} has not been sent, by {day} as planned"),
        Reason.UNRESOLVED: _("settle the letters of {issue} that are in doubt"),
        Reason.UNFINISHED: _("send what remains of {issue}"),
        Reason.FAILED: _("letters of {issue} came back"),
        Reason.RING: _("Ring the association: there is no address left to write to for {names}"),
    }[one.matter]
    return words.format(issue=one.issue, day=one.day.isoformat(), names=", ".join(one.names))


def _what_failed(done: Round) -> Sequence[str]:
    found = []
    if done.failed:
        text = ngettext("{n} was not sent: see above.", "{n} were not sent: see above.", done.failed)
        found.append(text.format(n=done.failed))
    if done.unclear:
        text = ngettext("Of {n} it is unclear whether it arrived.", "Of {n} it is unclear whether they arrived.", done.unclear)
        found.append(text.format(n=done.unclear))
    return found


def _sent_words(done: Round) -> str:
    n = done.accepted
    if not n and (done.failed or done.unclear):
        return _("No reminder was sent.")
    if not n and done.is_day_off:
        return _day_off_words()
    if not n:
        return _("No reminder was sent: nothing is due that has not been mentioned already.")
    if done.is_live:
        return ngettext("Done: {n} reminder sent.", "Done: {n} reminders sent.", n).format(n=n)
    text = ngettext("Rehearsal: {n} reminder lies in the outbox.", "Rehearsal: {n} reminders lie in the outbox.", n)
    return text.format(n=n)


def _day_off_words() -> str:
    return _("No reminders are sent today: it is a weekend, a public holiday or its eve.")
