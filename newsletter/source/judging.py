"""One file: its model's value, or why there is none."""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel
from yaml.nodes import Node, ScalarNode

from newsletter.disk import Bounds, guard
from newsletter.locale import language
from newsletter.model.diagnostics import Diagnostic, Finding, Location, Place, Places, length_in_print
from newsletter.source.diagnostics.file_words import SYNTAX
from newsletter.source.diagnostics.validation import build
from newsletter.source.diagnostics.value_words import RULES, VALUES
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.flattened import flattened_texts, is_markdown
from newsletter.source.text import doubtful_letters, read_text, why_unread
from newsletter.source.yaml.arrange import Arranged, arrange, is_null
from newsletter.source.yaml.loader import compose, place_of
from newsletter.source.yaml.shapes import Items, Leaf


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How large a file may be before it is taken for an accident; ``nodes`` are its keys, values and lists."""

    bounds: Bounds
    nodes: int


WRITTEN_BY_HAND = FileLimits(Bounds(1_000_000, seconds=20, broken=()), 50_000)
EXPORTED = FileLimits(Bounds(20_000_000, seconds=300, broken=()), 2_000_000)


_REMEMBERED = 100_000
"""Characters; a longer file is exported, and takes more room than it is worth."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Judged(Generic[M]):
    """``value`` only where no error stands against it; ``arranged`` where the syntax could be followed."""

    value: M | None
    arranged: Arranged | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def places(self) -> Places:
        return self.arranged.places if self.arranged else Places()


def judge(
    path: Path, file: str, model: type[M], limits: FileLimits = WRITTEN_BY_HAND, complete: Callable[[Any], None] | None = None
) -> Judged[M]:
    """Read the file at ``path``, called ``file`` in its diagnostics, as a ``model``; ``complete`` fills in what the text tree
    leaves out because another place of the file says it.
    """
    text, unreadable = read_text(path, file, limits.bounds.bytes)
    if text is None:
        return Judged(None, None, unreadable)

    def use() -> Judged[M]:
        if complete or len(text) > _REMEMBERED:
            return _judge_text(text, unreadable, file, model, nodes=limits.nodes, complete=complete)
        return cast("Judged[M]", _judge_small(text, unreadable, file, model, nodes=limits.nodes, told_in=language()))

    try:
        return guard(path, limits.bounds, use)
    except OSError as fault:
        return Judged(None, None, (why_unread(fault, path, file),))


@lru_cache(maxsize=12)
def _judge_small(
    text: str, unreadable: tuple[Diagnostic, ...], file: str, model: type[M], *, nodes: int, told_in: str
) -> Judged[M]:
    """The preview reads all files at each saving, and one of them has changed."""
    assert told_in
    return _judge_text(text, unreadable, file, model, nodes=nodes)


def _judge_text(
    text: str,
    unreadable: tuple[Diagnostic, ...],
    file: str,
    model: type[M],
    *,
    nodes: int,
    complete: Callable[[Any], None] | None = None,
) -> Judged[M]:
    composed = compose(text, file, nodes)
    found = [*unreadable, *composed.diagnostics, *doubtful_letters(text, file, comments="#")]
    if composed.root is None:
        return Judged(None, None, in_order(found))
    arranged = arrange(composed.root, model, file, text)
    if arranged.is_misplaced:
        found += [each for each in arranged.diagnostics if each.code == "odd-whitespace"]
        return Judged(None, None, in_order(found))
    return judge_arranged(arranged, model, [*found, *doubts(arranged)], complete)


def judge_arranged(
    arranged: Arranged, model: type[M], found: Iterable[Diagnostic], complete: Callable[[Any], None] | None = None
) -> Judged[M]:
    """The same from where every key has its place; ``found`` is what was found on the way there."""
    if complete:
        complete(arranged.data)
    value, faults = build(arranged, model)
    found = tuple(found)
    letters = _letters_in_values(arranged, {(one.line, one.code) for one in found})
    return _sound(Judged(value, arranged, (*found, *letters, *arranged.diagnostics, *faults)))


def _letters_in_values(arranged: Arranged, told: Container[tuple[int, str]]) -> Iterator[Diagnostic]:
    """Spoilt and invisible letters that no line of the file shows: escaped in YAML, in a heading of Markdown that looks like a
    comment, or come with a form or a mail.
    """
    places = arranged.places
    for location, node in arranged.nodes.items():
        if isinstance(node, ScalarNode) and node.style is not None:
            lines = node.value.split("\n")
            for one in doubtful_letters(node.value, arranged.file, comments=None):
                before = "".join(lines[: one.line - 1]) + lines[one.line - 1][: one.column - 1]
                place = places.within(location, length_in_print(before))
                if (place.line, one.code) not in told:
                    yield replace(one, line=place.line, column=place.column)


