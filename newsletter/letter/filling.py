"""Filling the slots of one letter: a join of parts that are the same for everybody, and cannot fail."""

from collections.abc import Mapping

from newsletter.letter.content import HtmlPart, HtmlSlot, Slot, SlotParagraph, TextPart
from newsletter.letter.html.unbroken import keep_whole
from newsletter.letter.plain_lines import wrap

# What an HTML serialiser writes (HTML Living Standard 13.3, "escaping a string"), so that filling equals rendering.
_IN_TEXT = str.maketrans({"&": "&amp;", "\u00a0": "&nbsp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "\u00a0": "&nbsp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})


def fill_html(parts: tuple[HtmlPart, ...], values: Mapping[Slot, str]) -> str:
    return "".join(part if isinstance(part, str) else _escaped(part, values[part.slot]) for part in parts)


def fill_text(parts: tuple[TextPart, ...], values: Mapping[Slot, str]) -> str:
    """Lines that held a slot are broken only now, at the width of all others."""
    return "".join(part if isinstance(part, str) else _filled(part, values) for part in parts)


def _escaped(place: HtmlSlot, value: str) -> str:
    return value.translate(_IN_ATTRIBUTE) if place.quoted else keep_whole(value.translate(_IN_TEXT))


def _filled(paragraph: SlotParagraph, values: Mapping[Slot, str]) -> str:
    return "\n".join(wrap("".join(values[piece] if isinstance(piece, Slot) else piece for piece in paragraph.pieces)))
