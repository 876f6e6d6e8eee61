"""``newsletter restore``: a copy of the log takes its place again, when it has been seen what that would cost."""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from newsletter.cli.clock import now
from newsletter.cli.output import note, say
from newsletter.cli.run_lock import end_for_another_run
from newsletter.cli.show.words import listing
from newsletter.cli.workspace import find_directory, log_url
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery.restore import Comparison


@click.command(
    help=_("Put a copy made with “newsletter backup” in the place of the sending log. What is there is kept beside it."),
    short_help=_("Put back a copy of the sending log."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("file", metavar=_("FILE"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accept-loss", is_flag=True, help=_("Put it back although it knows less than the log or the receipts."))
def restore(file: Path, accept_loss: bool) -> None:  # noqa: FBT001 - Click calls by name
    from newsletter.delivery.locks import take_beside
    from newsletter.delivery.log import sqlite_path
    from newsletter.delivery.receipts import read_receipts
    from newsletter.delivery.restore import compare, prepared, put_in_place
    from newsletter.source import read_settings

    directory = find_directory()
    target = sqlite_path(log_url(read_settings(directory).settings), directory)
    if target is None:
        _refuse_a_server()
    with prepared(file.resolve(), target) as duplicate:
        lock = take_beside(target, "restore")
        if lock is None:
            end_for_another_run()
        try:
            found = compare(duplicate, target, read_receipts(directory))
            if found.loses_something and not accept_loss:
                _refuse_loss(found)
            kept = put_in_place(duplicate, target, f"{now():%Y%m%d-%H%M%S}")
        finally:
            lock.release()
    _told(found, target, kept)


def _refuse_a_server() -> NoReturn:
    from newsletter.model.diagnostics import Refused

    raise Refused(
        _("A sending log on PostgreSQL is put back with the server's own tools."),
        _("Run for example “pg_restore --clean --dbname=DATABASE log.dump”."),
    )


def _refuse_loss(found: "Comparison") -> NoReturn:
    from newsletter.model.diagnostics import Refused

    if found.forgotten:
        raise Refused(
            _("The copy is older than the receipts: it does not know all that has been sent of {issues}.").format(
                issues=listing(found.forgotten)
            ),
            _(
                "Nothing has been changed. Look for a newer copy. If there is none: --accept-loss, and then nothing is sent "
                "until somebody answers for it with “newsletter adopt”."
            ),
        )
    raise Refused(
        _("The sending log knows more than the copy, and that would be lost: {what}.").format(what=_what(found)),
        _("Nothing has been changed. To put the copy back all the same: --accept-loss; the log is then kept beside it."),
    )


def _what(found: "Comparison") -> str:
    parts = []
    for issue, count in found.lost.items():
        text = ngettext("{count} letter of {issue}", "{count} letters of {issue}", count)
        parts.append(text.format(count=count, issue=issue))
    if found.notes:
        parts.append(ngettext("{count} note", "{count} notes", found.notes).format(count=found.notes))
    return listing(parts)


def _told(found: "Comparison", target: Path, kept: Path | None) -> None:
    text = ngettext(
        "The sending log {path} has been put back: {count} letter.",
        "The sending log {path} has been put back: {count} letters.",
        found.letters,
    )
    say(text.format(path=target, count=found.letters))
    if kept and found.unreadable:
        note(_("The log that could not be read is kept as {path}.").format(path=kept))
    elif kept:
        note(_("The log that was there is kept as {path}.").format(path=kept))
    note(_("“newsletter status” shows what it knows."))
