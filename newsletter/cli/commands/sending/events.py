"""``newsletter events``: what SendGrid reports of letters after it has taken them."""

from pathlib import Path

import click

from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import fail, note, say, warn
from newsletter.delivery.afterwards import EventsTaken
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Event
from newsletter.operations.receiving import BrokenEntries, Reception, receive_reports
from newsletter.operations.words import listing
from newsletter.source import read_settings


def receive_events(*, files: tuple[Path, ...], fetch: bool, via: str | None) -> Exit:
    if not files and not fetch:
        raise click.UsageError(_("Name a file with saved events, or give --fetch."))
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    asked = (settings.delivery.via if via is None else via) if fetch else None
    reception = receive_reports(workspace, settings, files, asked, _warn_of_broken)
    _show(reception)
    for trouble in reception.troubles:
        fail(trouble)
    return Exit.REFUSED if reception.troubles else Exit.DONE


def _warn_of_broken(entries: BrokenEntries) -> None:
    text = ngettext("{n} entry of {file} could not be read.", "{n} entries of {file} could not be read.", entries.count)
    warn(text.format(n=entries.count, file=entries.file))


def _show(reception: Reception) -> None:
    received, names = reception.received, reception.names
    _show_counts(received)
    for text, associations in (
        (_("No longer unclear, because SendGrid has it: {names}."), received.settled),
        (_("Went all the same, and is not sent again: {names}. It was thought not to have left."), received.arrived_after_all),
        (
            _("May have got two letters: {names}. The first was thought not to have left, and another has been sent since."),
            received.sent_twice,
        ),
        (_("The letter did not arrive: {names}. Check the addresses in recipients.yaml."), received.failed),
        (
            _("Wants no more letters, or has called one spam: {names}. Write “unsubscribed:” with the day in recipients.yaml."),
            received.stopped,
        ),
    ):
        if associations:
            warn(text.format(names=listing(names.get(one, one) for one in associations)))
    if received.unmatched:
        text = ngettext(
            "{n} event is about no letter of this log.", "{n} events are about no letters of this log.", received.unmatched
        )
        note(text.format(n=received.unmatched))


def _show_counts(received: EventsTaken) -> None:
    counts = received.new
    if not counts and not received.settled and not received.arrived_after_all:
        say(_("Nothing new: all of it was known already, or is not about letters of this log."))
        return
    text = _("New: {delivered} delivered, {delayed} delayed, {bounced} bounced, {stopped} stopped.")
    say(
        text.format(
            delivered=counts[Event.DELIVERED],
            delayed=counts[Event.DELAYED],
            bounced=counts[Event.BOUNCED],
            stopped=counts[Event.DROPPED],
        )
    )
