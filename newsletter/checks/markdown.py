"""Markdown as it was meant: read more leniently than ``letter`` prints it, so that what is refused there is found here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsletter.letter.markdown import keep_signs_between_digits


class _Lenient(MarkdownIt):
    """Lets every target through: which of them are links is for ``links`` to judge."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the parser's own signature
        return True


_PARSER = _Lenient("commonmark", {"html": True}).enable("table").disable("code")

keep_signs_between_digits(_PARSER)


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[Token, ...]:
    """Shared by all rules, and therefore never changed."""
    return tuple(_PARSER.parse(text))


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    target: str


def links(text: str) -> tuple[Link, ...]:
    """Every link of the text, ``<https://…>`` included, with its target as written."""
    return tuple(link for inline in _inlines(text) for link in _links_of(inline))


def before_link(text: str, label: str, target: str) -> str:
    """The text before the link with that label and target, however it is written."""
    if (found := text.find(f"[{label}]({target}")) < 0 <= (end := text.find(f"]({target}")):
        found = text.rfind("[", 0, end)
    pieces = (f"<{target}", target, label)
    return text[: next(place for place in (found, *map(text.find, pieces), 0) if place >= 0)]


def percent_encode(address: str) -> str:
    """The address as a link carries it: ASCII, whatever letters it was typed with."""
    return _PARSER.normalizeLink(address)


def pictures(text: str) -> tuple[str, ...]:
    """The alternative text of every ``![…](…)``."""
    return tuple(token.content for inline in _inlines(text) for token in inline if token.type == "image")


def headings(text: str) -> tuple[tuple[int, int], ...]:
    """The level of each heading, and how many lines stand before it."""
    opened = (token for token in _tokens(text) if token.type == "heading_open")
    return tuple((int(token.tag[1]), token.map[0] if token.map else 0) for token in opened)


def lines_before(text: str, number: int) -> str:
    """The first ``number`` lines of the text."""
    return "".join(text.splitlines(keepends=True)[:number])


def is_code(text: str, piece: str) -> bool:
    """Whether ``piece`` stands in code, where every sign is meant as it is."""
    code = [token.content for token in _tokens(text) if token.type == "fence"]
    code += [token.content for inline in _inlines(text) for token in inline if token.type == "code_inline"]
    return any(piece in one for one in code)


def joined_lines(text: str) -> Iterator[tuple[str, str, int]]:
    """Each line of a paragraph that is printed on with the next one, that next one, and how many lines stand before it."""
    for token in _tokens(text):
        if token.type == "inline" and token.map:
            lines = token.content.split("\n")
            for number, (line, below) in enumerate(pairwise(lines), token.map[0] + 1):
                if not line.endswith(("\\", "  ")):
                    yield line.strip(), below.strip(), number


def html_tags(text: str) -> tuple[str, ...]:
    """Raw HTML, each piece as written; what stands in code is text and not among them."""
    blocks = [token.content.strip() for token in _tokens(text) if token.type == "html_block"]
    return (*blocks, *(token.content for inline in _inlines(text) for token in inline if token.type == "html_inline"))


def words(text: str) -> str:
    """The running text without marks, link targets and code."""
    return "\n".join("".join(_text_of(token) for token in inline) for inline in _inlines(text))


def words_outside_links(text: str) -> str:
    """The same without the words of links and of addresses that are written as such."""
    return "\n".join("".join(_outside_links(inline)) for inline in _inlines(text))


def _outside_links(inline: list[Token]) -> Iterator[str]:
    depth = 0
    for token in inline:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if not depth:
            yield _text_of(token)


def table_widths(text: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """How many lines stand before each table, and how many cells each of its rows has.

    Counted in the source: a parser fills up short rows and says nothing.
    """
    tables: list[tuple[int, tuple[int, ...]]] = []
    rows: list[int] = []
    within = {line for token in _tokens(text) if token.type == "table_open" and token.map for line in range(*token.map)}
    for number, line in enumerate([*text.split("\n"), ""]):
        if number in within or line.lstrip().startswith("|"):
            rows.append(_cells(line))
        elif rows:
            tables.append((number - len(rows), tuple(rows)))
            rows = []
    return tuple(tables)


def _cells(line: str) -> int:
    row = line.strip().removeprefix("|")
    bars = len(re.findall(r"(?<!\\)\|", row))
    return bars if re.search(r"(?<!\\)\|$", row) else bars + 1


def _inlines(text: str) -> Iterator[list[Token]]:
    for token in _tokens(text):
        if token.type == "inline":
            yield token.children or []


def _text_of(token: Token) -> str:
    if token.type == "text":
        return token.content
    return " " if token.type in {"softbreak", "hardbreak", "code_inline"} else ""


def _links_of(inline: list[Token]) -> Iterator[Link]:
    target, text = "", ""
    for token in inline:
        if token.type == "link_open":
            target, text = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            yield Link(" ".join(text.split()), target)
        else:
            text += token.content if token.type in {"text", "code_inline"} else _text_of(token)


def has_list_or_table(text: str) -> bool:
    return any(token.type in {"list_item_open", "table_open"} for token in _tokens(text))


def bold_paragraphs(text: str) -> tuple[str, ...]:
    """Each paragraph that is nothing but bold words."""
    tokens = _tokens(text)
    return tuple(
        "".join(map(_text_of, inline.children or []))
        for opened, inline in pairwise(tokens)
        if opened.type == "paragraph_open" and opened.level == 0 and _is_bold(inline.children or [])
    )


def _is_bold(inline: list[Token]) -> bool:
    marks = [token.type for token in inline if token.content or token.nesting]
    return marks[:1] == ["strong_open"] and marks[-1:] == ["strong_close"] and marks.count("strong_open") == 1
