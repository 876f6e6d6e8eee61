"""The command ``newsletter``: its global options, its commands, and what it says when it is run bare."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from newsletter import __version__
from newsletter.cli import exits
from newsletter.cli.boundary import run
from newsletter.cli.commands.reporting.archive import archive
from newsletter.cli.commands.reporting.deadlines import deadlines
from newsletter.cli.commands.reporting.deviation import deviation
from newsletter.cli.commands.reporting.handover import handover
from newsletter.cli.commands.reporting.promises import promises
from newsletter.cli.commands.reporting.remind import remind
from newsletter.cli.commands.reporting.report import report
from newsletter.cli.commands.reporting.status import one_sentence, status
from newsletter.cli.commands.reviewing.approve import approve
from newsletter.cli.commands.reviewing.check import check
from newsletter.cli.commands.reviewing.explain import explain
from newsletter.cli.commands.reviewing.handbook import handbook
from newsletter.cli.commands.reviewing.render import render
from newsletter.cli.commands.reviewing.schema import schema
from newsletter.cli.commands.sending.adopt import adopt
from newsletter.cli.commands.sending.events import events
from newsletter.cli.commands.sending.log import log
from newsletter.cli.commands.sending.recall import recall
from newsletter.cli.commands.sending.resolve import resolve
from newsletter.cli.commands.sending.send import send
from newsletter.cli.commands.upkeep.backup import backup
from newsletter.cli.commands.upkeep.recipients import recipients
from newsletter.cli.commands.upkeep.restore import restore
from newsletter.cli.commands.writing.collect import collect
from newsletter.cli.commands.writing.init import init
from newsletter.cli.commands.writing.new import new
from newsletter.cli.commands.writing.preview import preview
from newsletter.cli.output import colour, say
from newsletter.cli.read import completion
from newsletter.cli.workspace import Invocation, directory_if_any
from newsletter.locale import _


class App(click.Group):
    """A group whose faults all go to the boundary, however it is called, and whose commands stand in the order of the work."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - Click's signature
        **extra: Any,
    ) -> Any:
        def command() -> object:
            return super(App, self).main(args, prog_name, complete_var, standalone_mode=False, **extra)

        return sys.exit(run(command)) if standalone_mode else command()

    def invoke(self, ctx: click.Context) -> Any:
        """Faults of commands are told while the context still knows which workspace they worked in."""
        return run(lambda: super(App, self).invoke(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        return list(self.commands)


@click.group(
    cls=App,
    invoke_without_command=True,
    help=_("Quarterly reports as YAML: checked, shown, sent once to every association, and accounted for."),
    epilog=f"{exits.explained()}\n\n{completion.explained()}",
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND …"),
    context_settings={"help_option_names": ["-h", "--help"], "color": colour(), "max_content_width": 80},
)
@click.option(
    "-C",
    "directory",
    metavar=_("DIR"),
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("Work in this folder instead of the one you are in."),
)
@click.option("--log", "log_url", metavar="URL", help=_("Use this sending log: sqlite:PATH or postgresql://…"))
@click.version_option(__version__, "--version", message="newsletter %(version)s", help=_("Show the version."))
@click.pass_context
def app(context: click.Context, directory: Path | None, log_url: str | None) -> None:
    """Remember the global options; bare, say how the year stands."""
    context.obj = Invocation(directory, log_url)
    if context.invoked_subcommand is None:
        _bare()


def _bare() -> None:
    if directory_if_any() is None:
        say(_("There is no newsletter here. Make one with “newsletter init”, or name its folder with -C."))
        return
    one_sentence()


_MAKING = (init, new, collect, check, explain, render, preview, approve)
_SENDING = (send, recall, resolve, events, adopt, backup, restore)
_TELLING = (status, remind, deadlines, handover, deviation, promises, report, archive, log, recipients, schema, handbook)

for command in (*_MAKING, *_SENDING, *_TELLING):
    app.add_command(command)
