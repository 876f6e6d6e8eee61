"""Moments and lists in the program's own words: what operations say of them, and what the command line shows."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from newsletter.locale import _


def moment_words(at: str, timezone: str) -> str:
    """A time of the log as the wall showed it: ``2026-03-12 18:00``."""
    return datetime.fromisoformat(at).astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")


def listing(words: Iterable[str]) -> str:
    """``Samira, Hugo och Eivor``."""
    *first, last = words
    return _("{first} and {last}").format(first=", ".join(first), last=last) if first else last
