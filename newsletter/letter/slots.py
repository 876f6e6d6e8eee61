"""Slots: marked in the templates, and found again in what the templates became.

A marker is a slot's name between two Unicode non-characters, which no text of the editor's can hold (``model.values``
refuses them), so that nothing written in an issue is ever taken for a slot.
"""

import re
from collections.abc import Mapping

from newsletter.letter.content import HtmlPart, HtmlSlot, Slot
from newsletter.letter.greeting import DEFAULT_GREETING
from newsletter.letter.html.nodes import Nodes

OPEN, CLOSE = "\ufdd0", "\ufdd1"
_MARKER = re.compile(f"{OPEN}([a-z]+){CLOSE}")


def marker(slot: Slot) -> str:
    return f"{OPEN}{slot}{CLOSE}"


OPEN_SLOTS: Mapping[str, str] = {str(slot): marker(slot) for slot in Slot}
"""What templates see as ``slots`` while they are open."""

TO_ANYBODY: Mapping[str, str] = {
    Slot.GREETING: DEFAULT_GREETING,
    Slot.NAME: "din partiförening",
    Slot.MUNICIPALITY: "din kommun",
}
"""What a template of the workspace's own says in a copy for nobody in particular, should it say anything there."""


def pieces(text: str) -> tuple[str | Slot, ...]:
    """``text`` cut at its markers; no piece is an empty string."""
    cut = _MARKER.split(text)
    found = [Slot(piece) if index % 2 else piece for index, piece in enumerate(cut)]
    return tuple(piece for piece in found if piece)


def misplaced(nodes: Nodes) -> tuple[str, ...]:
    """Texts with a slot that filling could not escape rightly: amid a longer text or value, in a comment, in a style sheet."""
    amid = [text for text in nodes.texts if OPEN in text and not _MARKER.fullmatch(text.strip())]
    amid += [value for value in nodes.values if OPEN in value and not _MARKER.fullmatch(value)]
    return tuple(amid + [text for text in nodes.comments + nodes.styles if OPEN in text])


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
