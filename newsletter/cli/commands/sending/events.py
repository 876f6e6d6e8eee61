"""``newsletter events``: what SendGrid reports of letters after it has taken them."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsletter.cli.clock import now
from newsletter.cli.exits import Exit
from newsletter.cli.output import fail, note, say, warn
from newsletter.cli.show.words import listing
from newsletter.cli.workspace import find_directory, opened_log, secrets
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.delivery.afterwards.events import Received, Reported
    from newsletter.model.settings import Settings


@click.command(
    help=_(
        "Take in what SendGrid has reported of letters: delivered, bounced, stopped. From saved files of its Event Webhook, "
        "or with --fetch from its lists. Nothing is sent."
    ),
    short_help=_("Take in what SendGrid reports: bounces and the like."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument(
    "files",
    nargs=-1,
    metavar=_("[FILE…]"),
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Saved JSON of SendGrid's Event Webhook."),
)
@click.option("--fetch", is_flag=True, help=_("Ask SendGrid for its lists of bounces, blocks, complaints and opt-outs."))
@click.option("--via", metavar="URL", help=_("Which SendGrid to ask, instead of delivery.via."))
def events(files: tuple[Path, ...], fetch: bool, via: str | None) -> int:  # noqa: FBT001 - Click calls by name
    from newsletter.delivery.afterwards.events import receive
    from newsletter.delivery.log.send_log import timestamp
    from newsletter.source import read_settings

    if not files and not fetch:
        raise click.UsageError(_("Name a file with saved events, or give --fetch."))
    directory = find_directory()
    settings = read_settings(directory).settings
    with opened_log(settings, directory) as log:
        found, troubles = _fetched(log, settings, via) if fetch else ([], [])
        reported = chain(chain.from_iterable(map(_read, files)), found)
        _told(receive(log, reported, timestamp(now())), directory)
    for trouble in troubles:
        fail(trouble)
    return Exit.REFUSED if troubles else Exit.DONE


def _read(file: Path) -> "Iterator[Reported]":
    from newsletter.delivery.transports.sendgrid.events import read_events
    from newsletter.model.diagnostics import Refused

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


def _fetched(log: "SendLog", settings: "Settings", via: str | None) -> "tuple[list[Reported], list[str]]":
    from newsletter.delivery.afterwards.events import from_lists
    from newsletter.delivery.log.send_log import timestamp
    from newsletter.delivery.transports import SendGridVia, parse_via, sendgrid_key
    from newsletter.delivery.transports.sendgrid.events import fetch_lists
    from newsletter.model.diagnostics import Refused

    way = parse_via(settings.delivery.via if via is None else via)
    if not isinstance(way, SendGridVia):
        raise Refused(
            _("Only SendGrid keeps lists of bounces that can be asked for."),
            _("Name it with --via, for example --via sendgrid:eu."),
        )
    listed, troubles = fetch_lists(way, sendgrid_key(secrets()))
    return list(from_lists(log, listed, timestamp(now()))), troubles


def _told(received: "Received", directory: Path) -> None:
    from newsletter.model.deliveries import Event

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
    from newsletter.source import read

    recipients = read(directory, ()).recipients
    return {one.id: one.name for one in recipients.recipients.recipients} if recipients else {}
