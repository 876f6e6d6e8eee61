"""What people record with a command of their own: a day, words on one line, and a warning of what should not stay in a log."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

import click

from newsletter.cli.output import warn
from newsletter.locale import _


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


def said(text: str | None) -> str:
    """An option's text on one line; empty for none."""
    return " ".join((text or "").split())


def warn_of_the_personal(*texts: str) -> None:
    """Names of those who act are meant to be there; addresses and numbers of people are not."""
    from newsletter.model.values import looks_personal

    if any(map(looks_personal, texts)):
        warn(
            _(
                "What you wrote looks like an e-mail address or a telephone number. It stays in the log and is shown in "
                "reports. Record it again without it: the later entry is the one shown."
            )
        )
