"""``newsletter schema``: the JSON Schema of a file, for editors and other programs."""

import click

from newsletter.cli.output import say
from newsletter.locale import _

NAMES = ("issue", "contribution", "recipients", "settings")


@click.command(
    help=_("Print the JSON Schema of issues, contributions, recipients or settings."),
    short_help=_("Print a JSON Schema."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("name", type=click.Choice(NAMES), metavar="|".join(NAMES))
def schema(name: str) -> None:
    from newsletter.source.skeleton import schema_path

    say(schema_path(name).read_text(encoding="utf-8").rstrip("\n"))
