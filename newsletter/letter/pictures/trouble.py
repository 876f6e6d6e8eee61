"""What becomes of a picture file: bytes to embed, or the reason why there are none."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why a file cannot be shown."""

    MISSING = "image-missing"
    OUTSIDE = "image-outside"
    NOT_AN_IMAGE = "not-an-image"
    TOO_LARGE = "image-too-large"
    TOO_HEAVY = "image-too-heavy"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is embedded, with its size in pixels and that of its original."""

    data: bytes
    media_type: str
    width: int
    height: int
    original_width: int
