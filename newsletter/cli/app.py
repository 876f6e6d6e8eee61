"""The command ``newsletter``: its global options, its commands, and what it says when it is run bare."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from newsletter import __version__
from newsletter.cli import exits
from newsletter.cli.boundary import run
from newsletter.cli.commands import reporting, reviewing, sending, upkeep, writing
from newsletter.cli.invocation import Invocation, directory_if_any
from newsletter.cli.last_workspace import last_workspace_words
from newsletter.cli.output import colour, say
from newsletter.cli.read import completion
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
        import newsletter.cli.faults  # noqa: F401, PLC0415 - before the command runs: without memory or files left it cannot be

        return run(lambda: super(App, self).invoke(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's signature
        """A heading for each kind of work, all in the same two columns."""
        width = max(map(len, self.commands))
        for heading, commands in _KINDS_OF_WORK:
            with formatter.section(heading):
                room = formatter.width - 6 - width
                formatter.write_dl([(str(one.name).ljust(width), one.get_short_help_str(room)) for one in commands])


@click.group(
    cls=App,
    invoke_without_command=True,
    help=_("Quarterly reports as YAML: checked, shown, sent once to every association, and accounted for."),
    epilog=f"{exits.explanation()}\n\n{completion.explanation()}",
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
        if words := last_workspace_words():
            say(words)
        return
    from newsletter.cli.commands.reporting.status import show_summary  # noqa: PLC0415 - a body, as in the declarations

    show_summary()


_KINDS_OF_WORK = (
    (
        _("Write"),
        (writing.init_command, writing.new_command, writing.collect_command, writing.preview_command),
    ),
    (
        _("Review"),
        (reviewing.check_command, reviewing.explain_command, reviewing.render_command, reviewing.approve_command),
    ),
    (
        _("Send"),
        (
            sending.send_command,
            sending.recall_command,
            sending.resolve_command,
            sending.events_command,
            sending.log_command,
        ),
    ),
    (
        _("Account for the year"),
        (
            reporting.status_command,
            reporting.deadlines_command,
            reporting.remind_command,
            reporting.handover_command,
            reporting.deviation_command,
            reporting.promises_command,
            reporting.report_command,
            reporting.archive_command,
        ),
    ),
    (
        _("Look after"),
        (
            upkeep.recipients_command,
            upkeep.backup_command,
            upkeep.restore_command,
            sending.adopt_command,
            reviewing.schema_command,
            reviewing.handbook_command,
        ),
    ),
)
"""In the order of the work: what ``--help`` lists, and in which order."""

for _heading, commands in _KINDS_OF_WORK:
    for command in commands:
        app.add_command(command)
