"""Kinds of values that arguments and options take, beside Click's own: issues, numbers in a range, and days."""

import re
import unicodedata
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem
from click.types import IntParamType

from newsletter.cli.invocation import directory_if_any
from newsletter.cli.read.completion import ISSUE_NAME, complete_issue
from newsletter.disk import real_path
from newsletter.locale import _


class IssueName(click.ParamType[str]):
    """2026-q3, in capitals too, or its file as the shell completes it: issues/2026-q3.yaml, also with Windows' slashes.

    Whether there is such an issue is the command's question: ``new`` is asked for one that there is not.
    """

    name = "issue"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = unicodedata.normalize("NFC", str(value)).strip()
        folder, _slash, file = typed.replace("\\", "/").rpartition("/")
        name = re.sub(r"\.ya?ml$", "", file.casefold())
        if not re.fullmatch(ISSUE_NAME, name):
            message = _(
                "“{issue}” is not the name of an issue. Write the year and the quarter: 2026-q3, 2026-q3-extra for an extra "
                "issue or 2026-q3-rattelse for a correction."
            )
            self.fail(message.format(issue=value), param, ctx)
        if _is_elsewhere(folder):
            message = _("“{path}” is not in the folder issues of this workspace. Write only the name: {issue}.")
            self.fail(message.format(path=value, issue=name), param, ctx)
        return name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return complete_issue(ctx, param, incomplete)


def _is_elsewhere(folder: str) -> bool:
    """Whether it is another folder than the workspace's own: the name would be right, and the text another's."""
    if folder in {"", ".", "issues", "./issues"}:
        return False
    workspace = directory_if_any()
    return workspace is not None and real_path(Path(folder)) != real_path(workspace / "issues")


class Between(IntParamType):
    """A whole number from ``least`` to ``most``, both included. Click's own range prints ``[1<=x<=64]`` in the help."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = super().convert(value, param, ctx)
        if not self._least <= number <= self._most:
            text = _("{value} is not a number from {least} to {most}.")
            self.fail(text.format(value=number, least=self._least, most=self._most), param, ctx)
        return number


class Day(click.ParamType[date]):
    """2026-03-12."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        with suppress(ValueError):
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
                return date.fromisoformat(value.strip())
        return self.fail(_("“{value}” is not a date. Write for example 2026-03-12.").format(value=value), param, ctx)
