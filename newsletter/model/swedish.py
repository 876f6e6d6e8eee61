"""Lists of names, and months, as they are read in Swedish."""

_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})
"""The three signs after z in ASCII: å, ä and ö come last, in that order."""


SHORT_MONTHS = ("jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec.")
"""As Swedish shortens them (domain.md 5.1; Babel's own for September is another)."""
_BEGINNINGS = tuple(month[:3] for month in SHORT_MONTHS)
"""Of every way of writing a month."""
IN_ANY_TITLE = frozenset({"region", "försla", "beslut", "motion", "införa"})
"""Beginnings of words that tell nothing of what a matter is about."""


def month_number(word: str) -> int | None:
    """1 to 12 for ”januari”, ”sept.” or ”MARS”; None for what begins like no month."""
    start = word.casefold()[:3]
    return _BEGINNINGS.index(start) + 1 if start in _BEGINNINGS else None


def swedish_list(words: tuple[str, ...]) -> str:
    """``Samira, Hugo och Eivor``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def swedish_order(name: str) -> str:
    """What to sort names by: a–z, å, ä, ö (domain.md 5.2); Python would put ä before å."""
    return name.casefold().translate(_LAST)
