"""Writing an issue: making the folder, beginning an issue, gathering what members write, and looking at it in the browser."""

from pathlib import Path
from typing import Any

import click

from newsletter.cli.read.parameters import Between, IssueName
from newsletter.locale import _


@click.command(
    help=_("Make a folder ready for newsletters. What exists already is left as it is."),
    short_help=_("Make a folder ready for newsletters."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument(
    "directory",
    required=False,
    metavar=_("[DIR]"),
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The folder; else the one you are in."),
)
def init_command(**options: Any) -> None:
    from newsletter.cli.commands.writing.init import make_workspace

    make_workspace(**options)


@click.command(
    help=_("Write a new issue to fill in. Without ISSUE: the next report that the plan asks for."),
    short_help=_("Write a new issue to fill in."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument(
    "issue", required=False, metavar=_("[ISSUE]"), type=IssueName(), help=_("For example 2026-q3 or 2026-q3-extra.")
)
def new_command(**options: Any) -> None:
    from newsletter.cli.commands.writing.new import begin_issue

    begin_issue(**options)


@click.command(
    options_metavar=_("[OPTIONS]"),
    help=_(
        "Show who has contributed to ISSUE, who is missing and what came into it. Contributions are files in its folder, "
        "issues/ISSUE/, and part of the issue as soon as they lie there."
    ),
    short_help=_("Show who has contributed, and who is missing."),
)
@click.argument("issue", metavar=_("ISSUE"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--new", "name", metavar=_("NAME"), help=_("Write a file for this member to fill in."))
@click.option("--form", is_flag=True, help=_("Print a form to mail to members who do not write YAML."))
@click.option(
    "--out",
    metavar=_("FILE"),
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write the form to this file: .txt as text, .html as a page to fill in offline in a browser."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Write JSON on standard output."))
def collect_command(**options: Any) -> int:
    from newsletter.cli.commands.writing.collect import collect

    return collect(**options)


@click.command(
    help=_(
        "Show an issue in the browser, on a page that follows the files as you save them. Without ISSUE: the latest one. "
        "End it with Ctrl-C."
    ),
    short_help=_("Show the issue in the browser."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", required=False, metavar=_("[ISSUE]"), type=IssueName(), help=_("For example 2026-q3."))
@click.option("--port", type=Between(1, 65535), metavar="N", help=_("Use this port on 127.0.0.1."))
def preview_command(**options: Any) -> None:
    from newsletter.cli.commands.writing.preview import preview

    preview(**options)
