"""Lines of plain text: wrapped at spaces only, so that addresses, hyphened words and no-break spaces stay whole."""

import re
from collections.abc import Iterable

from newsletter.letter.content import OPEN

WIDTH = 72
# Stands before a line that is to stay as it is; a non-character, which no text of the editor's may hold (model.values).
_AS_IS = "\ufdd3"
_MARKER = re.compile(r" *(?:> *|\* |\d+\. )*")
_LINK_LINE = re.compile(r"(?P<text>.*:) \S+://\S+")


def wrap(text: str, *, width: int = WIDTH, first: str = "", rest: str | None = None) -> list[str]:
    """``text`` in lines of at most ``width``, the first after ``first`` and the others after ``rest`` (else as many blanks).

    Line breaks in ``text`` are kept. A word longer than a line has a line of its own.
    """
    rest = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_one(paragraph, width, rest if lines else first, rest)
    return lines


def _wrap_one(text: str, width: int, first: str, rest: str) -> list[str]:
    lines: list[str] = []
    prefix, words = first, ""
    for word in filter(None, text.split(" ")):
        if words and len(prefix) + len(words) + 1 + len(word) > width:
            lines.append(prefix + words)
            prefix, words = rest, word
        else:
            words = f"{words} {word}" if words else word
    return [*lines, (prefix + words).rstrip(" ")]


def add_prefixes(lines: Iterable[str], *, first: str, rest: str) -> list[str]:
    """Each line after its prefix; no blanks are left at the end of an empty one."""
    return [((rest if index else first) + line).rstrip(" ") for index, line in enumerate(lines)]


def underline(title: str, sign: str) -> str:
    """A heading and, below it, a row of ``sign`` as long as its longest line."""
    lines = wrap(title)
    return "\n".join([*lines, sign * max(map(len, lines))])


def verbatim(text: str) -> str:
    """Text for ``lay_out`` to leave alone: each line as long as it is, empty lines and blanks at the end included."""
    return "\n".join(_AS_IS + line for line in text.split("\n"))


def lay_out(text: str) -> str:
    """What the templates wrote, as it is read: long lines broken under their own marker, one empty line at a time.

    An address stands on one line with the words that introduce it, whatever its length; a line with a slot is left whole.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_AS_IS):
            lines.append(line.removeprefix(_AS_IS))
        elif line.strip() or (lines and lines[-1]):
            lines += _break_line(line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"


def _break_line(line: str) -> list[str]:
    link = _LINK_LINE.fullmatch(line)
    if len(line) <= WIDTH or OPEN in line or (link and len(link["text"]) <= WIDTH):
        return [line]
    match = _MARKER.match(line)
    first = match.group() if match else ""
    rest = re.sub(r"[^ >]", " ", first)
    return wrap(line[len(first) :], first=first, rest=rest)
