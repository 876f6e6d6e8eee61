"""Sending an issue: the run, taking letters back, settling what is unresolved, and reading and moving the sending log."""

from pathlib import Path
from typing import Any

import click

from newsletter.cli.exits import explanation
from newsletter.cli.read.completion import complete_association
from newsletter.cli.read.parameters import Between, IssueName
from newsletter.locale import _


@click.command(
    help=_("Send an issue to all recipients. Given again, it sends what remains and nothing twice."),
    short_help=_("Send an issue to all recipients."),
    epilog=explanation(),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--via", metavar="URL", help=_("What the letters leave through: outbox:, smtp://…, sendgrid:eu."))
@click.option("--yes", is_flag=True, help=_("Answer yes to all questions."))
@click.option(
    "--only",
    multiple=True,
    metavar=_("ASSOCIATION"),
    shell_complete=complete_association,
    help=_("Only this association (may be repeated)."),
)
@click.option("--test", metavar=_("ADDRESS"), help=_("Send one letter to this address instead, marked as a test."))
@click.option("--accept-changes", is_flag=True, help=_("Send although the issue has changed since others got it."))
@click.option("--late", is_flag=True, help=_("Send also to those added more than 14 days after the first sending."))
@click.option("--at", metavar=_("TIME"), help=_("Let the letters leave SendGrid later, for example “2026-12-15 07:00”."))
@click.option(
    "--undo", metavar=_("DURATION"), help=_("Let them wait so long, for example 30m, so that they can be taken back.")
)
@click.option("--now", "at_once", is_flag=True, help=_("Send at once, whatever delivery.undo says."))
@click.option(
    "--workers",
    type=Between(1, 64),
    default=None,
    metavar="N",
    help=_("How many calls may be under way at once; else 4, and more for thousands of calls."),
)
def send_command(**options: Any) -> int:
    from newsletter.cli.commands.sending.send import send_issue

    return send_issue(**options)


@click.command(
    help=_("Take back letters that still wait at SendGrid. Nobody gets them, and the next “newsletter send” sends them anew."),
    short_help=_("Take back letters that have not left SendGrid yet."),
    epilog=explanation(),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--yes", is_flag=True, help=_("Answer yes to all questions."))
def recall_command(**options: Any) -> int:
    from newsletter.cli.commands.sending.recall import recall_issue

    return recall_issue(**options)


@click.command(
    help=_("List what is unclear or was refused; with options, settle it. Without ISSUE: all issues."),
    short_help=_("Settle letters that may or may not have arrived."),
    epilog=explanation(),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", required=False, metavar=_("[ISSUE]"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--address", metavar=_("ADDRESS"), help=_("Settle the letters to this address."))
@click.option("--all", "everything", is_flag=True, help=_("Settle all of them."))
@click.option("--arrived", "decision", flag_value="arrived", help=_("The letter arrived."))
@click.option("--not-arrived", "decision", flag_value="not_arrived", help=_("It did not arrive, and is to be sent again."))
@click.option("--again", "decision", flag_value="again", help=_("Try a refused or bounced address again."))
@click.option("--ask", "asks", is_flag=True, help=_("Ask SendGrid what became of the letters that are unclear."))
@click.option("--by", metavar=_("NAME"), help=_("Who decides."))
@click.option("--reason", metavar=_("TEXT"), help=_("How you know."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def resolve_command(**options: Any) -> int:
    from newsletter.cli.commands.sending.resolve import resolve_letters

    return resolve_letters(**options)


@click.command(
    help=_("Take over the sending log on this computer, or answer for sendings that it does not know. It is kept in the log."),
    short_help=_("Take over the sending log on this computer."),
    options_metavar=_("[OPTIONS]"),
)
@click.option("--by", required=True, metavar=_("NAME"), help=_("Who decides."))
@click.option("--reason", required=True, metavar=_("TEXT"), help=_("Why it is right."))
def adopt_command(**options: Any) -> None:
    from newsletter.cli.commands.sending.adopt import adopt_log

    adopt_log(**options)


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("Show every letter that has been sent and where it stands. Without ISSUE: of all issues."),
    short_help=_("Show every letter that has been sent and where it stands."),
)
@click.argument("issue", metavar=_("[ISSUE]"), required=False, type=IssueName(), help=_("For example 2026-q3."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def log_command(**options: Any) -> None:
    from newsletter.cli.commands.sending.log import show_letters

    show_letters(**options)


@click.command(
    help=_(
        "Take in what SendGrid has reported of letters: delivered, bounced, stopped. From saved files of its Event Webhook, "
        "or with --fetch from its record of letters and its lists. Nothing is sent."
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
@click.option(
    "--fetch",
    is_flag=True,
    help=_("Ask SendGrid for its record of our letters, and its lists of bounces, complaints and opt-outs."),
)
@click.option("--via", metavar="URL", help=_("Which SendGrid to ask, instead of delivery.via."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def events_command(**options: Any) -> int:
    from newsletter.cli.commands.sending.events import receive_events

    return receive_events(**options)
