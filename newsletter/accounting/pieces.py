"""An issue taken apart: each article and each item of a list, with what it says it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from newsletter.letter.swedish import texts, word_count
from newsletter.model.base import Model
from newsletter.model.choices import ProposalType
from newsletter.model.issue import Issue
from newsletter.model.sections import AnySection, Article, Decision, MediaItem, Proposal, Visit
from newsletter.model.settings import OTHER_BOARD


@dataclass(frozen=True, slots=True)
class Piece:
    """An article, or one item of a list. ``section`` counts the issue's sections from 1, as the letter's anchors do;
    ``topic`` is the focus issue's id; ``board`` the id, or the name where the id is ``annat``; ``names`` are the members of
    the group who wrote, proposed or took part; ``what`` is the model itself.
    """

    issue: str
    section: int
    kind: str
    title: str
    words: int
    topic: str | None
    board: str | None
    names: tuple[str, ...]
    day: date | None
    what: Model

    def mentions(self, place: str) -> bool:
        """Whether the place is named, as a word of its own, also in the genitive: ”Eda”, ”Edas”, not ”Edane”."""
        pattern = re.compile(rf"(?<!\w){re.escape(place)}s?(?!\w)")
        return any(pattern.search(text) for text in texts(self.what))


def pieces_of(issue_id: str, issue: Issue) -> tuple[Piece, ...]:
    """What has sections of its own is told piece by piece, in the order of the letter; the rest of the issue is no piece."""
    return tuple(
        Piece(
            issue=issue_id,
            section=number,
            kind=section.kind,
            title=getattr(part, "title", None) or section.title or "",
            words=word_count(part),
            topic=getattr(part, "topic", None),
            board=_board(part),
            names=_names(part),
            day=getattr(part, "date", None),
            what=part,
        )
        for number, section in enumerate(issue.sections, 1)
        for part in _parts(section)
    )


def _parts(section: AnySection) -> Iterator[Model]:
    """The items of a list; a section without any is one part."""
    items = getattr(section, "items", ())
    models = [item for item in items if isinstance(item, Model)]
    yield from models or [section]


def _board(part: Model) -> str | None:
    if not isinstance(part, Decision):
        return None
    return part.name if part.board == OTHER_BOARD and part.name else part.board


def _names(part: Model) -> tuple[str, ...]:
    """People of ours: whoever made a medborgarförslag is none."""
    match part:
        case Proposal(type=ProposalType.CITIZENS_PROPOSAL):
            return ()
        case Article(by=str(names)) | Proposal(by=str(names)) | MediaItem(by=str(names)) | Visit(who=str(names)):
            return tuple(dict.fromkeys(name for name in re.split(r",\s+|\s+och\s+", names.strip()) if name))
        case _:
            return ()
