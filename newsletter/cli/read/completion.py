"""What the shell offers after Tab: issues and associations of the workspace at hand. Fast, and silent about every fault."""

import re
from contextlib import suppress
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from newsletter.cli.invocation import nearest_workspace
from newsletter.disk import read_whole
from newsletter.locale import _
from newsletter.locale.manuals import explanations

# Not compiled here: every start of the program loads this module, and only Tab needs them.
ISSUE_NAME = r"20[0-9]{2}-q[1-4](?:-[a-z0-9]+)*"
"""As ``ISSUE_ID`` of the model, which costs more to load, in the years that the model takes."""
_LONGEST = 50_000_000
_ASSOCIATION_ID = r"(?m)^ *(?:- +)?id: *([a-z0-9-]+)"


def explanation() -> str:
    """How to have it, as a paragraph of the help."""
    heading = _("Completion with Tab in bash; zsh, fish and powershell alike:")
    return f'\b\n{heading}\n  eval "$(_NEWSLETTER_COMPLETE=bash_source newsletter)"'


def complete_issue(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the files in ``issues/``, latest first."""
    found: list[str] = []
    with suppress(OSError):
        names = [path.name for path in (_directory(context) / "issues").iterdir()]
        found = sorted(
            (name.removesuffix(".yaml") for name in names if re.fullmatch(rf"{ISSUE_NAME}\.yaml", name)), reverse=True
        )
    return [CompletionItem(issue) for issue in found if issue.startswith(incomplete)]


def complete_association(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids in ``recipients.yaml``, found by their look: reading the file properly would keep the shell waiting."""
    found: list[str] = []
    with suppress(OSError, UnicodeDecodeError):
        found = re.findall(_ASSOCIATION_ID, read_whole(_directory(context) / "recipients.yaml", _LONGEST).decode("utf-8-sig"))
    return [CompletionItem(association) for association in found if association.startswith(incomplete)]


def complete_code(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes that the manual explains."""
    return [CompletionItem(code) for code in sorted(explanations()) if code.startswith(incomplete)]


def _directory(context: click.Context) -> Path:
    """``-C DIR``, else the nearest folder with settings. Click parses the options before Tab without calling the group."""
    option = context.find_root().params.get("directory")
    if option:
        return Path(option)
    here = Path.cwd()
    return nearest_workspace(here, here.parents) or here
