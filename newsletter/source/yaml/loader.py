"""YAML text to nodes with marks. Every scalar stays text; what a newsletter never means is reported, not obeyed.

Aliases, anchors and tags are refused because in a report they are always an unquoted sign, and because that ends alias
bombs, merge keys and object construction at once.
"""

from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import AliasEvent, DocumentStartEvent, StreamEndEvent
from yaml.nodes import Node, ScalarNode

from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.yaml.repairs import indented_by_tabs, repairs
from newsletter.source.yaml.syntax import QuotedSpan, SyntaxSite, explain

DEEPEST = 20
MOST_REPORTED = 200
REFUSED = "refused"
"""The tag of a node that stands for something reported already: nothing more is to be said of it."""


class _TooMuch(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Composed:
    root: Node | None
    diagnostics: tuple[Diagnostic, ...]


def place_of(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


class _Loader(yaml.BaseLoader):
    def __init__(self, text: str, file: str, most_nodes: int) -> None:
        super().__init__(text)
        self.file = file
        self.lines = text.split("\n")
        self.found: list[Diagnostic] = []
        self.depth = 0
        self.nodes = 0
        self.most_nodes = most_nodes
        self.last_quoted: QuotedSpan | None = None
        self.open_brackets: list[Place] = []

    def report(self, mark: Any, code: str, **context: Any) -> None:
        self.found.append(diagnostic(self.file, place_of(mark), code, **context))
        if len(self.found) > MOST_REPORTED:
            raise _TooMuch

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call] # PyYAML's parser has no types
        start, end = event.start_mark, event.end_mark
        if self.check_event(AliasEvent):
            self.get_event()  # type: ignore[no-untyped-call] # the same
            self.report(start, "alias", key=self.key_before(start))
            return ScalarNode(REFUSED, "", start, end, style='"')
        self._refuse_properties(event)
        self._refuse_excess(start)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse_excess(self, mark: Any) -> None:
        self.depth += 1
        self.nodes += 1
        if self.depth > DEEPEST:
            self.report(mark, "too-deep", limit=DEEPEST)
            raise _TooMuch
        if self.nodes > self.most_nodes:
            self.report(mark, "too-many", limit=self.most_nodes)
            raise _TooMuch

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self.report(event.start_mark, "anchor", key=self.key_before(event.start_mark))
            event.anchor = None
        if getattr(event, "tag", None) is not None:
            self.report(event.start_mark, "tag", key=self.key_before(event.start_mark))
            event.tag = None

    def key_before(self, mark: Any) -> str:
        """The key on the same line as ``mark``, for the hint that shows how to write it."""
        before = self.lines[mark.line][: mark.column].strip().removeprefix("- ").rstrip()
        return before.removesuffix(":") if before.endswith(":") else "title"

    def fetch_flow_collection_start(self, token: Any) -> None:
        self.open_brackets.append(place_of(self.get_mark()))
        super().fetch_flow_collection_start(token)

    def fetch_flow_collection_end(self, token: Any) -> None:
        del self.open_brackets[-1:]
        super().fetch_flow_collection_end(token)

    def scan_flow_scalar(self, style: str) -> Any:
        token = super().scan_flow_scalar(style)
        self.last_quoted = QuotedSpan(
            token.start_mark.line, token.start_mark.column, token.end_mark.line, token.end_mark.column
        )
        return token


@dataclass(frozen=True, slots=True)
class _Break:
    """Where the syntax broke, and the code of what was said of it."""

    place: Place
    code: str

    @property
    def line(self) -> int:
        return self.place.line


@dataclass(frozen=True, slots=True)
class _Attempt:
    composed: Composed
    broken: _Break | None = None


MOST_REPAIRS = 20
"""Syntax faults of one file that are looked for: each costs reading the file once more."""


def compose(text: str, file: str, most_nodes: int) -> Composed:
    """The one document of ``text`` as nodes; None for the root when the syntax broke or there is nothing in it.

    All syntax faults are told that can be found by taking those before them out of the way.
    """
    attempt = _compose_once(text, file, most_nodes)
    root, found = attempt.composed.root, dict.fromkeys(attempt.composed.diagnostics)
    lines = tuple(text.split("\n"))
    with_tabs: frozenset[int] = frozenset()
    for _number in range(MOST_REPAIRS):
        if attempt.broken is None:
            break
        if attempt.broken.code == "tab":
            places = indented_by_tabs(lines)
            with_tabs = frozenset(place.line for place in places)
            found.update(dict.fromkeys(diagnostic(file, place, "tab") for place in places))
        further = _without_the_break(lines, attempt.broken, with_tabs, file, most_nodes)
        if further is None:
            break
        lines, attempt = further
        # What is wrong with the indentation of a line is not known where it was made of tabs.
        found.update(dict.fromkeys(one for one in attempt.composed.diagnostics if one.line not in with_tabs))
    return Composed(root, tuple(found))


def _without_the_break(
    lines: tuple[str, ...], broken: _Break, with_tabs: frozenset[int], file: str, most_nodes: int
) -> tuple[tuple[str, ...], _Attempt] | None:
    """The lines without it, and what is found in them; None where it cannot be taken out of the way."""
    for repaired in repairs(lines, broken.place, broken.code):
        attempt = _compose_once("\n".join(repaired), file, most_nodes)
        further = attempt.broken
        if further is None or (further.line not in with_tabs and (further.line > broken.line or broken.code == "tab")):
            return repaired, attempt
    return None


def _compose_once(text: str, file: str, most_nodes: int) -> _Attempt:
    loader = _Loader(text, file, most_nodes)
    try:
        root = _only_document(loader)
    except yaml.MarkedYAMLError as fault:
        place, code, context = explain(_site(fault, loader))
        found = (*loader.found, diagnostic(file, place, code, **context))
        return _Attempt(Composed(None, found), _Break(place, code))
    except _TooMuch:
        return _Attempt(Composed(None, tuple(loader.found)))
    except (ValueError, OverflowError):
        # PyYAML turns "\U00110000" into chr() without asking whether there is such a character.
        place = place_of(loader.get_mark())
        loader.report(loader.get_mark(), "bad-escape")
        return _Attempt(Composed(None, tuple(loader.found)), _Break(place, "bad-escape"))
    finally:
        loader.dispose()
    return _Attempt(Composed(root, tuple(loader.found)))


def _only_document(loader: Any) -> Node | None:
    loader.get_event()
    root: Node | None = None
    if not loader.check_event(StreamEndEvent):
        root = loader.compose_document()
    if root is None or (isinstance(root, ScalarNode) and root.style is None and not root.value):
        loader.found.append(diagnostic(loader.file, Place(), "empty-file"))
        root = None
    elif not loader.check_event(StreamEndEvent):
        following: DocumentStartEvent = loader.peek_event()
        loader.report(following.start_mark, "several-documents")
    return root


def _site(fault: yaml.MarkedYAMLError, loader: _Loader) -> SyntaxSite:
    problem = fault.problem_mark or fault.context_mark
    context = fault.context_mark or problem
    assert problem is not None
    assert context is not None
    return SyntaxSite(
        lines=tuple(loader.lines),
        saying=f"{fault.context or ''}: {fault.problem or ''}",
        problem=place_of(problem),
        context=place_of(context),
        quoted=loader.last_quoted,
        bracket=loader.open_brackets[0] if loader.open_brackets else None,
    )
