"""Keeping the house: the register of recipients, and copies of the sending log."""

from pathlib import Path
from typing import Any

import click

from newsletter.locale import _


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("List who gets the letters and in which form, and who does not and why."),
    short_help=_("List and check the recipients."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def recipients_command(**options: Any) -> None:
    from newsletter.cli.commands.upkeep.recipients import show_recipients

    show_recipients(**options)


@click.command(help=_("Copy the sending log to FILE and check the copy."), options_metavar=_("[OPTIONS]"))
@click.argument("file", metavar=_("FILE"), type=click.Path(dir_okay=False, path_type=Path))
def backup_command(**options: Any) -> None:
    from newsletter.cli.commands.upkeep.copies import back_up

    back_up(**options)


@click.command(
    help=_("Put a copy made with “newsletter backup” in the place of the sending log. What is there is kept beside it."),
    short_help=_("Put back a copy of the sending log."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("file", metavar=_("FILE"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accept-loss", is_flag=True, help=_("Put it back although it knows less than the log or the receipts."))
def restore_command(**options: Any) -> None:
    from newsletter.cli.commands.upkeep.copies import restore

    restore(**options)
