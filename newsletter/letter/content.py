"""Content with its slots open, and the letter that filling them gives.

A slot is marked in the templates and found again in what they became. Its marker is the slot's name between two Unicode
non-characters, which no text of the editor's can hold (``model.values`` refuses them), so that nothing written in an issue is
ever taken for a slot.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Slot(StrEnum):
    """What differs per addressee; nothing else does (design.md 3)."""

    GREETING = "greeting"
    NAME = "name"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class HtmlSlot:
    """A slot in the HTML edition. ``quoted`` where it is an attribute's value, which HTML escapes in its own way."""

    slot: Slot
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SlotParagraph:
    """A paragraph of the text edition that holds slots: wrapped only after they are filled. Ends without a line feed."""

    pieces: tuple[str | Slot, ...]


HtmlPart = str | HtmlSlot
TextPart = str | SlotParagraph


@dataclass(frozen=True, slots=True)
class InlineImage:
    """An image embedded by Content-ID; ``cid`` has no angle brackets, ``filename`` is ASCII."""

    cid: str
    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What an issue says to everybody, one per issue. ``greeting`` is the open one, for ``letters.greeting``; ``digest`` is
    SHA-256 over all the rest: equal digests, equal letters.
    """

    subject: str
    preview: str
    greeting: str
    html: tuple[HtmlPart, ...]
    text: tuple[TextPart, ...]
    images: tuple[InlineImage, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one addressee reads. ``html`` is None for those who want plain text alone; text lines end with a line feed."""

    subject: str
    html: str | None
    text: str
    images: tuple[InlineImage, ...]


OPEN, CLOSE = "\ufdd0", "\ufdd1"
MARKER = re.compile(f"{OPEN}([a-z]+){CLOSE}")


def marker(slot: Slot) -> str:
    return f"{OPEN}{slot}{CLOSE}"


OPEN_SLOTS: Mapping[str, str] = {str(slot): marker(slot) for slot in Slot}
"""What templates see as ``slots`` while they are open."""


def pieces(text: str) -> tuple[str | Slot, ...]:
    """``text`` cut at its markers; no piece is an empty string."""
    cut = MARKER.split(text)
    found = [Slot(piece) if index % 2 else piece for index, piece in enumerate(cut)]
    return tuple(piece for piece in found if piece)


def html_to_parts(html: str) -> tuple[HtmlPart, ...]:
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
