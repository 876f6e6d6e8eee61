"""Swedish words as parts of web addresses and file names."""

import re
import unicodedata
from collections.abc import Iterable


def slug(words: str) -> str:
    """``Vårdskulden`` as ``vardskulden``; never empty."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "ovrigt"


def slugs(words: Iterable[str]) -> dict[str, str]:
    """One for each, in order; words that differ only in what an address cannot show (Grå, Gra) are numbered."""
    found: dict[str, str] = {}
    for one in words:
        plain, number = slug(one), 1
        while (candidate := plain if number == 1 else f"{plain}-{number}") in found.values():
            number += 1
        found.setdefault(one, candidate)
    return found
