"""``newsletter explain``: what a code within brackets means, and what to do about it."""

import difflib

import click
from click.shell_completion import CompletionItem

from newsletter.cli.output import say
from newsletter.locale import _
from newsletter.locale.manuals import explanations


def _complete_code(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(code) for code in sorted(explanations()) if code.startswith(incomplete)]


@click.command(
    help=_("Explain a code that “newsletter check” shows within brackets: why it is said, an example, and what to do."),
    short_help=_("Explain a code of “check”."),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("code", metavar=_("CODE"), shell_complete=_complete_code, help=_("For example unknown-key."))
def explain(code: str) -> None:
    from newsletter.model.diagnostics import Refused

    known = explanations()
    wanted = code.strip("[] ").lower()
    if wanted not in known:
        near = difflib.get_close_matches(wanted, known, n=1)
        hint = (
            _("Did you mean “{suggestion}”?").format(suggestion=near[0]) if near else _("“newsletter check” shows the codes.")
        )
        raise Refused(_("There is no code “{code}”.").format(code=code), hint)
    say(f"{wanted}\n\n{known[wanted]}")
