"""Pictures as they are embedded, each encoded once and found again by the hash of what it was made from.

The new bytes are a function of the old ones and the limit, so they are kept: in memory, and for later commands in ``kept``.
"""

import hashlib
import json
from dataclasses import asdict

import PIL

from newsletter.letter import cache
from newsletter.letter.pictures.trouble import Encoded, Trouble

_REMEMBERED = 64
_MAKING = f"1-{PIL.__version__}"
"""Counted up when ``encoding`` makes other bytes of the same picture."""

_encoded: dict[tuple[str, int], Encoded | Trouble] = {}


def encode(source: bytes, limit: int) -> Encoded | Trouble:
    """``source`` (JPEG, PNG or GIF) in at most ``limit`` bytes; an animation keeps its first picture."""
    key = (hashlib.sha256(source).hexdigest(), limit)
    if key not in _encoded:
        if len(_encoded) >= _REMEMBERED:
            _encoded.clear()
        _encoded[key] = _from_earlier(key) or _anew(source, key)
    return _encoded[key]


def _from_earlier(key: tuple[str, int]) -> Encoded | None:
    entry = cache.read(_name(key))
    if entry is None:
        return None
    head, _line_feed, data = entry.partition(b"\n")
    return Encoded(data=data, **json.loads(head))


def _anew(source: bytes, key: tuple[str, int]) -> Encoded | Trouble:
    from newsletter.letter.pictures import encoding

    made = encoding.encode(source, key[1])
    if isinstance(made, Encoded):
        head = {name: value for name, value in asdict(made).items() if name != "data"}
        cache.write(_name(key), json.dumps(head).encode() + b"\n" + made.data)
    return made


def _name(key: tuple[str, int]) -> str:
    return f"picture-{_MAKING}-{key[0]}-{key[1]}"
