"""Slots: marked in the templates, found again in what they became, filled letter by letter.

A marker is a slot's name between two Unicode non-characters, which no text of the editor's can hold (``model.values``
refuses them), so that nothing written in an issue is ever taken for a slot.
"""

import re
from collections.abc import Mapping

from newsletter.letter.content import HtmlPart, HtmlSlot, Slot, SlotParagraph, TextPart
from newsletter.letter.nodes import Nodes

OPEN, CLOSE = "\ufdd0", "\ufdd1"
TEXT_WIDTH = 72
_MARKER = re.compile(f"{OPEN}([a-z]+){CLOSE}")
# What an HTML serialiser writes (HTML Living Standard 13.3, "escaping a string"), so that filling equals rendering.
_IN_TEXT = str.maketrans({"&": "&amp;", "\u00a0": "&nbsp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "\u00a0": "&nbsp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})


def marker(slot: Slot) -> str:
    return f"{OPEN}{slot}{CLOSE}"


def pieces(text: str) -> tuple[str | Slot, ...]:
    """``text`` cut at its markers; no piece is an empty string."""
    cut = _MARKER.split(text)
    found = [Slot(piece) if index % 2 else piece for index, piece in enumerate(cut)]
    return tuple(piece for piece in found if piece)


def misplaced(nodes: Nodes) -> tuple[str, ...]:
    """Texts with a slot that filling could not escape rightly: amid a longer text or value, in a comment, in a style sheet."""
    amid = [text for text in nodes.texts if OPEN in text and not _MARKER.fullmatch(text.strip())]
    amid += [value for value in nodes.values if OPEN in value and not _MARKER.fullmatch(value)]
    return tuple(" ".join(text.split())[:80] for text in amid + [text for text in nodes.comments if OPEN in text])


def split_html(html: str) -> tuple[HtmlPart, ...]:
    """``html`` cut at its slots, each told whether it is an attribute's value."""
    parts: list[HtmlPart] = []
    before = ""
    for piece in pieces(html):
        if isinstance(piece, Slot):
            parts.append(HtmlSlot(piece, quoted=before.endswith('="')))
        else:
            parts.append(piece)
            before = piece
    return tuple(parts)


def fill_html(parts: tuple[HtmlPart, ...], values: Mapping[Slot, str]) -> str:
    return "".join(part if isinstance(part, str) else _escaped(part, values[part.slot]) for part in parts)


def _escaped(place: HtmlSlot, value: str) -> str:
    return value.translate(_IN_ATTRIBUTE if place.quoted else _IN_TEXT)


def fill_text(parts: tuple[TextPart, ...], values: Mapping[Slot, str]) -> str:
    return "".join(part if isinstance(part, str) else _filled(part, values) for part in parts)


def _filled(paragraph: SlotParagraph, values: Mapping[Slot, str]) -> str:
    return wrapped("".join(values[piece] if isinstance(piece, Slot) else piece for piece in paragraph.pieces))


def wrapped(text: str, width: int = TEXT_WIDTH) -> str:
    """One paragraph in lines of at most ``width``; breaks at spaces only, so that addresses and no-break spaces stay whole."""
    lines: list[str] = []
    line = ""
    for word in text.replace("\n", " ").split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])
