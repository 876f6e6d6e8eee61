"""Where in a file a text stands that YAML has folded, indented or quoted.

Between the lines of a file and the text that YAML makes of them only blanks differ: signs that are printed are the same, in
the same order. So the spot that comes after n of them in the text comes after n of them in the file.
"""

import re
from collections.abc import Sequence

Style = str | None
"""How a text is written, as PyYAML has it: ``|``, ``>``, a quotation mark, or None."""


# macOS may save é as a letter and an accent; the text of the model has one sign.
_UNCOUNTED = re.compile("[\\s\u0300-\u036f]+")


def printed_length(text: str) -> int:
    """How many signs of ``text`` are neither blanks nor accents of their own."""
    return len(_UNCOUNTED.sub("", text))


def spot(lines: Sequence[str], line: int, column: int, style: Style, printed: int) -> tuple[int, int] | None:
    """Line and column (from 1) of the sign that has ``printed`` others before it, in the text that begins at ``line`` and
    ``column``; None past the end of the file, or where a backslash stands for another sign.
    """
    if style in ("|", ">"):
        line, column = line + 1, 1
    elif style is not None:
        column += 1
    for number in range(line, len(lines) + 1):
        rest = lines[number - 1][column - 1 :]
        length = _length(rest, style)
        if length is None:
            return None
        if printed < length:
            return number, column + _index(rest, printed, style)
        printed, column = printed - length, 1
    return None


def _length(rest: str, style: Style) -> int | None:
    if style == '"' and "\\" in rest:
        return None
    return printed_length(rest.replace("''", "'") if style == "'" else rest)


def _index(rest: str, printed: int, style: Style) -> int:
    """Of the sign in ``rest`` that ``printed`` others stand before; in single quotes, two in a row are one."""
    index = 0
    while printed or _UNCOUNTED.match(rest[index]):
        pair = style == "'" and rest.startswith("''", index)
        printed -= 1 if pair else printed_length(rest[index])
        index += 2 if pair else 1
    return index
