"""Markdown as safe HTML in plain tags, which the letter's style sheet reaches through the wrapper around them.

No text node is a line break alone: MJML would drop it, and with it the space between two words (email-html 1.3).
"""

from collections.abc import Mapping
from html import escape

from markdown_it.tree import SyntaxTreeNode

from newsletter.letter.markdown.tree import leaf_text, parse, parse_inline, says_address, typeset_leaves
from newsletter.letter.swedish.soft_hyphens import IN_CELL, IN_TEXT, with_soft_hyphens

_DEEPEST = 6


def to_html(text: str, *, heading_level: int = 3) -> str:
    """Typeset XHTML; the first heading has ``heading_level`` and no level is skipped below it."""
    tree = parse(text)
    levels = _heading_levels(tree, heading_level)
    return "".join(_block(node, levels) for node in tree.children)


def inline_html(text: str) -> str:
    """One line of Markdown without a paragraph around it."""
    return "".join(_inline(node) for node in parse_inline(text).children)


def _heading_levels(tree: SyntaxTreeNode, first: int) -> Mapping[int, int]:
    levels: dict[int, int] = {}
    open_levels: list[int] = []
    for node in tree.walk():
        if node.type == "heading":
            written = int(node.tag[1:])
            while open_levels and open_levels[-1] >= written:
                open_levels.pop()
            open_levels.append(written)
            levels[id(node)] = min(first + len(open_levels) - 1, _DEEPEST)
    return levels


def _block(node: SyntaxTreeNode, levels: Mapping[int, int]) -> str:
    match node.type:
        case "inline":
            return _inline(node)
        case "hr":
            return "<hr />"
        case "fence":
            return f"<pre><code>{_code_lines(node.content)}</code></pre>"
        case "paragraph" if node.hidden:
            return _children(node, levels)
        case _:
            tag = f"h{levels[id(node)]}" if node.type == "heading" else node.tag
            return f"<{tag}{_attributes(node)}>{_children(node, levels)}</{tag}>"


def _children(node: SyntaxTreeNode, levels: Mapping[int, int]) -> str:
    return "".join(_block(child, levels) for child in node.children)


def _code_lines(code: str) -> str:
    """Lines told apart by tags, which survive where line breaks do not."""
    return "<br />".join(escape(line) for line in code.rstrip("\n").split("\n"))


def _attributes(node: SyntaxTreeNode) -> str:
    """What a block keeps of its own: a list's first number, a cell's alignment, a heading cell's scope."""
    attributes = {name: value for name, value in node.attrs.items() if name in ("start", "style")}
    if node.type == "th":
        attributes["scope"] = "col"
    return "".join(_attribute(name, value) for name, value in attributes.items())


def _attribute(name: str, value: object) -> str:
    return f' {name}="{escape(str(value))}"'


def _inline(inline: SyntaxTreeNode) -> str:
    shortest = IN_CELL if inline.parent and inline.parent.type in ("th", "td") else IN_TEXT
    typeset = {leaf: with_soft_hyphens(words, shortest) for leaf, words in typeset_leaves(inline).items()}
    return "".join(_element(node, typeset) for node in inline.children)


def _element(node: SyntaxTreeNode, typeset: Mapping[int, str]) -> str:
    match node.type:
        case "strong" | "em":
            return f"<{node.type}>{_elements(node, typeset)}</{node.type}>"
        case "link":
            return f"<a{_link_attributes(node, typeset)}>{_elements(node, typeset)}</a>"
        case "hardbreak":
            return "<br />"
        case "code_inline":
            return f"<code>{escape(leaf_text(node, typeset))}</code>"
        case _:
            return escape(leaf_text(node, typeset))


def _link_attributes(link: SyntaxTreeNode, typeset: Mapping[int, str]) -> str:
    """A web address that can be read already is not printed once more on paper (``_paper.css.j2``)."""
    target = str(link.attrs["href"])
    words = "".join(leaf_text(leaf, typeset) for leaf in link.children if leaf.type == "text")
    read = target.startswith("http") and says_address(words, target)
    return (_attribute("class", "address") if read else "") + _attribute("href", target)


def _elements(node: SyntaxTreeNode, typeset: Mapping[int, str]) -> str:
    return "".join(_element(child, typeset) for child in node.children)
