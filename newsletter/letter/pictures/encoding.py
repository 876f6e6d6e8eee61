"""One picture: decoded with care, turned upright, shrunk, stripped and encoded again; and how much of a logo shows."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageOps

from newsletter.letter.appearance import contrast
from newsletter.letter.pictures.encoded import Encoded, Trouble

WIDEST = 1200
TALLEST = 2400
_MOST_PIXELS = 60_000_000
_QUALITIES = (85, 75, 65, 50)
_WIDTHS = (WIDEST, 900, 680, 540)
_SEEN = 3.0
"""WCAG 2.2, 1.4.11 (AA), for graphics."""
_SIDE = 64
_DEEP_GREY = ("I;16", "I;16B", "I;16L", "I")
"""How Pillow holds 16-bit greyscale. Its own conversion cuts each value at 255, which makes all but the darkest greys white."""
_CONVERTED = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr")
# What Pillow's decoders raise for files that are not what they say; its documentation promises OSError alone.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError, struct.error, zlib.error)


def encode(source: bytes, limit: int) -> Encoded | Trouble:
    """A function of its arguments alone; an animation keeps its first picture."""
    picture = _decode(source)
    if isinstance(picture, Trouble):
        return picture
    image, is_photograph = picture
    for data, media_type, size in _attempts(image, lossless=not is_photograph):
        if len(data) <= limit:
            return Encoded(data, media_type, *size, original_width=image.width)
    return Trouble.TOO_HEAVY


def cut_apart(png: bytes, width: int, height: int, count: int) -> tuple[bytes, ...]:
    """``count`` pieces of a PNG of our own making, from the top: ``width`` by ``height`` pixels each, and nothing else."""
    with Image.open(io.BytesIO(png)) as whole:
        whole.load()
        pieces = [whole.crop((0, height * one, width, height * (one + 1))).convert("RGB") for one in range(count)]
    return tuple(_png(one) for one in pieces)


def _decode(source: bytes) -> tuple[Image.Image, bool] | Trouble:
    """The picture upright in sRGB, and whether it came as JPEG. Pillow's warnings name its own lines, which help no editor."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _load(Image.open(io.BytesIO(source), formats=("JPEG", "PNG", "GIF")))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return Trouble.TOO_LARGE
    except _BROKEN:
        return Trouble.NOT_AN_IMAGE


def _load(opened: Image.Image) -> tuple[Image.Image, bool] | Trouble:
    if opened.width * opened.height > _MOST_PIXELS:
        return Trouble.TOO_LARGE
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in _DEEP_GREY:
        upright = _in_eight_bits(upright)
    if upright.mode not in _CONVERTED:
        return Trouble.NOT_AN_IMAGE
    return _in_srgb(upright, opened.info.get("icc_profile")), opened.format == "JPEG"


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The same greys from 0 to 255, all of them opaque: the one that shall be see-through shares its new value with others."""
    grey = image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    grey.info.pop("transparency", None)
    return grey


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, or RGBA where something shows through; a profile that cannot be read is left out."""
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return converted or image.convert("RGB")
    return image.convert("RGBA" if see_through else "RGB")


def _attempts(image: Image.Image, *, lossless: bool) -> Iterator[tuple[bytes, str, tuple[int, int]]]:
    """Encodings from the best to the smallest: lossless if it came so, then JPEG on white."""
    for width in _WIDTHS:
        smaller = image.copy()
        smaller.thumbnail((min(width, WIDEST), TALLEST), Image.Resampling.LANCZOS)
        if lossless:
            yield _png(smaller), "image/png", smaller.size
        for quality in _QUALITIES:
            yield _jpeg(smaller, quality), "image/jpeg", smaller.size


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    Image.frombytes(image.mode, image.size, image.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


def _jpeg(image: Image.Image, quality: int) -> bytes:
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def share_seen(png: bytes, ground: str) -> float:
    """The part of the logo, from 0 to 1, that stands out from ``ground``; 1 for a logo with a ground of its own."""
    with Image.open(io.BytesIO(png)) as opened:
        if opened.mode != "RGBA":
            return 1.0
        small = opened.resize((_SIDE, _SIDE), Image.Resampling.NEAREST)
    pixels = [pixel for pixel in zip(*(iter(small.tobytes()),) * 4, strict=True) if pixel[3] > 127]
    seen = [pixel for pixel in pixels if contrast("#{:02X}{:02X}{:02X}".format(*pixel[:3]), ground) >= _SEEN]
    return len(seen) / len(pixels) if pixels else 0.0
