"""``newsletter events``: what has been reported of letters after they have left."""

from pathlib import Path

import click

from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import emit_json, fail, note, say, warn
from newsletter.cli.show.words import distinct_names, listing
from newsletter.delivery.afterwards import EventsTaken
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import Cause, Event
from newsletter.operations.receiving import BrokenEntries, Fetch, Reception, receive_reports
from newsletter.source import read_settings


def receive_events(*, files: tuple[Path, ...], fetch: bool, via: str | None, as_json: bool) -> Exit:
    if not files and not fetch:
        raise click.UsageError(_("Name a file with saved events, or give --fetch."))
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    reception = receive_reports(workspace, settings, files, Fetch(via) if fetch else None, _warn_of_broken)
    if as_json:
        emit_json(as_document(reception.received))
    else:
        _show_counts(reception.received)
    _show_letters(reception)
    for trouble in reception.troubles:
        fail(trouble)
    return Exit.REFUSED if reception.troubles else Exit.DONE


def as_document(received: EventsTaken) -> dict[str, int]:
    """The promise of design.md 7: every report is counted once. Keys are only ever added."""
    return {
        "schema": 1,
        "new": received.new.total(),
        "known": received.known,
        "others": received.others,
        "unreadable": received.unreadable,
        "unmatched": received.unmatched,
    }


def _warn_of_broken(entries: BrokenEntries) -> None:
    text = ngettext("{n} entry of {file} could not be read.", "{n} entries of {file} could not be read.", entries.count)
    warn(text.format(n=entries.count, file=entries.file))


def _show_counts(received: EventsTaken) -> None:
    new = received.new
    if new or received.settled or received.arrived_after_all:
        text = _(
            "New: {delivered} delivered, {delayed} delayed, {bounced} bounced, {stopped} stopped, {complained} reported as "
            "spam, {unsubscribed} unsubscribed."
        )
        say(
            text.format(
                delivered=new[Event.DELIVERED],
                delayed=new[Event.DELAYED],
                bounced=new[Event.BOUNCED],
                stopped=new[Event.DROPPED],
                complained=new[Event.COMPLAINED],
                unsubscribed=new[Event.UNSUBSCRIBED],
            )
        )
    else:
        say(_("Nothing new."))
    text = _(
        "In all: {new} new, {known} known already or without news, {others} about letters of other senders, {unreadable} that "
        "could not be read, and {unmatched} that could not be matched to any letter."
    )
    counts = as_document(received)
    say(text.format(**counts))


def _show_letters(reception: Reception) -> None:
    """By name: what is no longer unclear, what did not arrive or is not wanted, and by the cause what there is to do."""
    received, names = reception.received, reception.names
    for text, associations in (
        (_("No longer unclear, because the letter was handed over: {names}."), received.settled),
        (_("Went all the same, and is not sent again: {names}. It was thought not to have left."), received.arrived_after_all),
        (
            _("May have got two letters: {names}. The first was thought not to have left, and another has been sent since."),
            received.sent_twice,
        ),
    ):
        if associations:
            warn(text.format(names=listing(distinct_names(associations, names))))
    for cause, associations in received.stopped.items():
        warn(_stop_words(cause).format(names=listing(distinct_names(associations, names))))
    if received.ambiguous:
        text = _("It could not be told which letter, if any, a report is about: {names}. Nothing is guessed.")
        note(text.format(names=listing(distinct_names(received.ambiguous, names))))


def _stop_words(cause: Cause) -> str:
    match cause:
        case Cause.COMPLAINED:
            return _(
                "Has reported a letter as spam: {names}. Gets no more letters, and there is nothing to correct. If a new "
                "consent is given: “newsletter recipients renew ADDRESS --consent DAY --by NAME --reason TEXT”."
            )
        case Cause.UNSUBSCRIBED:
            return _(
                "Wants no more letters: {names}. Gets none, and there is nothing to correct. If a new consent is given: "
                "“newsletter recipients renew ADDRESS --consent DAY --by NAME --reason TEXT”."
            )
        case Cause.DEAD:
            return _(
                "The letter did not arrive: {names}. There is no such address, and it gets no more letters. Correct it in "
                "recipients.yaml, or ring the association."
            )
        case Cause.BLOCKED:
            return _(
                "The letter did not arrive: {names}. The recipient's mail server blocked it. The address is not wrong, and "
                "gets the next letter; if it goes on, ask the association to let our letters through."
            )
        case Cause.FULL:
            return _(
                "The letter did not arrive: {names}. The mailbox is full. The address is not wrong, and gets the next letter; "
                "ring the association if it goes on."
            )
        case Cause.OTHER:
            return _(
                "The letter did not arrive: {names}. Why is not known for certain, so the address gets the next letter. Check "
                "that it is right."
            )
