"""What people and scripts see: words on stdout or stderr, JSON alone on stdout, questions in Swedish."""

import io
import os
import re
import sys
from collections.abc import Sequence
from shutil import get_terminal_size
from textwrap import fill, wrap
from typing import Any, TextIO

import click

from newsletter.locale import _

_GLUE = "\N{NO-BREAK SPACE}"
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
    click.echo(_fit(text, sys.stdout), color=colour())


def say_item(text: str) -> None:
    """An item of a list, its further lines under its first word."""
    say(wrap_text(text, WIDTH, "* ", "  "))


def note(text: str = "") -> None:
    """How it went: stderr, so that a pipe gets only what was asked for."""
    click.echo(_fit(text, sys.stderr), err=True, color=colour())


def _fit(text: str, stream: TextIO) -> str:
    """Broken between words where a person reads it in a window; left whole where a program or a file takes it."""
    if not stream.isatty():
        return text
    width = get_terminal_size().columns
    return "\n".join(line if len(line) <= width else wrap_text(line, width, "", _indent(line)) for line in text.split("\n"))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def wrap_text(text: str, width: int, first: str, further: str) -> str:
    """``text`` in lines that begin with ``first`` and ``further``; what stands in quotes, a command, is kept on one line."""
    whole = re.sub("[”“][^”]{1,50}”", lambda quoted: quoted[0].replace(" ", _GLUE), text)
    lines = fill(whole, width, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
    return lines.replace(_GLUE, " ")


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
    import json  # noqa: PLC0415 - help and usage errors do without

    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def is_interactive() -> bool:
    """True when a person can answer a question."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(question: str) -> str:
    """The answer as typed, trimmed; an interruption where the input has ended."""
    fitted = _fit(question, sys.stderr)
    answer: str = click.prompt(fitted, default="", show_default=False, prompt_suffix=" ", err=True)
    return answer.strip()


def confirm(question: str, *, default: bool = False) -> bool:
    """Ask until the answer is yes or no. Click's own confirm knows only y and n."""
    choices = _("[Y/n]") if default else _("[y/N]")
    while True:
        match ask(f"{question} {choices}").lower():
            case "":
                return default
            case "j" | "ja" | "y" | "yes":
                return True
            case "n" | "nej" | "no":
                return False
            case _other:
                note(_("Answer y or n."))


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
