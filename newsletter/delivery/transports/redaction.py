"""What the other side says, made fit for a log that holds no address and no secret."""

import re

LONGEST = 300
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]*(?:@|%40)[^\s<>\"'(),;:]+", re.IGNORECASE)
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_TURNS_OF_DIRECTION = r"\u202a-\u202e\u2066-\u2069"
_NON_CHARACTERS = r"\ufdd0-\ufdef\ufffe\uffff"
_UNPRINTABLE = re.compile(f"[{_CONTROLS}{_TURNS_OF_DIRECTION}{_NON_CHARACTERS}]+")


def redact(words: str, *secrets: str) -> str:
    """One printable line of ``words`` without addresses and without ``secrets``, cut where it gets long."""
    for secret in filter(None, secrets):
        words = words.replace(secret, "…")
    line = " ".join(_UNPRINTABLE.sub(" ", _ADDRESS.sub("…", words)).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
