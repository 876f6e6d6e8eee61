"""What a browser may not break across lines: ``kl. 11.00–14.00``, ``10–14 augusti``, ``KTN/26-EX018``.

A line may be broken after a dash, a hyphen or a slash. A word joiner would show as a box in some mail programs and be copied
with the text, so words with numbers stand in a span that does not wrap; names with a hyphen are left alone, whole for whoever
searches the letter. Plain text needs nothing: it is broken at blanks alone.
"""

import re
from collections.abc import Iterator
from html import unescape

from newsletter.letter.html.normalise import TOKEN, VOID

_OPEN = '<span style="white-space:nowrap">'
_CLOSE = "</span>"
# Blanks that may be broken at, and the signs of slots: no-break spaces are part of a word, entities stay whole.
_WORD = re.compile("[^ \t\n\ufdd0\ufdd1]+")
_BREAKS = re.compile(r"[^\W_][)”’.]*[–/-][^\W_]")
_NUMBER = re.compile(r"\d")
_ADDRESS = re.compile(r"://|@|www\.")
# Signs that fit in the narrowest column at the size there; a longer word is better broken after its dash than cut off.
USUAL = 24
_NARROW = {"h1": 14, "h2": 18, "figure": 14}
# Not shown, shown in one line, or broken as it stands.
_LEFT_ALONE = {"mj-title", "mj-style", "mj-raw", "style", "title", "pre", "code"}


def unbroken(mjml: str) -> str:
    """``mjml``, normalised, with the words that shall stay whole kept so in all that is shown."""
    return "".join(_tokens(mjml))


def keep_whole(html: str, longest: int = USUAL) -> str:
    """A text node, escaped, with each word that is to stay whole in a span; what fills a slot is treated as all other text."""
    return _WORD.sub(lambda word: f"{_OPEN}{word[0]}{_CLOSE}" if _whole(unescape(word[0]), longest) else word[0], html)


def _whole(word: str, longest: int) -> bool:
    return len(word) <= longest and bool(_NUMBER.search(word) and _BREAKS.search(word)) and not _ADDRESS.search(word)


def _tokens(mjml: str) -> Iterator[str]:
    limits: list[int] = []
    for token in TOKEN.finditer(mjml):
        around = limits[-1] if limits else 0
        yield keep_whole(token[0], around) if token["text"] and around else token[0]
        if token["close"] and limits:
            limits.pop()
        elif token["name"] and not token["close"] and not token["empty"] and token["name"] not in VOID:
            limits.append(_limit(token, around))


def _limit(token: re.Match[str], around: int) -> int:
    """The longest word to keep whole in the element that begins here, 0 for none."""
    name = token["name"]
    if name in _LEFT_ALONE or (around == 0 and name not in ("mj-text", "mj-button", "mj-table")):
        return 0
    if name == "td" and 'class="figure"' in token[0]:
        return _NARROW["figure"]
    return min(around or USUAL, _NARROW.get(name, USUAL))
