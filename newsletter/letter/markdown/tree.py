"""The Markdown that an editor may write, read into a tree that both editions are rendered from.

CommonMark and tables. HTML is text, and so are images (a picture is a key of its own) and links to anything but web and
mail addresses. Bare addresses become links. Indented text is never code: it is how pasted paragraphs look in YAML.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from newsletter.letter.swedish.typography import typeset_runs

_LINK = re.compile(r"(?:https?://[^/\s.]+\.|mailto:[^@\s]+@[^@\s]+\.)\S+\Z", re.IGNORECASE)
_BARE = re.compile(
    r"""
    https?://
        (?:[^\s<>"”’()|]|\([^\s<>"”’()|]*\))*                  # parentheses in pairs belong to the address
        (?:[^\s<>"”’()|.,:;!?*_]|\([^\s<>"”’()|]*\))           # a mark at its end does not
    | (?<![\w.+/@-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+               # eva@example.org
    """,
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_MAIL_FIELDS = (("cc", "kopia"), ("subject", "ämne"), ("body", "text"))
"""What a link to a mail may propose (RFC 6068), and what it is called; a hidden copy is the editor's business."""
_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?:\*+|_+)(?=\d)")
# Stands for code among the runs of a paragraph: nothing of it is typeset, and no rule sees a space or digit in it.
_OPAQUE = "\ufdd2"


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's own name
        return bool(_LINK.match(url))


def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "xhtmlOut": True}).enable("table").disable("code")
    parser.core.ruler.push("bare_addresses", _link_bare_addresses)
    keep_signs_between_digits(parser)
    return parser


def keep_signs_between_digits(parser: MarkdownIt) -> None:
    """Let ``2*4`` and ``2025_2026`` stay as they are typed: CommonMark (6.2) lets an asterisk inside a word begin emphasis."""
    parser.inline.ruler.before("emphasis", "signs_between_digits", _sign_between_digits)


def _sign_between_digits(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the library's signature
    found = _BETWEEN_DIGITS.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


def _link_bare_addresses(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_with_links(token.children or [], state.md))


def _with_links(tokens: list[Token], parser: MarkdownIt) -> Iterator[Token]:
    inside_link = 0
    for token in tokens:
        inside_link += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "text" and not inside_link:
            yield from _tokens_with_links(token, parser)
        else:
            yield token


def _tokens_with_links(token: Token, parser: MarkdownIt) -> Iterator[Token]:
    done = 0
    for match in _BARE.finditer(token.content):
        target = parser.normalizeLink(match[0] if "://" in match[0] else f"mailto:{match[0]}")
        if parser.validateLink(target):
            yield _text(token.content[done : match.start()], token.level)
            yield Token("link_open", "a", 1, attrs={"href": target}, level=token.level)
            yield _text(match[0], token.level + 1)
            yield Token("link_close", "a", -1, level=token.level)
            done = match.end()
    yield _text(token.content[done:], token.level)


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


_MARKDOWN = _parser()


@lru_cache(maxsize=512)
def parse(text: str) -> SyntaxTreeNode:
    """The tree of ``text``; shared, therefore never to be changed."""
    return SyntaxTreeNode(_MARKDOWN.parse(text))


@lru_cache(maxsize=512)
def parse_inline(text: str) -> SyntaxTreeNode:
    """The tree of one line, whose block signs (``-``, ``#``, ``>``) are text."""
    return SyntaxTreeNode(_MARKDOWN.parseInline(text))


def typeset_leaves(inline: SyntaxTreeNode) -> Mapping[int, str]:
    """The text of each leaf of a paragraph, by the leaf's ``id``: typeset as one, so that a quotation may open in bold."""
    leaves = list(_leaves(inline))
    return dict(zip(map(id, leaves), typeset_runs([_run(leaf) for leaf in leaves]), strict=True))


def _leaves(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    """The parts of a paragraph that show something, an image as one; an empty paragraph has none."""
    if node.type == "image" or not node.children:
        yield from [node] if node.type != "inline" else []
    else:
        for child in node.children:
            yield from _leaves(child)


def _run(leaf: SyntaxTreeNode) -> str:
    match leaf.type:
        case "text":
            return leaf.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case _:
            return _OPAQUE


def leaf_text(leaf: SyntaxTreeNode, typeset: Mapping[int, str]) -> str:
    """What a leaf shows: an image as it was written, code as it is, all else typeset."""
    match leaf.type:
        case "image":
            return f"![{leaf.content}]({leaf.attrs['src']})"
        case "code_inline":
            return leaf.content
        case _:
            return typeset[id(leaf)]


def links(text: str) -> tuple[tuple[str, str], ...]:
    """Text and target of each link, in order."""
    return tuple(
        ("".join(leaf.content for leaf in _leaves(node)), str(node.attrs["href"]))
        for node in parse(text).walk()
        if node.type == "link"
    )


def plain(text: str) -> str:
    """The words alone on one line: for an inbox's preview."""
    paragraphs = (node for node in parse(text).walk() if node.type == "inline")
    return " ".join("".join(plain_inline(paragraph)).replace("\n", " ") for paragraph in paragraphs)


def plain_inline(inline: SyntaxTreeNode) -> Iterator[str]:
    typeset = typeset_leaves(inline)
    return (leaf_text(leaf, typeset) for leaf in _leaves(inline))


def says_address(text: str, url: str) -> bool:
    """Whether a link's text is its own address, however it spells å and the name of the site."""

    def bare(words: str) -> str:
        address = _MARKDOWN.normalizeLink(words).casefold()
        return address.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")

    return bare(text.strip()) == bare(url)


def readable_target(url: str) -> str:
    """An address as it is read in plain text: of a mail its address, then what it proposes, in words."""
    if not url.lower().startswith("mailto:"):
        return url
    address, _mark, query = url.partition(":")[2].partition("#")[0].partition("?")
    fields = {name.lower(): " ".join(value.split()) for name, value in parse_qsl(query.replace("+", "%2B"))}
    told = [f"{word}: {fields[name]}" for name, word in _MAIL_FIELDS if fields.get(name)]
    return f"{unquote(address)} ({'; '.join(told)})".removesuffix(" ()")
