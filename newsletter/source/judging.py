"""One file: its model's value, or why there is none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel

from newsletter.locale import language
from newsletter.model.diagnostics import Diagnostic, Finding, Places
from newsletter.source.diagnostics.validation import build
from newsletter.source.ordering import in_order
from newsletter.source.text import garbled_letters, invisible_characters, read_text
from newsletter.source.yaml.arrange import Arranged, arrange
from newsletter.source.yaml.doubts import doubts
from newsletter.source.yaml.loader import compose


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be before it is taken for an accident; ``nodes`` are its keys, values and lists."""

    bytes: int
    nodes: int


WRITTEN_BY_HAND = Limits(1_000_000, 50_000)
EXPORTED = Limits(20_000_000, 2_000_000)


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
    path: Path, file: str, model: type[M], limits: Limits = WRITTEN_BY_HAND, complete: Callable[[Any], None] | None = None
) -> Judged[M]:
    """Read the file at ``path``, called ``file`` in its diagnostics, as a ``model``; ``complete`` fills in what the text tree
    leaves out because another place of the file says it.
    """
    text, unreadable = read_text(path, file, limits.bytes)
    if text is None:
        return Judged(None, None, unreadable)
    if complete or len(text) > _REMEMBERED:
        return _judged(text, unreadable, file, model, nodes=limits.nodes, complete=complete)
    return cast("Judged[M]", _remembered(text, unreadable, file, model, nodes=limits.nodes, told_in=language()))


@lru_cache(maxsize=12)
def _remembered(
    text: str, unreadable: tuple[Diagnostic, ...], file: str, model: type[M], *, nodes: int, told_in: str
) -> Judged[M]:
    """The preview reads all files at each saving, and one of them has changed."""
    assert told_in
    return _judged(text, unreadable, file, model, nodes=nodes)


def _judged(
    text: str,
    unreadable: tuple[Diagnostic, ...],
    file: str,
    model: type[M],
    *,
    nodes: int,
    complete: Callable[[Any], None] | None = None,
) -> Judged[M]:
    composed = compose(text, file, nodes)
    found = [*unreadable, *composed.diagnostics, *garbled_letters(text, file), *invisible_characters(text, file)]
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
    return _sound(Judged(value, arranged, (*found, *arranged.diagnostics, *faults)))


def with_findings(judged: Judged[M], findings: Iterable[Finding]) -> Judged[M]:
    """The same with what the rules found, at its place."""
    assert judged.arranged is not None
    placed = [finding.placed(judged.arranged.file, judged.places) for finding in findings]
    return _sound(replace(judged, diagnostics=(*judged.diagnostics, *placed)))


def _sound(judged: Judged[M]) -> Judged[M]:
    has_errors = any(diagnostic.is_error for diagnostic in judged.diagnostics)
    return replace(judged, value=None if has_errors else judged.value, diagnostics=in_order(judged.diagnostics))
