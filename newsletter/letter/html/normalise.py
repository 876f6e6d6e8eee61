"""MJML as mrml and browsers need it, before anything is lost in silence or broken across lines.

mrml drops a blank text node that begins with a line feed, which glues words together, and refuses blanks without a line feed,
and carriage returns, between the children of some elements. (mrml 6.0.1, the prelude's parser: token.rs.)

A browser may break a line after a dash, a hyphen or a slash: ``kl. 11.00–14.00``, ``10–14 augusti``, ``KTN/26-EX018``. A word
joiner would show as a box in some mail programs and be copied with the text, so words with numbers stand in a span that does
not wrap; names with a hyphen are left alone, whole for the reader who searches the letter. Plain text needs nothing: it is
broken at blanks alone.
"""

import re
from collections.abc import Iterator
from html import unescape

# Between the children of these, blanks mean nothing.
_STRUCTURE = frozenset({
    "mjml", "mj-head", "mj-attributes", "mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column", "mj-hero",
    "table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody",
    "tfoot", "tr", "th", "td", "caption", "blockquote", "pre", "hr", "br", "mj-text", "mj-table", "mj-raw", "mj-button",
    "meta",
})  # fmt: skip
VOID = frozenset(["br", "hr", "img", "meta", "link", "wbr", "col", "input"])
_AS_IS = frozenset({"mj-style", "style", "mj-title"})
TOKEN = re.compile(
    r"""
    (?P<comment><!--.*?-->)
    | <(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)
      (?:"[^"]*"|'[^']*'|[^<>"'])*?                            # a value in quotes may hold > and /
      (?P<empty>/?)>
    | (?P<text>[^<]+|<)                                        # a lone < is text
    """,
    re.DOTALL | re.VERBOSE,
)

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


def normalise(mjml: str) -> str:
    """The same document without carriage returns, blanks between components, and blank nodes that mrml would drop."""
    parts: list[str] = []
    inside: list[str] = []
    before = ""
    tokens = list(TOKEN.finditer(mjml.replace("\r\n", "\n").replace("\r", "\n").strip()))
    for index, token in enumerate(tokens):
        text = token["text"]
        if text is None:
            parts.append(token[0])
            before = token["name"] or ""
            _step(inside, token)
        elif text.isspace():
            after = tokens[index + 1]["name"] if index + 1 < len(tokens) else ""
            parts.append(_blank(text, inside, before, after or ""))
        else:
            parts.append(text)
            before = ""
    return "".join(parts)


def _step(inside: list[str], token: re.Match[str]) -> None:
    name = token["name"]
    if not name or token["empty"] or name in VOID:
        return
    if not token["close"]:
        inside.append(name)
    elif inside:
        inside.pop()


def _blank(text: str, inside: list[str], before: str, after: str) -> str:
    parent = inside[-1] if inside else "mjml"
    if "pre" in inside:
        return text.replace("\n", "&#10;", 1) if text.startswith("\n") else text
    if parent in _AS_IS:
        return text
    if parent in _STRUCTURE:
        return ""
    spaces = "".join(sign for sign in text if sign not in " \t\n")
    if spaces:
        return text.replace("\n", " ")
    return "" if before in _BLOCKS or after in _BLOCKS else " "


def keep_numbers_whole(mjml: str) -> str:
    """``mjml``, normalised, with the words that shall stay whole kept so in all that is shown."""
    return "".join(_tokens(mjml))


def keep_whole(html: str, longest: int = USUAL) -> str:
    """A text node, escaped, with each word that is to stay whole in a span; what fills a slot is treated as all other text."""
    return _WORD.sub(lambda word: f"{_OPEN}{word[0]}{_CLOSE}" if _stays_whole(unescape(word[0]), longest) else word[0], html)


def _stays_whole(word: str, longest: int) -> bool:
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
    if name == "div" and 'class="figure' in token[0]:
        return _NARROW["figure"]
    return min(around or USUAL, _NARROW.get(name, USUAL))
