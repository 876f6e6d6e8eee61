"""A document as Markdown with tables and footnotes, as GitHub, Pandoc and most editors read them."""

import re
from collections.abc import Iterable, Mapping

from newsletter.editions.documents.blocks import (
    Block,
    Bullets,
    Chart,
    Document,
    Heading,
    Note,
    Paragraph,
    Signatures,
    Table,
    Text,
    Verbatim,
)

_BAR = 30
"""Characters of the longest bar."""
_LINE = "." * 40
"""To write a name on: dots, which Markdown leaves as they are."""
_SHADES = "█▓▒░"


def to_markdown(document: Document) -> str:
    """Ends with a line feed."""
    numbers = {note: number for number, note in enumerate(document.notes, 1)}
    blocks = [_block(block, numbers) for block in document.blocks]
    notes = "\n".join(f"[^{number}]: {_escape(note.text)}" for note, number in numbers.items())
    ending = [f"## {_escape(document.sources)}", notes] if notes else []
    return "\n\n".join([*blocks, *ending]).rstrip() + "\n"


def _block(block: Block, numbers: Mapping[Note, int]) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {_escape(text)}"
        case Paragraph(text=text):
            return _text(text, numbers)
        case Bullets(items=items):
            return "\n".join(f"- {_text(item, numbers)}" for item in items)
        case Table():
            return _table(block, numbers)
        case _:
            return _without_notes(block)


def _without_notes(block: Chart | Signatures | Verbatim) -> str:
    match block:
        case Chart():
            return _chart(block)
        case Signatures(labels=labels):
            return "\n\n".join(f"{_LINE}\\\n{_escape(label)}" for label in labels)
        case Verbatim(text=text):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            return f"{fence}text\n{text.rstrip()}\n{fence}"


def _text(text: Text, numbers: Mapping[Note, int]) -> str:
    return "".join(f"[^{numbers[part]}]" if isinstance(part, Note) else _escape(part) for part in text)


def _escape(text: str) -> str:
    """What Markdown would take for its own, also first in a line."""
    plain = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", text)
    return re.sub(r"^(\s*)([#+-]|\d+[.)])(?=\s)", lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", plain)


def _table(table: Table, numbers: Mapping[Note, int]) -> str:
    rule = "|".join(" ---: " if column in table.numeric else " --- " for column in range(len(table.header)))
    lines = [
        f"**{_escape(table.caption)}**",
        "",
        _row(map(_escape, table.header)),
        f"|{rule}|",
        *(_row(_text(cell, numbers) for cell in row) for row in table.rows),
    ]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chart(chart: Chart) -> str:
    width = max((len(row.label) for row in chart.rows), default=0)
    key = "  ".join(f"{_shade(number)} {part}" for number, part in enumerate(chart.parts))
    lines = [f"{row.label.ljust(width)}  {_bar(row.values, chart.longest)} {row.total}" for row in chart.rows]
    return "\n".join([f"**{_escape(chart.caption)}**", "", "```text", *lines, "", key, "```"])


def _bar(values: tuple[int, ...], longest: int) -> str:
    return "".join(_shade(number) * round(value * _BAR / longest) for number, value in enumerate(values))


def _shade(number: int) -> str:
    return _SHADES[number % len(_SHADES)]
