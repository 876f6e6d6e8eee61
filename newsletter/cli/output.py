"""What people and scripts see: words on stdout or stderr, JSON alone on stdout, questions in Swedish."""

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from textwrap import fill, wrap
from typing import Any

import click

from newsletter.locale import _

_KEPT = "\N{NO-BREAK SPACE}"
WIDTH = 80
"""The width that everything is laid out for; a wider window is not needed and a pipe has none."""


def prepare_streams() -> None:
    """Make piped output UTF-8 on Windows too, and let no character that a terminal lacks stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def colour() -> bool | None:
    """False when NO_COLOR asks for none (https://no-color.org, which Click does not heed); else as Click finds best."""
    return False if os.environ.get("NO_COLOR") else None


def say(text: str = "") -> None:
    """What was asked for: stdout."""
    click.echo(text, color=colour())


def say_item(text: str) -> None:
    """An item of a list, its further lines under its first word; what stands in quotes is kept on one line."""
    whole = re.sub("[”“][^”]*”", lambda quoted: quoted[0].replace(" ", _KEPT), text)
    lines = fill(whole, WIDTH, initial_indent="* ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    say(lines.replace(_KEPT, " "))


def note(text: str = "") -> None:
    """How it went: stderr, so that a pipe gets only what was asked for."""
    click.echo(text, err=True, color=colour())


def warn(text: str) -> None:
    """``OBS: …`` on stderr."""
    note(_("Note: {text}").format(text=text))


def fail(message: str, hint: str = "") -> None:
    """``Fel: …`` and what to do, on stderr."""
    note(_("Error: {message}").format(message=message))
    if hint:
        note(hint)


def emit_json(document: Any) -> None:
    """A document alone on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def is_interactive() -> bool:
    """True when somebody can answer a question."""
    return sys.stdin is not None and sys.stdin.isatty()


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask until the answer is yes or no. Click's own confirm knows only y and n."""
    choices = _("[Y/n]") if default else _("[y/N]")
    while True:
        answer = click.prompt(f"{question} {choices}", default="", show_default=False, prompt_suffix=" ", err=True)
        match answer.strip().lower():
            case "":
                return default
            case "j" | "ja" | "y" | "yes":
                return True
            case "n" | "nej" | "no":
                return False
            case _other:
                note(_("Answer y or n."))


def mask(address: str | None) -> str:
    """``k***@…``: enough to tell two addresses of one association apart; ``–`` for one that has been forgotten."""
    return f"{address[:1]}***@…" if address else "–"


def shown(address: str | None, *, show: bool) -> str:
    """The address itself if it was asked for, else masked."""
    return address if address and show else mask(address)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns with two spaces between and no lines: the same in a terminal, a file and a screen reader.

    Only the last column is ever broken into lines, so that an address or an id can be copied whole.
    """
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    before = sum(widths[:-1]) + 2 * (len(widths) - 1)
    for row in (header, *rows):
        first = "".join(cell.ljust(width + 2) for cell, width in zip(row[:-1], widths, strict=False))
        lines = wrap(row[-1], WIDTH - before, break_long_words=False) if before < WIDTH - 20 else [row[-1]]
        say("\n".join([first + lines[0], *(" " * before + line for line in lines[1:])]).rstrip())
