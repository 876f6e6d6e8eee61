"""Copies of the sending log: made and checked, and put back when it has been seen what that would cost."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

from newsletter.cli.clock import now
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say
from newsletter.cli.show.words import listing
from newsletter.delivery.log import (
    Comparison,
    SendLog,
    compare_with_copy,
    prepare_copy,
    put_copy_in_place,
    read_receipts,
    sqlite_path,
)
from newsletter.delivery.log import back_up as copy
from newsletter.delivery.run import take_file_lock
from newsletter.disk import real_path
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import AnotherRun, Refused
from newsletter.operations.running import hold_lock
from newsletter.operations.workspace import log_url
from newsletter.source import read_settings


def back_up(*, file: Path) -> None:
    """Copy the log, open the copy and check it."""
    workspace = find_workspace()
    with workspace.open_log(read_settings(workspace.directory).settings) as log, _lock_if_possible(log):
        count = copy(log, real_path(file))
    text = ngettext(
        "The sending log has been copied to {path} and the copy checked: {count} letter.",
        "The sending log has been copied to {path} and the copy checked: {count} letters.",
        count,
    )
    say(text.format(path=file, count=count))


def _lock_if_possible(log: SendLog) -> AbstractContextManager[object]:
    """A copy made while letters leave lacks the later ones, and the receipts could not tell that it is old."""
    return hold_lock(log, "backup") if log.can_be_locked else nullcontext()


def restore(*, file: Path, accept_loss: bool) -> None:
    """Put the copy in the log's place, under the run's lock; ``Refused`` where that loses something, unless it is accepted."""
    workspace = find_workspace()
    directory = workspace.directory
    target = sqlite_path(log_url(read_settings(directory).settings, workspace.log), directory)
    if target is None:
        _refuse_a_server()
    with prepare_copy(real_path(file), target) as duplicate:
        lock = take_file_lock(target, "restore")
        if lock is None:
            raise AnotherRun
        try:
            found = compare_with_copy(duplicate, target, read_receipts(directory))
            if found.loses_something and not accept_loss:
                _refuse_loss(found)
            before = put_copy_in_place(duplicate, target, f"{now():%Y%m%d-%H%M%S}")
        finally:
            lock.release()
    _show(found, target, before)


def _refuse_a_server() -> NoReturn:
    raise Refused(
        _("A sending log on PostgreSQL is put back with the server's own tools."),
        _("Run for example “pg_restore --clean --dbname=DATABASE log.dump”."),
    )


def _refuse_loss(found: Comparison) -> NoReturn:
    if found.forgotten:
        raise Refused(
            _("The copy is older than the receipts: it does not know all that has been sent of {issues}.").format(
                issues=listing(found.forgotten)
            ),
            _("Nothing has been changed. Look for a newer copy. If there is none: --accept-loss, see “newsletter handbook”."),
        )
    raise Refused(
        _("The sending log knows more than the copy, and that would be lost: {what}.").format(what=_what(found)),
        _("Nothing has been changed. To put the copy back all the same: --accept-loss; the log is then kept beside it."),
    )


def _what(found: Comparison) -> str:
    parts = []
    for issue, count in found.lost.items():
        text = ngettext("{count} letter of {issue}", "{count} letters of {issue}", count)
        parts.append(text.format(count=count, issue=issue))
    if found.notes:
        parts.append(ngettext("{count} note", "{count} notes", found.notes).format(count=found.notes))
    return listing(parts)


def _show(found: Comparison, target: Path, before: Path | None) -> None:
    text = ngettext(
        "The sending log {path} has been put back: {count} letter.",
        "The sending log {path} has been put back: {count} letters.",
        found.letters,
    )
    say(text.format(path=target, count=found.letters))
    if before and found.unreadable:
        note(_("The log that could not be read is kept as {path}.").format(path=before))
    elif before:
        note(_("The log that was there is kept as {path}.").format(path=before))
    note(_("“newsletter status” shows what it knows."))
