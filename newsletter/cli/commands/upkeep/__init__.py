"""Keeping the house: the register of recipients, and copies of the sending log."""

from pathlib import Path
from typing import Any

import click

from newsletter.cli.read.parameters import Day
from newsletter.locale import _


@click.group(
    invoke_without_command=True,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("[COMMAND …]"),
    help=_("List who gets the letters and in which form, and who does not and why. With a command: change what is known."),
    short_help=_("List and check the recipients."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def recipients_command(**options: Any) -> None:
    from newsletter.cli.commands.upkeep.recipients import show_recipients

    if click.get_current_context().invoked_subcommand is None:
        show_recipients(**options)


@recipients_command.command(
    "renew",
    help=_(
        "Let an address have letters again that has bounced, complained or unsubscribed. For one that has complained or "
        "unsubscribed, a new consent is needed."
    ),
    short_help=_("Let an address have letters again."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("address", metavar=_("ADDRESS"))
@click.option("--consent", type=Day(), metavar=_("DATE"), help=_("The day when a new consent was given."))
@click.option("--by", required=True, metavar=_("NAME"), help=_("Who decides."))
@click.option("--reason", required=True, metavar=_("TEXT"), help=_("How you know."))
@click.option("--at-provider", is_flag=True, help=_("Take the address away from SendGrid's own lists too."))
def recipients_renew_command(**options: Any) -> int:
    from newsletter.cli.commands.upkeep.renewing import renew

    return renew(**options)


@recipients_command.command(
    "unsubscribe",
    help=_("Write down that the owner of an address wants no more letters. It holds in every association."),
    short_help=_("Write down that an address wants no more letters."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("address", metavar=_("ADDRESS"))
@click.option("--date", "day", type=Day(), metavar=_("DATE"), help=_("On which day it came; today if left out."))
def recipients_unsubscribe_command(**options: Any) -> None:
    from newsletter.cli.commands.upkeep.renewing import unsubscribe

    unsubscribe(**options)


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
