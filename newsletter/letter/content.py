"""Content with its slots open, and the letter that filling them gives."""

from dataclasses import dataclass
from enum import StrEnum

from newsletter.model.recipients import Addressee


class Slot(StrEnum):
    """What differs per addressee; nothing else does (design.md 3)."""

    GREETING = "greeting"
    NAME = "name"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class InlineImage:
    """An image embedded by Content-ID; ``cid`` has no angle brackets, ``filename`` is ASCII."""

    cid: str
    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What one addressee reads. ``html`` is None for those who want plain text alone; text lines end with a line feed."""

    subject: str
    html: str | None
    text: str
    images: tuple[InlineImage, ...]


__all__ = ["Addressee", "InlineImage", "Letter", "Slot"]
