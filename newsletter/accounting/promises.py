"""Every proposal and promise from its first mention to its outcome, over all issues."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from newsletter.accounting.undertaking import AnyStatus, Mention, Told, Undertaking
from newsletter.model.choices import ProposalStatus
from newsletter.model.diagnostics import Location
from newsletter.model.sections import Decision, Decisions, FollowUp, FollowUps, Proposal, Proposals
from newsletter.model.swedish import IN_ANY_TITLE
from newsletter.model.values import YearOrDate
from newsletter.source import IssueFile

_SHORTEST_STEM = 6
"""Letters; shorter words are prepositions and numbers, found in any title."""
ENOUGH = 0.5
"""The part of a title's weighty words that must come back."""


def undertakings(issues: Iterable[IssueFile], year: int | None = None) -> tuple[Undertaking, ...]:
    """By first mention; with ``year``, those that an issue of that year tells of, with all that was told before and after.

    Two mentions are about one matter when they have the same registry number or the same title. What has neither in common
    is one matter when the day of the decision is the same and half of the weighty words of the shorter title come back, but
    only where one other matter fits best, and never where an issue has told of both in one list. Decisions alone are not
    ours: they count where something of ours has led to them, or where we voted for a proposal of our own.
    """
    issues = sorted(issues, key=lambda one: (one.issue.date, one.id))
    mentions = [mention for file in issues for mention in _mentions(file)]
    found = (Undertaking(tuple(matter)) for matter in _join_alike(_matters(mentions), mentions) if any(map(_is_ours, matter)))
    ids = {file.id for file in issues if year is None or file.issue.year == year}
    return tuple(one for one in found if any(mention.issue in ids for mention in one.mentions))


def _matters(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Joined by number and title, in the order of their first mentions. Two numbers are two matters: one without any, whose
    title both have, is neither's.
    """
    matters: list[list[Mention]] = []
    for mention in mentions:
        about = [matter for matter in matters if any(_is_same(mention, other) for other in matter)]
        about = [matter for matter in about if len(_refs((*matter, mention))) <= 1]
        if len(_refs(chain(*about))) > 1:
            about = []
        home = about[-1] if about else []
        for other in about[:-1]:
            home[:0] = other
            matters.remove(other)
        home.append(mention)
        if not about:
            matters.append(home)
    return matters


def _join_alike(matters: Iterable[list[Mention]], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Those with other titles joined to the earlier matter that they are most like."""
    order = {id(mention): number for number, mention in enumerate(mentions)}
    whole: list[list[Mention]] = []
    for matter in sorted(matters, key=lambda one: order[id(one[0])]):
        scores = [(_likeness(matter, other), other) for other in whole]
        best = max((score for score, _other in scores), default=0.0)
        like = [other for score, other in scores if score == best]
        if best and len(like) == 1:
            like[0][:] = sorted([*like[0], *matter], key=lambda one: order[id(one)])
        else:
            whole.append(matter)
    return whole


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
    status: AnyStatus
    match item:
        case Proposal():
            submitted = item.date if item.status is ProposalStatus.SUBMITTED else None
            told, status, day, following = Told.PROPOSAL, item.status, item.decided or submitted, None
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
    return mention.told is not Told.DECISION or mention.is_our_proposal


def _is_same(one: Mention, other: Mention) -> bool:
    refs = {one.ref, other.ref} - {None}
    if len(refs) == 1 and one.ref == other.ref:
        return True
    return len(refs) < 2 and not _stand_together(one, other) and _plain(one.title) == _plain(other.title)


def _refs(mentions: Iterable[Mention]) -> set[str]:
    return {ref for one in mentions if (ref := one.ref)}


def _stand_together(one: Mention, other: Mention) -> bool:
    """In one list of one issue: two matters, however alike they look."""
    return one.issue == other.issue and one.told is other.told


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _likeness(matter: Sequence[Mention], other: Sequence[Mention]) -> float:
    """How much of the shorter title comes back in the other, at most; 0 where they are two matters."""
    pairs = [(one, another) for one in matter for another in other]
    if len(_refs((*matter, *other))) > 1 or any(_stand_together(one, another) for one, another in pairs):
        return 0.0
    return max((_words_shared(one, another) for one, another in pairs if _days(one) & _days(another)), default=0.0)


def _words_shared(one: Mention, other: Mention) -> float:
    """The part of the weighty words that comes back, if it is half: ”landsbygdslinjer” in ”landsbygdslinjerna”."""
    stems, others = _stems(one.title), _stems(other.title)
    part = len(stems & others) / min(len(stems), len(others)) if stems and others else 0.0
    return part if part >= ENOUGH else 0.0


def _days(mention: Mention) -> set[date]:
    """The days that identify it: also that of a proposal whose outcome is told later."""
    submitted = mention.item.date if isinstance(mention.item, Proposal) else None
    return {day for day in (mention.day, submitted) if day}


def _stems(title: str) -> set[str]:
    return {word[:_SHORTEST_STEM] for word in _plain(title).split() if len(word) >= _SHORTEST_STEM} - IN_ANY_TITLE
