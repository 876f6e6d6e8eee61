"""Markdown that YAML makes one paragraph of: written plainly, in quotes or after ``>``, it keeps no line of its own."""

import re
from collections.abc import Iterator

from yaml.nodes import ScalarNode

from newsletter.model.diagnostics import Diagnostic, Location, Place
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.yaml.arrange import Arranged, is_null
from newsletter.source.yaml.shapes import Items, Leaf

_LIST_SIGN = re.compile(r"(?:[-*+–—•]|[0-9]{1,3}[.)])\s+\S")
_COMMENT = re.compile(r"[ \t](?P<lost>#.*)")
_HEADING = re.compile(r"#{1,6}\s+\S")


def flattened_texts(arranged: Arranged) -> Iterator[Diagnostic]:
    """One for each value that would lose its paragraphs, lists or headings, or what stands after a #, at the first line that
    shows it.
    """
    for location, node in arranged.nodes.items():
        if isinstance(node, ScalarNode) and node.style != "|" and is_markdown(location, arranged):
            found = next(_losses(location, node, arranged), None)
            if found:
                place, lost = found
                code = "flattened-text/comment" if lost.startswith("#") else "flattened-text"
                yield diagnostic(arranged.file, place, code, key=_key(location), value=lost)


def is_markdown(location: Location, arranged: Arranged) -> bool:
    shape = arranged.shapes[location]
    leaf = shape.item if isinstance(shape, Items) else shape
    return isinstance(leaf, Leaf) and leaf.is_markdown


def _key(location: Location) -> str:
    return next((step for step in reversed(location) if isinstance(step, str)), "text")


def _losses(location: Location, node: ScalarNode, arranged: Arranged) -> Iterator[tuple[Place, str]]:
    """Each line that would not stay one, and what it holds."""
    yield from _lines_read_as_comments(location, node, arranged)
    if is_null(node):
        return
    first, lines = _lines_of(node, arranged.lines)
    is_blank_above = False
    for number, line in enumerate(lines, first):
        written = line.strip()
        is_further = number > first and len(lines) > 1
        is_of_its_own = len(lines) > 1 and (_LIST_SIGN.match(written) or _HEADING.match(written))
        if written and (is_blank_above or (is_of_its_own and (is_further or node.style == ">"))):
            yield Place(number, len(line) - len(line.lstrip()) + 1), written
        is_blank_above = is_further and not written


def _lines_of(node: ScalarNode, lines: list[str]) -> tuple[int, list[str]]:
    """The number of the first line of a value, and its lines; those of ``>`` begin on the line below."""
    first, last = node.start_mark.line + 1, node.end_mark.line + 1
    if node.style != ">":
        return first, lines[first - 1 : last]
    header = lines[first - 1]
    outside = len(header) - len(header.lstrip())
    written: list[str] = []
    for line in lines[first:]:
        if line.strip() and len(line) - len(line.lstrip()) <= outside:
            break
        written.append(line)
    return first + 1, "\n".join(written).rstrip().split("\n")


def _lines_read_as_comments(location: Location, node: ScalarNode, arranged: Arranged) -> Iterator[tuple[Place, str]]:
    """What YAML takes for comments in a plain value: lines of their own, indented as its text; what stands after its key, where
    the text begins on the next line; and what ends it. Two spaces before # say that it is a comment (domain.md 4.8).
    """
    key = arranged.keys.get(location)
    if key is None or node.style is not None or is_null(node):
        return
    start, end = node.start_mark.line + 1, node.end_mark.line + 1
    after_key = arranged.lines[key.line - 1].find(":", key.column - 1) + 1
    for number, column in ((key.line, after_key), (end, node.end_mark.column)):
        is_of_text = number == end or start > key.line
        if is_of_text and (found := _COMMENT.match(arranged.lines[number - 1], column)):
            yield Place(number, found.start("lost") + 1), found["lost"].rstrip()
    for number in [*range(key.line + 1, start), *_below(end, key, arranged.lines)]:
        line = arranged.lines[number - 1]
        indent = len(line) - len(line.lstrip())
        if indent >= key.column and line.lstrip().startswith("#"):
            yield Place(number, indent + 1), line.strip()


def _below(line: int, key: Place, lines: list[str]) -> Iterator[int]:
    """The numbers of the lines after ``line`` that are comments or blank, up to the first that is neither."""
    for number in range(line + 1, len(lines) + 1):
        text = lines[number - 1]
        if text.strip() and not text.lstrip().startswith("#"):
            return
        if text.strip() and len(text) - len(text.lstrip()) < key.column:
            return
        yield number
