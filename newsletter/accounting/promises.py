"""Every proposal and promise from its first mention to its outcome, over all issues."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from newsletter.model.choices import FollowUpStatus, MatterOutcome, ProposalStatus, ProposalType, Vote
from newsletter.model.diagnostics import Location
from newsletter.model.sections import Decision, Decisions, FollowUp, FollowUps, Proposal, Proposals
from newsletter.model.values import YearOrDate
from newsletter.source import IssueFile

_SHORTEST_STEM = 6
"""Letters; shorter words are prepositions and numbers, found in any title."""


class Told(StrEnum):
    """Which kind of section a mention stands in."""

    PROPOSAL = "proposal"
    FOLLOW_UP = "follow_up"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Mention:
    """What one issue said of it. ``day`` is when that happened, where the issue says; ``line`` is where in ``file`` it does."""

    issue: str
    told: Told
    title: str
    status: ProposalStatus | FollowUpStatus | MatterOutcome
    published: date
    day: date | None
    file: str
    line: int
    next: str | None = None
    item: Proposal | FollowUp | Decision | None = None

    @property
    def is_open(self) -> bool:
        match self.status:
            case ProposalStatus() | FollowUpStatus():
                return self.status.is_open
            case MatterOutcome():
                return self.status in (MatterOutcome.REFERRED_BACK, MatterOutcome.TABLED)
            case _:
                assert_never(self.status)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One matter that we raised or promised to follow up; ``mentions`` are in the order of the issues."""

    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        return self.mentions[0]

    @property
    def last(self) -> Mention:
        return self.mentions[-1]

    @property
    def title(self) -> str:
        return self.first.title

    @property
    def is_open(self) -> bool:
        """Nobody has told yet how it ended."""
        return self.last.is_open

    @property
    def type(self) -> ProposalType | None:
        """The instrument; None for a promise that began as something else."""
        return next((one.item.type for one in self.mentions if isinstance(one.item, Proposal)), None)

    @property
    def by(self) -> str | None:
        return next((one.item.by for one in self.mentions if isinstance(one.item, Proposal) and one.item.by), None)

    @property
    def ref(self) -> str | None:
        return next((ref for one in self.mentions if (ref := _ref(one))), None)

    @property
    def topic(self) -> str | None:
        return next((one.item.topic for one in self.mentions if one.item and one.item.topic), None)


def undertakings(issues: Iterable[IssueFile], year: int | None = None) -> tuple[Undertaking, ...]:
    """By first mention; with ``year``, those that an issue of that year tells of, with all that was told before and after.

    Two mentions are about one matter when they have the same registry number, the same title, or the same day of decision
    and half of the weighty words of the shorter title. Decisions alone are not ours: they count where something of ours has
    led to them, or where we voted for a proposal of our own.
    """
    matters: list[list[Mention]] = []
    for file in sorted(issues, key=lambda one: (one.issue.date, one.id)):
        for mention in _mentions(file):
            about = [matter for matter in matters if any(_is_same(mention, other) for other in matter)]
            home = about[-1] if about else []
            for other in about[:-1]:
                home[:0] = other
                matters.remove(other)
            home.append(mention)
            if not about:
                matters.append(home)
    found = (Undertaking(tuple(matter)) for matter in matters if any(map(_is_ours, matter)))
    ids = {file.id for file in issues if year is None or file.issue.year == year}
    return tuple(one for one in found if any(mention.issue in ids for mention in one.mentions))


def _mentions(file: IssueFile) -> Iterator[Mention]:
    """Decisions first: what was decided in a quarter may be followed up in the same issue."""
    for kind in (Decisions, Proposals, FollowUps):
        for index, section in enumerate(file.issue.sections):
            if isinstance(section, kind):
                items: tuple[Proposal | FollowUp | Decision, ...] = section.items
                for number, item in enumerate(items):
                    yield _mention(file, ("sections", index, "items", number), item)


def _mention(file: IssueFile, location: Location, item: Proposal | FollowUp | Decision) -> Mention:
    spot = file.spot(location)
    status: ProposalStatus | FollowUpStatus | MatterOutcome
    match item:
        case Proposal():
            told, status, day, following = Told.PROPOSAL, item.status, item.decided or item.date, None
        case FollowUp():
            told, status, day, following = Told.FOLLOW_UP, item.status, _day(item.decided), item.next
        case Decision():
            told, status, day, following = Told.DECISION, item.outcome, item.date, None
    return Mention(
        file.id, told, item.title, status, file.issue.date, day, spot.file, spot.place.line, next=following, item=item
    )


def _day(decided: YearOrDate | None) -> date | None:
    return decided.day if decided else None


def _is_ours(mention: Mention) -> bool:
    return mention.told is not Told.DECISION or (isinstance(mention.item, Decision) and mention.item.vote is Vote.OWN_PROPOSAL)


def _ref(mention: Mention) -> str | None:
    return None if isinstance(mention.item, FollowUp) or mention.item is None else mention.item.ref


def _is_same(one: Mention, other: Mention) -> bool:
    refs = {_ref(one), _ref(other)} - {None}
    if len(refs) == 1 and _ref(one) == _ref(other):
        return True
    if len(refs) == 2 or (one.issue == other.issue and one.told is other.told):
        return False
    return _plain(one.title) == _plain(other.title) or (one.day is not None and one.day == other.day and _is_alike(one, other))


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _is_alike(one: Mention, other: Mention) -> bool:
    """Whether half of the weighty words of the shorter title come back: ”landsbygdslinjer” in ”landsbygdslinjerna”."""
    stems, others = _stems(one.title), _stems(other.title)
    return bool(stems and others) and 2 * len(stems & others) >= min(len(stems), len(others))


def _stems(title: str) -> set[str]:
    return {word[:_SHORTEST_STEM] for word in _plain(title).split() if len(word) >= _SHORTEST_STEM}
