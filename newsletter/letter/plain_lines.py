"""Lines of plain text: wrapped at spaces only, so that addresses, hyphened words and no-break spaces stay whole."""

from collections.abc import Iterable

WIDTH = 72


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
    lines = []
    line = first
    empty = True
    for word in text.split(" "):
        if not word:
            continue
        if not empty and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, empty = rest, True
        line, empty = (f"{line}{word}" if empty else f"{line} {word}"), False
    return [*lines, line.rstrip(" ") if empty else line]


def prefixed(lines: Iterable[str], *, first: str, rest: str) -> list[str]:
    """Each line after its prefix; no blanks are left at the end of an empty one."""
    return [((rest if index else first) + line).rstrip(" ") for index, line in enumerate(lines)]
