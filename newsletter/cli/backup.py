"""``newsletter backup``: a copy of the log that has been opened and checked."""

from pathlib import Path

import click

from newsletter.cli.output import say
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.locale import _, ngettext


@click.command(help=_("Copy the sending log to FILE and check the copy."), options_metavar=_("[OPTIONS]"))
@click.argument("file", metavar=_("FILE"), type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    from newsletter.delivery.backup import backup as copy
    from newsletter.source import read_settings

    directory = find_directory()
    with opened_log(read_settings(directory).settings, directory) as log:
        count = copy(log, file.resolve())
    text = ngettext(
        "The sending log has been copied to {path} and the copy checked: {count} letter.",
        "The sending log has been copied to {path} and the copy checked: {count} letters.",
        count,
    )
    say(text.format(path=file, count=count))
