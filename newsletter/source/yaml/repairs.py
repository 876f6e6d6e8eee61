"""A text with its first syntax fault out of the way, so that one run tells of the next one too.

What is made here is read for its faults alone and never becomes an issue. A fault that may be about lines far away (an open
quotation mark, an indentation) has no repair: what comes after it is not known.
"""

import re
from collections.abc import Iterator

from newsletter.model.diagnostics import Place

_TABS = re.compile(r"^[ -]*\t[ \t-]*")
_WIDTHS = (4, 2, 8)
"""How wide a tab may be meant to be."""
_BEFORE_VALUE = re.compile(r"^(?P<before>\s*(?:- +)*(?:[\w-]+\s*:(?=\s))?\s*)(?P<value>\S.*)$")
_OF_ONE_VALUE = frozenset({"colon-in-text", "quote-then-text", "special-start", "bad-escape", "block-header", "tab-inside"})


def indented_by_tabs(lines: tuple[str, ...]) -> list[Place]:
    """Every line with a tab in its indentation, comments and blank lines aside."""
    return [
        Place(number, line.index("\t") + 1)
        for number, line in enumerate(lines, 1)
        if _TABS.match(line) and line.strip() and not line.lstrip().startswith("#")
    ]


def repairs(lines: tuple[str, ...], place: Place, code: str) -> Iterator[tuple[str, ...]]:
    """``lines`` without the fault ``code`` at ``place``, in each way that may have been meant; none where that is not known."""
    if code == "tab":
        yield from (tuple(_with_spaces(line, width) for line in lines) for width in _WIDTHS)
        return
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    repaired = _repair_line(line, place.column, code.partition("/")[0])
    if repaired not in (None, line):
        yield (*lines[: place.line - 1], str(repaired), *lines[place.line :])


def _with_spaces(line: str, width: int) -> str:
    return _TABS.sub(lambda tabs: tabs[0].expandtabs(width), line)


def _repair_line(line: str, column: int, code: str) -> str | None:
    match code:
        case "no-space-after-colon":
            return re.sub(r"^(\s*(?:- +)*\w+):", r"\1: ", line, count=1)
        case "no-space-after-dash":
            return re.sub(r"-(?=\w)", "- ", line, count=1)
        case "other-bullet" | "missing-dash":
            rest = line[column:] if code == "other-bullet" else f" {line[column - 1 :]}"
            return f"{line[: column - 1]}-{rest}".replace("\xa0", " ")
        case "missing-colon":
            return ""
        case _ if code in _OF_ONE_VALUE and (found := _BEFORE_VALUE.match(line)):
            return f"{found['before']}x"
        case _:
            return None
