"""Whole numbers on the command line, told of in words: Click's own range prints ``[1<=x<=64]`` in the help."""

from typing import Any

import click
from click.types import IntParamType

from newsletter.locale import _


class Between(IntParamType):
    """From ``least`` to ``most``, both included."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = super().convert(value, param, ctx)
        if not self._least <= number <= self._most:
            told = _("{value} is not a number from {least} to {most}.")
            self.fail(told.format(value=number, least=self._least, most=self._most), param, ctx)
        return number
