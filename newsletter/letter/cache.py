"""The cache of what earlier commands made, in the user's own temporary folder; it may vanish at any time.

Never in the workspace: that may be a shared folder, and what others can write there must not be run or mistaken for ours.
"""

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path

from newsletter.disk import PRIVATE, read_whole, write_whole

_DIGEST = hashlib.sha256().digest_size
_LARGEST = 50_000_000


@cache
def folder() -> Path | None:
    """A folder that only this user can enter, as Jinja makes it for compiled templates; None where there can be none."""
    import jinja2  # noqa: PLC0415 - a command that finds its pictures encoded has no other need of it

    try:
        return Path(jinja2.FileSystemBytecodeCache().directory)
    except (RuntimeError, OSError):
        return None


def read(name: str) -> bytes | None:
    """The bytes kept under ``name``; None if there are none, or not those that were written."""
    if (found := folder()) is None:
        return None
    try:
        entry = read_whole(found / f"newsletter-{name}", _LARGEST)
    except OSError:
        return None
    digest, payload = entry[:_DIGEST], entry[_DIGEST:]
    return payload if hashlib.sha256(payload).digest() == digest else None


def write(name: str, payload: bytes) -> None:
    """Keep ``payload`` under ``name``, whole or not at all. A full disk costs the next command its time, no more."""
    if (found := folder()) is None:
        return
    with suppress(OSError):
        entry = hashlib.sha256(payload).digest() + payload
        write_whole(found / f"newsletter-{name}", entry, mode=PRIVATE, is_durable=False)
