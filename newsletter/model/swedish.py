"""Lists of names as they are read in Swedish."""

_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})
"""The three signs after z in ASCII: å, ä and ö come last, in that order."""


def swedish_list(words: tuple[str, ...]) -> str:
    """``Samira, Hugo och Eivor``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} och {words[-1]}"


def swedish_order(name: str) -> str:
    """What to sort names by: a–z, å, ä, ö (domain.md 5.2); Python would put ä before å."""
    return name.casefold().translate(_LAST)
