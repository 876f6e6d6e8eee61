"""An issue and its contributions as one issue: the editor's file is never written to, and nothing that is written is lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from newsletter.model.contribution import KINDS, Contribution, Item
from newsletter.model.diagnostics import Diagnostic, Location, Places, Spot
from newsletter.model.issue import Issue
from newsletter.model.sections import (
    AnySection,
    Article,
    Calendar,
    CalendarItem,
    Decision,
    Decisions,
    FollowUp,
    FollowUps,
    Media,
    Proposal,
    Proposals,
    Visits,
)
from newsletter.source.answers.doubles import Agreement, compare, join, plain
from newsletter.source.diagnostics.words import finding

_SECTIONS: dict[str, Callable[..., AnySection]] = {
    "decisions": Decisions,
    "proposals": Proposals,
    "followups": FollowUps,
    "visits": Visits,
    "media": Media,
    "calendar": Calendar,
}
_LISTS = (
    *("decisions", "proposals", "followups", "visits", "media", "figures"),
    *("questions", "share", "calendar", "links", "contacts"),
)
_RANK = {kind: rank for rank, kind in enumerate(_LISTS)}
"""The order in which a letter has its lists (domain.md 2.3); what is not here may stand anywhere."""
_LATEST = date.max


@dataclass(frozen=True, slots=True)
class ContributionFile:
    """A valid contribution. ``file`` is relative to the workspace with ``/``; ``id`` is its name without the ending."""

    id: str
    contribution: Contribution
    file: str
    places: Places

    def spot(self, location: Location) -> Spot:
        return self.places.spot(self.file, location)


@dataclass(frozen=True, slots=True)
class Merged:
    issue: Issue
    places: Places
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """An item on its way into a section, and where it was written."""

    item: Item
    spot: Spot
    board: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of the whole: where it stands itself, and where its items do if they come from several places."""

    section: AnySection
    spot: Spot
    items: tuple[Spot, ...] = ()


def merge(issue: Issue, file: str, places: Places, contributions: Sequence[ContributionFile], boards: Sequence[str]) -> Merged:
    """Items of a kind go into the editor's first section of that kind, else into a new one where a letter has it; all of them
    in the order of days and ``boards``. Without contributions, the issue is what it was.
    """
    if not contributions:
        return Merged(issue, places, ())
    parts = [_Part(section, Spot(file, places, ("sections", index))) for index, section in enumerate(issue.sections)]
    found: list[Diagnostic] = []
    for kind in KINDS:
        contributed = [piece for one in contributions for piece in _pieces(one, kind)]
        if contributed:
            parts = _with_items(parts, kind, contributed, boards, found)
    parts = _with_articles(parts, contributions, boards, found)
    whole = issue.model_copy(update={"sections": tuple(part.section for part in parts)})
    return Merged(whole, replace(places, elsewhere=dict(_elsewhere(parts))), tuple(found))


def _elsewhere(parts: Sequence[_Part]) -> Iterator[tuple[Location, Spot]]:
    for index, part in enumerate(parts):
        yield ("sections", index), part.spot
        for number, spot in enumerate(part.items):
            yield ("sections", index, "items", number), spot


def _pieces(one: ContributionFile, kind: str) -> Iterator[_Piece]:
    for number, item in enumerate(one.contribution.of_kind(kind)):
        board = item.board if isinstance(item, Decision) else one.contribution.board
        yield _Piece(item, one.spot((kind, number)), board or "")


def _own(part: _Part) -> Iterator[_Piece]:
    items: tuple[Item, ...] = part.section.items  # type: ignore[union-attr, assignment] # only sections of KINDS come here
    for number, item in enumerate(items):
        spot = Spot(part.spot.file, part.spot.places, (*part.spot.location, "items", number))
        yield _Piece(item, spot, item.board if isinstance(item, Decision) else "")


def _with_items(
    parts: list[_Part], kind: str, contributed: Sequence[_Piece], boards: Sequence[str], found: list[Diagnostic]
) -> list[_Part]:
    index = next((number for number, part in enumerate(parts) if part.section.kind == kind), None)
    own = [] if index is None else list(_own(parts[index]))
    pieces = sorted(_settle([*own, *contributed], found), key=lambda piece: _order(piece, boards))
    items = {"items": tuple(piece.item for piece in pieces)}
    spots = tuple(piece.spot for piece in pieces)
    if index is not None:
        home = replace(parts[index], section=parts[index].section.model_copy(update=items), items=spots)
        return [*parts[:index], home, *parts[index + 1 :]]
    place = _place_for(kind, parts)
    return [*parts[:place], _Part(_SECTIONS[kind](kind=kind, **items), spots[0], spots), *parts[place:]]


