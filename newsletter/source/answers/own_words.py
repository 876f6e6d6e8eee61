"""The words that the program itself writes to a member: in an answer they are quoted, and never the member's."""

import re
from functools import cache
from pathlib import Path

ASKED = (
    "Ditt bidrag till {report} {shall_be} inne senast {day}. Svara på det här mejlet och fyll i det du har i "
    "formuläret nedan. Några meningar räcker."
)
"""The reminder above the form."""
ENDING = "Det här mejlet skickades av programmet newsletter. Svar går till redaktionen."
_FORM = Path(__file__).parent.parent / "skeletons" / "form.txt"
_SHORTEST = 16
"""Letters; shorter pieces of our words may be a member's own."""


@cache
def _pieces() -> tuple[str, ...]:
    """Our sentences without what is filled in, each as long as it goes."""
    instructions = _FORM.read_text(encoding="utf-8").partition("\n\n")[0].replace("\n", " ")
    texts = (instructions, ASKED, ENDING)
    return tuple(_folded(piece) for text in texts for piece in re.split(r"\$\{?\w+\}?|\{\w+\}", text) if piece.strip(" ."))


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.casefold()).split())


def is_ours(line: str) -> bool:
    """Whether a line is a piece of our own mail, however the mail programs between have broken its lines."""
    folded = _folded(line)
    if len(folded) < _SHORTEST:
        return False
    return any(folded in piece or (len(piece) >= _SHORTEST and piece in folded) for piece in _pieces())
