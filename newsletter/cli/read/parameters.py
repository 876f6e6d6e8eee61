"""Kinds of values that options take, beside Click's own: numbers in a range, and days."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

import click
from click.types import IntParamType

from newsletter.locale import _


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
