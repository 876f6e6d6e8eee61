"""Soft hyphens in long words, so that a narrow screen breaks them where Swedish does (email-html 3, item 26).

A heading of 30 px holds some 18 letters on a line of 280 px, running text of 17 px some 32. A word that is longer is broken by
a browser wherever the line ends, and by others not at all, so that the whole letter is wider than the screen. The words are in
pyphen's Swedish patterns, those of LibreOffice. Plain text, subject and alt texts have none: there the sign could be seen.
"""

import re
from functools import cache

import pyphen

SHY = "\u00ad"
IN_HEADING, IN_CELL, IN_TEXT = 17, 12, 22
"""The shortest word that may have to be broken, in letters: by the type and the width that it is printed in on a phone."""


def with_soft_hyphens(text: str, shortest: int) -> str:
    """``text`` with soft hyphens in each word of ``shortest`` letters or more; addresses and numbers have none."""
    return re.sub(rf"(?<![\w@./:\\])[^\W\d_]{{{shortest},}}(?![\w@/:]|\.\w)", lambda word: _parted(word[0]), text)


@cache
def _patterns() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="sv_SE", left=3, right=3)


def _parted(word: str) -> str:
    return str(_patterns().inserted(word, SHY))
