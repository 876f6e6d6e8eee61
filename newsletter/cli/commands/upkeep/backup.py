"""``newsletter backup``: a copy of the log that has been opened and checked."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsletter.cli.output import say
from newsletter.cli.run_lock import run_lock
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery import SendLog


def _nobody_sending(log: "SendLog") -> AbstractContextManager[object]:
    """A copy made while letters leave would not know of those after it, and the receipts could not tell that it is old."""
    return run_lock(log, "backup") if log.can_be_locked else nullcontext()


@click.command(help=_("Copy the sending log to FILE and check the copy."), options_metavar=_("[OPTIONS]"))
@click.argument("file", metavar=_("FILE"), type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    from newsletter.delivery.backup import backup as copy
    from newsletter.source import read_settings

    directory = find_directory()
    with opened_log(read_settings(directory).settings, directory) as log, _nobody_sending(log):
        count = copy(log, file.resolve())
    text = ngettext(
        "The sending log has been copied to {path} and the copy checked: {count} letter.",
        "The sending log has been copied to {path} and the copy checked: {count} letters.",
        count,
    )
    say(text.format(path=file, count=count))
