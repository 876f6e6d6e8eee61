"""The archive's registers: which pieces of which reports concern a focus issue, a board, a municipality."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsletter.accounting import Piece, pieces_of
from newsletter.editions.site.published import Published
from newsletter.letter.swedish import capitalised, short_date, texts
from newsletter.letter.templates import issue_line
from newsletter.model.plan_year import PlanYear
from newsletter.model.sections import Proposal, Visit
from newsletter.model.settings import Settings, plan_for
from newsletter.model.swedish import swedish_order

_KINDS = {
    "article": "Artikel",
    "decisions": "Beslut",
    "proposals": "Förslag",
    "followups": "Uppföljning",
    "visits": "Besök",
    "media": "I medierna",
    "action": "Uppmaning",
    "calendar": "Kalender",
}
"""The kinds whose pieces have a heading to find them by. People are not searched for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece as a list shows it. ``words`` is all that is read in it, to search in; ``page`` is relative to the archive's
    root; ``topic``, ``board`` and ``places`` are keys.
    """

    title: str
    words: str
    line: str
    page: str
    topic: str
    board: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """``key`` is also the name of its page."""

    key: str
    label: str
    page: str
    pieces: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """``one`` says what an entry is; ``entries`` are those that something has been written about."""

    title: str
    one: str
    folder: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """``found`` holds each report's pieces in the order of the letter, by the report's id."""

    found: Mapping[str, tuple[Found, ...]]
    registers: tuple[Register, Register, Register]


@dataclass(frozen=True, slots=True)
class _RegisterNames:
    """From what stands in an issue to the labels and keys of the archive."""

    topics: Mapping[str, str]
    boards: Mapping[str, str]
    topic_keys: Mapping[str, str]
    board_keys: Mapping[str, str]
    place_keys: Mapping[str, str]


def index(reports: Sequence[Published], settings: Settings, municipalities: Iterable[str]) -> Index:
    """Of ``reports``, the newest first; an old one that nothing tells the contents of has no pieces."""
    cut = {report.id: _pieces(report) for report in reports}
    names = _names(reports, [one for those in cut.values() for one in those], settings, municipalities)
    found = {report.id: tuple(_finding(one, report, names) for one in cut[report.id]) for report in reports}
    everything = [one for report in reports for one in found[report.id]]
    topics = _entries("amne", names.topics, names.topic_keys, lambda key: [one for one in everything if one.topic == key])
    boards = _entries("namnd", names.boards, names.board_keys, lambda key: [one for one in everything if one.board == key])
    places = {name: name for name in names.place_keys}
    towns = _entries("kommun", places, names.place_keys, lambda key: [one for one in everything if key in one.places])
    return Index(
        found,
        (
            Register("Fokusfrågor", "Fokusfråga", "amne", topics),
            Register("Nämnder", "Nämnd", "namnd", boards),
            Register("Kommuner", "Kommun", "kommun", towns),
        ),
    )


def _pieces(report: Published) -> list[Piece]:
    if report.issue is None:
        return []
    return [one for one in pieces_of(report.id, report.issue) if one.kind in _KINDS and one.title]


def _names(
    reports: Sequence[Published], cut: Sequence[Piece], settings: Settings, municipalities: Iterable[str]
) -> _RegisterNames:
    """Labels as the plans of the reports' own years had them; the newest plan's where they differ."""
    plans = [plan_for(settings, report.issue.year) for report in reversed(reports) if report.issue]
    labels = {topic.id: topic.label for plan in plans for topic in plan.topics}
    topics = {one.topic: labels.get(one.topic, one.topic) for one in cut if one.topic}
    boards = {one.board: _board(one.board, plans) for one in cut if one.board}
    return _RegisterNames(topics, boards, slugs(topics), slugs(boards), slugs(municipalities))


def _board(board: str, plans: Sequence[PlanYear]) -> str:
    return next((plan.boards[board] for plan in reversed(plans) if board in plan.boards), board)


def _entries(
    folder: str, labels: Mapping[str, str], keys: Mapping[str, str], concerning: Callable[[str], list[Found]]
) -> tuple[Entry, ...]:
    entries = (
        Entry(keys[one], label, f"{folder}/{keys[one]}.html", tuple(concerning(keys[one]))) for one, label in labels.items()
    )
    return tuple(sorted((one for one in entries if one.pieces), key=lambda one: swedish_order(one.label)))


def _finding(piece: Piece, report: Published, names: _RegisterNames) -> Found:
    return Found(
        title=piece.title,
        words=" ".join(" ".join(texts(piece.what)).split()),
        line=_line(piece, report, names),
        page=f"{report.id}/index.html#avsnitt-{piece.section}",
        topic=names.topic_keys.get(piece.topic or "", ""),
        board=names.board_keys.get(piece.board or "", ""),
        places=tuple(key for name, key in names.place_keys.items() if piece.mentions(name)),
    )


def _kind(piece: Piece) -> str:
    match piece.what:
        case Proposal(type=word) | Visit(type=word):
            return capitalised(word)
        case _:
            return _KINDS[piece.kind]


def _line(piece: Piece, report: Published, names: _RegisterNames) -> str:
    """``Beslut · Hälso- och sjukvårdsnämnden · 15 september 2026 · Primärvården · Kvartal 3 2026``."""
    told = (
        _kind(piece),
        names.boards.get(piece.board or ""),
        short_date(piece.day) if isinstance(piece.day, date) else None,
        names.topics.get(piece.topic or ""),
        issue_line(report.issue) if report.issue else None,
    )
    return " · ".join(filter(None, told))


# Swedish words as parts of web addresses and file names.


def slug(words: str) -> str:
    """``Vårdskulden`` as ``vardskulden``; never empty."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "ovrigt"


def slugs(words: Iterable[str]) -> dict[str, str]:
    """One for each, in order; words that differ only in what an address cannot show (Grå, Gra) are numbered."""
    found: dict[str, str] = {}
    for one in words:
        plain, number = slug(one), 1
        while (candidate := plain if number == 1 else f"{plain}-{number}") in found.values():
            number += 1
        found.setdefault(one, candidate)
    return found