def _order(piece: _Piece, boards: Sequence[str]) -> tuple[date, time, int, str]:
    """By day and time, then as the plan lists the boards; what has no day comes last, a whole day before its hours. What is
    equal keeps the order of the files.
    """
    board = boards.index(piece.board) if piece.board in boards else len(boards)
    return _day(piece.item), _hour(piece.item), board, piece.board


def _hour(item: Item) -> time:
    return item.time.start if isinstance(item, CalendarItem) and item.time else time.min


def _day(item: Item) -> date:
    match item:
        case Proposal():
            return item.date or item.decided or _LATEST
        case FollowUp():
            return item.decided.day or date(item.decided.year, 12, 31) if item.decided else _LATEST
        case _:
            return item.date


def _place_for(kind: str, parts: Sequence[_Part]) -> int:
    """After the last list that comes before it in a letter; else after the articles at the top."""
    before = [index for index, part in enumerate(parts) if _RANK.get(part.section.kind, len(_RANK)) < _RANK[kind]]
    return before[-1] + 1 if before else _after_the_top(parts)


def _after_the_top(parts: Sequence[_Part]) -> int:
    return next((index for index, part in enumerate(parts) if part.section.kind in _RANK), len(parts))


def _settle(pieces: Iterable[_Piece], found: list[Diagnostic]) -> list[_Piece]:
    """Each matter once where the files agree; where they do not, all of it, and a diagnostic that names both places."""
    settled: list[_Piece] = []
    for piece in pieces:
        others = [(index, other) for index, other in enumerate(settled) if other.spot.file != piece.spot.file]
        compared = [(index, other, compare(other.item, piece.item)) for index, other in others]
        same = [(index, other, comparison) for index, other, comparison in compared if comparison]
        found += [_disagreement(comparison.verdict, comparison.key, piece, other) for _index, other, comparison in same]
        home = next((one for one in same if one[2].verdict is Agreement.ONE), None)
        if home is None:
            settled.append(piece)
        else:
            settled[home[0]] = replace(home[1], item=join(home[1].item, piece.item))
    return settled


_CODES = {
    Agreement.ONE: "told-twice",
    Agreement.BOTH: "told-in-two-ways",
    Agreement.OTHER_DAY: "told-on-two-days",
    Agreement.CONFLICT: "contributions-conflict",
}


def _disagreement(verdict: Agreement, key: str, piece: _Piece, other: _Piece) -> Diagnostic:
    value = {"key": key, "value": getattr(piece.item, key), "other": getattr(other.item, key)} if key else {}
    words = {name: _words(one) for name, one in value.items()}
    told = finding(piece.spot.location, _CODES[verdict], title=piece.item.title, place=str(other.spot), **words)
    return told.place_in(piece.spot.file, piece.spot.places)


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _with_articles(
    parts: list[_Part], contributions: Sequence[ContributionFile], boards: Sequence[str], found: list[Diagnostic]
) -> list[_Part]:
    """The texts after the articles at the top, by board."""
    known = [part for part in parts if isinstance(part.section, Article)]
    texts = [one for one in contributions if one.contribution.text is not None]
    written = [_article(one) for one in sorted(texts, key=lambda one: _board_order(one, boards))]
    for number, part in enumerate(written):
        found += [_same_heading(part, other) for other in [*known, *written[:number]] if _heading(other) == _heading(part)]
    place = _after_the_top(parts)
    return [*parts[:place], *written, *parts[place:]]


def _board_order(one: ContributionFile, boards: Sequence[str]) -> int:
    board = one.contribution.board or ""
    return boards.index(board) if board in boards else len(boards)


def _heading(part: _Part) -> str:
    return plain(part.section.title or "")


def _same_heading(part: _Part, other: _Part) -> Diagnostic:
    title = part.section.title
    told = finding(part.spot.location, "told-in-two-ways", title=title, place=str(other.spot), key="text")
    return told.place_in(part.spot.file, part.spot.places)


def _article(one: ContributionFile) -> _Part:
    """``title`` is there: a text without one is an error of the contribution."""
    written = one.contribution
    article = Article(kind="article", title=written.title or "…", text=written.text or "…", topic=written.topic, by=written.by)
    return _Part(article, one.spot(()))
