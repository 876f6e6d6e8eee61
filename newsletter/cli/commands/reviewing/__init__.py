"""Reviewing an issue: checking it, rendering its letters, approving them, and looking up what the rules mean."""

from pathlib import Path
from typing import Any

import click

from newsletter.cli.read.completion import complete_association, complete_code
from newsletter.cli.read.parameters import IssueName
from newsletter.locale import _

FORMATS = ("text", "short", "json", "sarif")
SCHEMAS = ("issue", "contribution", "recipients", "settings")


@click.command(
    help=_("Check issues, recipients and settings without sending anything. Without ISSUE: all issues."),
    short_help=_("Check an issue without sending it."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issues", nargs=-1, metavar=_("[ISSUE]…"), type=IssueName(), help=_("For example 2026-q3."))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    metavar="text|short|json|sarif",
    help=_("text with the source lines, short with a line each, json, or sarif for code hosts."),
)
@click.option("--links", "follow", is_flag=True, help=_("Also fetch the pages that are linked to, to see that they answer."))
def check_command(**options: Any) -> int:
    from newsletter.cli.commands.reviewing.check import check

    return check(**options)


@click.command(
    help=_("Print the JSON Schema of issues, contributions, recipients or settings."),
    short_help=_("Print a JSON Schema."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("name", type=click.Choice(SCHEMAS), metavar="|".join(SCHEMAS))
def schema_command(**options: Any) -> None:
    from newsletter.cli.commands.reviewing.reference import print_schema

    print_schema(**options)


@click.command(
    help=_("Explain a code that “newsletter check” shows within brackets: why it is said, an example, and what to do."),
    short_help=_("Explain a code of “check”."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("code", metavar=_("CODE"), shell_complete=complete_code, help=_("For example unknown-key."))
def explain_command(**options: Any) -> None:
    from newsletter.cli.commands.reviewing.reference import explain

    explain(**options)


@click.command(
    help=_("Open the handbook in the browser. Without a terminal, print its text."),
    short_help=_("Open the handbook."),
    options_metavar=_("[OPTIONS]"),
)
def handbook_command() -> None:
    from newsletter.cli.commands.reviewing.reference import open_handbook

    open_handbook()


@click.command(
    help=_(
        "Approve an issue: exactly this content, from this sender, to these associations. Without --as: show how it stands; "
        "exit code 0 if it may be sent as far as approval goes, else 1."
    ),
    short_help=_("Approve an issue before it is sent."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--as", "role", metavar=_("ROLE"), help=_("Who approves: a role or name from the plan's approvers."))
@click.option(
    "--withdraw", "withdraws", is_flag=True, help=_("Take the approval back instead; it stays in the log that it was given.")
)
@click.option("--reason", metavar=_("TEXT"), help=_("Why it is taken back."))
@click.option("--yes", is_flag=True, help=_("Answer yes to all questions."))
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def approve_command(**options: Any) -> int:
    from newsletter.cli.commands.reviewing.approve import approve_issue

    return approve_issue(**options)


@click.command(
    help=_(
        "Build one letter of an issue as files, without sending it: ISSUE.html, ISSUE.txt and ISSUE.eml. Beside them the "
        "issue's dates for calendar programs (ISSUE.ics), and a copy for anybody to forward (ISSUE-vidarebefordra)."
    ),
    short_help=_("Build the letter as files."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), type=IssueName(), help=_("For example 2026-q3."))
@click.option(
    "--out",
    metavar=_("DIR"),
    type=click.Path(file_okay=False, path_type=Path),
    help=_("Write the files in this folder instead of outbox/render."),
)
@click.option(
    "--as",
    "association",
    metavar=_("ASSOCIATION"),
    shell_complete=complete_association,
    help=_("As this association gets it; otherwise as the first one does."),
)
@click.option("--pdf", is_flag=True, help=_("Also make PDF for the notice board, in common and in large print."))
@click.option(
    "--share", is_flag=True, help=_("Also make pictures to share, of the issue and of each decision, with alt texts.")
)
def render_command(**options: Any) -> None:
    from newsletter.cli.commands.reviewing.render import render_issue

    render_issue(**options)
