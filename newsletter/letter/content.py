"""Content with its slots open, and the letter that filling them gives."""

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
    """What an issue says to everybody, one per issue. ``greeting`` is the open one, for ``greeting.greeting``; ``digest`` is
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
