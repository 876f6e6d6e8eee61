"""Doubts that only positions make possible: text lost after #, quotation marks around a whole value."""

import re

from yaml.nodes import Node, ScalarNode

from newsletter.model.diagnostics import Diagnostic, Location, Place
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.yaml.arrange import Arranged, is_null
from newsletter.source.yaml.loader import place_of
from newsletter.source.yaml.shapes import Items, Leaf

_COMMENT = re.compile(r"(?P<space>[ \t]+)(?=#)")
_TYPOGRAPHIC = re.compile(r"[”“„»«][^”“„»«]+[”“„»«]")


def doubts(arranged: Arranged) -> list[Diagnostic]:
    found = []
    for location, node in arranged.nodes.items():
        if isinstance(node, ScalarNode) and node.style is None and _is_free_text(location, arranged):
            found += _lost_text(location, node, arranged) + _wrapped(node, arranged)
    return found


def _is_free_text(location: Location, arranged: Arranged) -> bool:
    shape = arranged.shapes[location]
    leaf = shape.item if isinstance(shape, Items) else shape
    return isinstance(leaf, Leaf) and leaf.is_free_text


def _lost_text(location: Location, node: Node, arranged: Arranged) -> list[Diagnostic]:
    """A comment after a text, unless at least two spaces before # make it look like one (domain.md 4.8)."""
    end = _end_of_key(location, arranged) if is_null(node) else place_of(node.end_mark)
    if end is None or end.line > len(arranged.lines):
        return []
    found = _COMMENT.match(arranged.lines[end.line - 1], end.column - 1)
    if not found or len(found["space"]) > 1:
        return []
    place = Place(end.line, found.end() + 1)
    return [diagnostic(arranged.file, place, "lost-text", line=end.line)]


def _end_of_key(location: Location, arranged: Arranged) -> Place | None:
    """Just after the colon of a key that has no value, unless that is an error already."""
    place = arranged.keys.get(location)
    if place is None:
        return None
    colon = arranged.lines[place.line - 1].find(":", place.column - 1)
    return Place(place.line, colon + 2) if colon >= 0 else None


def _wrapped(node: ScalarNode, arranged: Arranged) -> list[Diagnostic]:
    if not _TYPOGRAPHIC.fullmatch(node.value):
        return []
    return [diagnostic(arranged.file, place_of(node.start_mark), "typographic-quotes")]
