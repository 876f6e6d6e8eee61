"""Sending an issue: the run, taking letters back, settling what is unresolved, and reading and moving the sending log."""

from typing import Any

import click

from newsletter.cli.read.completion import complete_issue
from newsletter.locale import _


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_("Show every letter that has been sent and where it stands. Without ISSUE: of all issues."),
    short_help=_("Show every letter that has been sent and where it stands."),
)
@click.argument("issue", metavar=_("[ISSUE]"), required=False, shell_complete=complete_issue, help=_("For example 2026-q3."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def log_command(**options: Any) -> None:
    from newsletter.cli.commands.sending.log import show_letters

    show_letters(**options)
