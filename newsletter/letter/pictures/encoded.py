"""What becomes of a picture file: bytes to embed, or the reason why there are none; made once for all commands.

The new bytes are a function of the old ones and the limit, so they are remembered by the hash of the old: in memory, and for
later commands in ``cache``.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum

import PIL

from newsletter.letter import cache


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


_REMEMBERED = 64
_MAKING = f"2-{PIL.__version__}"
"""Counted up when ``encoding`` makes other bytes of the same picture."""

_remembered: dict[tuple[str, int], Encoded | Trouble] = {}


def encode_once(source: bytes, limit: int) -> Encoded | Trouble:
    """``source`` (JPEG, PNG or GIF) in at most ``limit`` bytes; an animation keeps its first picture."""
    key = (hashlib.sha256(source).hexdigest(), limit)
    if key not in _remembered:
        if len(_remembered) >= _REMEMBERED:
            _remembered.clear()
        _remembered[key] = _from_earlier(key) or _encode_anew(source, key)
    return _remembered[key]


def _from_earlier(key: tuple[str, int]) -> Encoded | None:
    entry = cache.read(_name(key))
    if entry is None:
        return None
    head, _line_feed, data = entry.partition(b"\n")
    return Encoded(data=data, **json.loads(head))


def _encode_anew(source: bytes, key: tuple[str, int]) -> Encoded | Trouble:
    from newsletter.letter.pictures import encoding  # noqa: PLC0415 - Pillow costs a command 10 ms that finds its pictures made

    made = encoding.encode(source, key[1])
    if isinstance(made, Encoded):
        head = {name: value for name, value in asdict(made).items() if name != "data"}
        cache.write(_name(key), json.dumps(head).encode() + b"\n" + made.data)
    return made


def _name(key: tuple[str, int]) -> str:
    return f"picture-{_MAKING}-{key[0]}-{key[1]}"
