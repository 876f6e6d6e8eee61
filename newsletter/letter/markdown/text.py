"""Markdown as plain text (domain.md 5.4), written to be read and not as code for something else.

Emphasis is left out. A link whose text is not its address follows its paragraph, on a line of its own.
"""

from collections.abc import Iterable

from markdown_it.tree import SyntaxTreeNode

from newsletter.letter.markdown.tree import parse, plain_inline, readable_target, says_address
from newsletter.letter.plain_lines import WIDTH, add_prefixes, wrap
from newsletter.letter.swedish.dates import capitalised

_RULE = "* * *"


def to_text(text: str, width: int = WIDTH) -> str:
    """Typeset plain text in lines of at most ``width``; an address is never broken, whatever its length."""
    return "\n".join(_blocks(parse(text).children, width))


def link_line(text: str, url: str) -> str:
    """``Läs hela genomgången: https://…``; the address alone when the text says no more."""
    target = readable_target(url)
    return target if says_address(text, url) else f"{capitalised(text.rstrip(' .:'))}: {target}"


def _blocks(nodes: Iterable[SyntaxTreeNode], width: int, *, tight: bool = False) -> list[str]:
    """The blocks one below the other, with an empty line between unless they stand in a tight list."""
    lines: list[str] = []
    for node in nodes:
        block = _block(node, width)
        lines += ["", *block] if lines and not tight else block
    return lines


def _block(node: SyntaxTreeNode, width: int) -> list[str]:
    match node.type:
        case "paragraph" | "heading":
            lines_of = _heading if node.type == "heading" else _paragraph
            return lines_of(node.children[0], width)
        case "bullet_list":
            return _list(node, ["* "] * len(node.children), width)
        case "ordered_list":
            start = int(node.attrs.get("start", 1))
            return _list(node, [f"{start + index}. " for index in range(len(node.children))], width)
        case "blockquote":
            return add_prefixes(_blocks(node.children, width - 2), first="> ", rest="> ")
        case "table":
            return _table(node, width)
        case _:
            return _code(node.content) if node.content else [_RULE]


def _code(content: str) -> list[str]:
    return add_prefixes(content.rstrip("\n").split("\n"), first="    ", rest="    ")


def _paragraph(inline: SyntaxTreeNode, width: int) -> list[str]:
    text = "".join(plain_inline(inline))
    below = _link_lines(inline)
    alone = len(inline.children) == 1 and inline.children[0].type == "link"
    return below if below and alone else [*wrap(text, width=width), *below]


def _heading(inline: SyntaxTreeNode, width: int) -> list[str]:
    """Ruled below, with another sign than the title of a section."""
    lines = wrap("".join(plain_inline(inline)), width=width)
    return [*lines, "~" * max(map(len, lines)), *_link_lines(inline)] if lines else lines


def _link_lines(node: SyntaxTreeNode) -> list[str]:
    found = ((_words(link), str(link.attrs["href"])) for link in node.walk() if link.type == "link")
    return [link_line(text, url) for text, url in found if not says_address(text, url)]


def _words(node: SyntaxTreeNode) -> str:
    return "".join(plain_inline(node)).replace("\n", " ")


def _list(node: SyntaxTreeNode, markers: list[str], width: int) -> list[str]:
    lines: list[str] = []
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    for marker, item in zip(markers, node.children, strict=True):
        inside = _blocks(item.children, width - len(marker), tight=tight) or [""]
        lines += [""] if lines and not tight else []
        lines += add_prefixes(inside, first=marker, rest=" " * len(marker))
    return lines


def _table(node: SyntaxTreeNode, width: int) -> list[str]:
    """``Primärvård: 1 310 mnkr (2026), 1 352 mnkr (2027)``, below a line that says what the table holds."""
    head, *bodies = node.children
    heads = [_words(cell) for cell in head.children[0].children]
    lines = wrap(f"Tabell: {', '.join(filter(None, heads))}", width=width, rest="  ")
    for row in (row for body in bodies for row in body.children):
        lines += wrap(_row(heads, [_words(cell) for cell in row.children]), width=width, rest="  ")
    return [*lines, *_link_lines(node)]


def _row(heads: list[str], cells: list[str]) -> str:
    first, *others = cells
    told = ", ".join(f"{cell} ({head})" if head else cell for head, cell in zip(heads[1:], others, strict=False) if cell)
    return f"{first}: {told}" if first and told else first or told