def with_findings(judged: Judged[M], findings: Iterable[Finding]) -> Judged[M]:
    """The same with what the rules found, at its place."""
    assert judged.arranged is not None
    place_in = [finding.place_in(judged.arranged.file, judged.places) for finding in findings]
    return _sound(replace(judged, diagnostics=(*judged.diagnostics, *place_in)))


def _sound(judged: Judged[M]) -> Judged[M]:
    has_errors = any(diagnostic.is_error for diagnostic in judged.diagnostics)
    return replace(judged, value=None if has_errors else judged.value, diagnostics=in_order(judged.diagnostics))


# The diagnostics of one file in order, each cause once.

MOST = 200
"""Diagnostics of one file: whoever has more corrects these first."""
_PROPERTIES = {"alias", "anchor", "tag"}
_MISSING = {"missing", "missing-in-section", "missing-alt"}
_WRONG_VALUE = set(VALUES) - _MISSING
_UNKNOWN_SIGN = "control-character"


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By position; what follows from another error is left out."""
    unique = list(dict.fromkeys(found))
    errors: dict[tuple[int, int], set[str]] = {}
    on_lines: dict[int, set[str]] = {}
    for each in unique:
        if each.is_error:
            errors.setdefault((each.line, each.column), set()).add(each.code)
            on_lines.setdefault(each.line, set()).add(each.code)
    kept = [
        each
        for each in unique
        if not _follows(each, errors.get((each.line, each.column), set()))
        and not _follows_on_line(each, on_lines.get(each.line, set()))
    ]
    return tuple(sorted(_without_the_unread(kept), key=lambda each: (each.line, each.column)))


def _follows(each: Diagnostic, beside: set[str]) -> bool:
    if each.code in RULES:
        return bool(beside & _WRONG_VALUE)
    return each.code not in _PROPERTIES and bool(beside & _PROPERTIES)


def _follows_on_line(each: Diagnostic, beside: set[str]) -> bool:
    match each.code:
        case "lost-text":
            return "hash-took-all" in beside
        case "invisible-character":
            return bool(beside & {_UNKNOWN_SIGN, "odd-whitespace"})
        case code:
            return code != _UNKNOWN_SIGN and _UNKNOWN_SIGN in beside and (code in SYNTAX or code in _WRONG_VALUE)


def _without_the_unread(found: list[Diagnostic]) -> list[Diagnostic]:
    """After a line that ends the content, what seems to be missing from the file may well stand further down."""
    goes_on = any(each.code == "several-documents" for each in found)
    return [each for each in found if not (goes_on and each.code in _MISSING and each.column == 1)]


def first_faults(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The first of them, and a word about the others if they are very many."""
    if len(found) <= MOST:
        return found
    last = found[MOST - 1]
    more = diagnostic(last.file, Place(last.line, last.column), "too-many-faults", limit=MOST)
    return (*found[:MOST], more)


# Doubts that only positions make possible: text lost after #, quotation marks around a whole value.

_COMMENT = re.compile(r"(?P<space>[ \t]+)(?=#)")
_TYPOGRAPHIC = re.compile(r"[”“„»«][^”“„»«]+[”“„»«]")


def doubts(arranged: Arranged) -> list[Diagnostic]:
    found = []
    for location, node in arranged.nodes.items():
        if isinstance(node, ScalarNode) and node.style is None and _is_free_text(location, arranged):
            found += _text_after_hash(location, node, arranged) + _typographic_quotes(node, arranged)
    return [*found, *flattened_texts(arranged)]


def _is_free_text(location: Location, arranged: Arranged) -> bool:
    shape = arranged.shapes[location]
    leaf = shape.item if isinstance(shape, Items) else shape
    return isinstance(leaf, Leaf) and leaf.is_free_text


def _text_after_hash(location: Location, node: Node, arranged: Arranged) -> list[Diagnostic]:
    """A comment after a text, unless at least two spaces before # make it look like one (domain.md 4.8)."""
    if is_markdown(location, arranged) and not is_null(node):
        return []  # flattened_texts tells it
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


def _typographic_quotes(node: ScalarNode, arranged: Arranged) -> list[Diagnostic]:
    if not _TYPOGRAPHIC.fullmatch(node.value):
        return []
    return [diagnostic(arranged.file, place_of(node.start_mark), "typographic-quotes")]
