"""``newsletter events``: what SendGrid reports of letters after it has taken them."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from newsletter.cli.clock import now
from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import fail, note, say, warn
from newsletter.cli.show.words import listing
from newsletter.delivery import SendLog
from newsletter.delivery.afterwards.events import Received, Reported, from_lists, receive
from newsletter.delivery.log.send_log import timestamp
from newsletter.delivery.transports import SendGridVia, parse_via, sendgrid_key
from newsletter.delivery.transports.sendgrid.events import fetch_lists, read_events
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Event
from newsletter.model.diagnostics import Refused
from newsletter.operations.workspace import Workspace
from newsletter.source import read, read_settings


def take_in_events(*, files: tuple[Path, ...], fetch: bool, via: str | None) -> int:
    if not files and not fetch:
        raise click.UsageError(_("Name a file with saved events, or give --fetch."))
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    with workspace.open_log(settings) as log:
        found, troubles = _fetch(log, workspace, settings.delivery.via if via is None else via) if fetch else ([], [])
        reported = chain(chain.from_iterable(map(_read, files)), found)
        _show(receive(log, reported, timestamp(now())), workspace.directory)
    for trouble in troubles:
        fail(trouble)
    return Exit.REFUSED if troubles else Exit.DONE


def _read(file: Path) -> Iterator[Reported]:
    broken = 0
    try:
        with file.open(encoding="utf-8-sig") as opened:
            for report in read_events(opened):
                if report:
                    yield report
                else:
                    broken += 1
    except (OSError, UnicodeDecodeError):
        raise Refused(_("{path} cannot be read.").format(path=file), _("Save it as UTF-8.")) from None
    if broken:
        text = ngettext("{n} entry of {file} could not be read.", "{n} entries of {file} could not be read.", broken)
        warn(text.format(n=broken, file=file))


def _fetch(log: SendLog, workspace: Workspace, via: str) -> tuple[list[Reported], list[str]]:
    way = parse_via(via)
    if not isinstance(way, SendGridVia):
        raise Refused(
            _("Only SendGrid keeps lists of bounces that can be asked for."),
            _("Name it with --via, for example --via sendgrid:eu."),
        )
    lists, troubles = fetch_lists(way, sendgrid_key(workspace.secrets()))
    return list(from_lists(log, lists, timestamp(now()))), troubles


def _show(received: Received, directory: Path) -> None:
    counts: Counter[Event] = received.new
    if not counts and not received.settled and not received.despite:
        say(_("Nothing new: all of it was known already, or is not about letters of this log."))
    else:
        text = _("New: {delivered} delivered, {delayed} delayed, {bounced} bounced, {stopped} stopped.")
        say(
            text.format(
                delivered=counts[Event.DELIVERED],
                delayed=counts[Event.DELAYED],
                bounced=counts[Event.BOUNCED],
                stopped=counts[Event.DROPPED],
            )
        )
    for text, associations in (
        (_("No longer unclear, because SendGrid has it: {names}."), received.settled),
        (_("Went all the same, and is not sent again: {names}. It was thought not to have left."), received.despite),
        (
            _("May have got two letters: {names}. The first was thought not to have left, and another has been sent since."),
            received.twice,
        ),
        (_("The letter did not arrive: {names}. Check the addresses in recipients.yaml."), received.failed),
        (
            _("Wants no more letters, or has called one spam: {names}. Write “unsubscribed:” with the day in recipients.yaml."),
            received.stopped,
        ),
    ):
        if associations:
            names = _names(directory)
            warn(text.format(names=listing(names.get(one, one) for one in associations)))
    if received.strange:
        text = ngettext(
            "{n} event is about no letter of this log.", "{n} events are about no letters of this log.", received.strange
        )
        note(text.format(n=received.strange))


def _names(directory: Path) -> dict[str, str]:
    recipients = read(directory, ()).recipients
    return {one.id: one.name for one in recipients.recipients.recipients} if recipients else {}
