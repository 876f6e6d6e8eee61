"""Whether a logo that the head shows through is seen on the head's colour."""

from io import BytesIO

from newsletter.letter.appearance import contrast

_SEEN = 3.0
"""WCAG 2.2, 1.4.11 (AA), for graphics."""
_SIDE = 64


def share_seen(png: bytes, ground: str) -> float:
    """The part of the logo, from 0 to 1, that stands out from ``ground``; 1 for a logo with a ground of its own."""
    from PIL import Image

    with Image.open(BytesIO(png)) as opened:
        if opened.mode != "RGBA":
            return 1.0
        small = opened.resize((_SIDE, _SIDE), Image.Resampling.NEAREST)
    pixels = [pixel for pixel in zip(*(iter(small.tobytes()),) * 4, strict=True) if pixel[3] > 127]
    seen = [pixel for pixel in pixels if contrast("#{:02X}{:02X}{:02X}".format(*pixel[:3]), ground) >= _SEEN]
    return len(seen) / len(pixels) if pixels else 0.0
