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


def compose(text: str, file: str, most_nodes: int) -> Composed:
    """The one document of ``text`` as nodes; None for the root when the syntax broke or there is nothing in it."""
    loader = _Loader(text, file, most_nodes)
    try:
        root = _only_document(loader)
    except yaml.MarkedYAMLError as fault:
        place, code, context = explain(_site(fault, loader))
        return Composed(None, (*loader.found, diagnostic(file, place, code, **context)))
    except _TooMuch:
        return Composed(None, tuple(loader.found))
    except (ValueError, OverflowError):
        # PyYAML turns "\U00110000" into chr() without asking whether there is such a character.
        loader.report(loader.get_mark(), "bad-escape")
        return Composed(None, tuple(loader.found))
    finally:
        loader.dispose()
    return Composed(root, tuple(loader.found))


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
