"""Whether two items from different files tell of one matter, and what then becomes of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from newsletter.model.contribution import Item
from newsletter.model.sections import CalendarItem, Decision, FollowUp, MediaItem, Proposal, Visit
from newsletter.model.values import YearOrDate

_PROSE = frozenset({"title", "text", "next", "url", "topic", "by", "who", "place", "to", "open", "name"})
"""Keys in which two may differ without either being wrong."""


class Agreement(Enum):
    """What two items about one matter are to each other."""

    ONE = "one"
    """Neither says anything that the other gainsays: together they are one item."""
    BOTH = "both"
    """They say it in different words: both stay, and the editor chooses."""
    OTHER_DAY = "other day"
    """The same matter on two days: twice before the board, or a slip of the pen. Both stay."""
    CONFLICT = "conflict"
    """They cannot both be true."""


@dataclass(frozen=True, slots=True)
class ItemComparison:
    verdict: Agreement
    key: str = ""
    """In which of the keys they differ, where they do."""


def compare(one: Item, other: Item) -> ItemComparison | None:
    """None where they are two matters."""
    if type(one) is not type(other) or not _is_same_matter(one, other):
        return None
    differing = list(_differing(one, other))
    if isinstance(one, Decision | Visit | CalendarItem) and "date" in differing:
        return ItemComparison(Agreement.OTHER_DAY, "date")
    if conflict := next((key for key in differing if key not in _PROSE), None):
        return ItemComparison(Agreement.CONFLICT, conflict)
    return ItemComparison(Agreement.BOTH, differing[0]) if differing else ItemComparison(Agreement.ONE)


def join(one: Item, other: Item) -> Item:
    """What either says; only for those that are ``Verdict.ONE``."""
    more = {key: value for key, value in _values(other).items() if key not in _values(one)}
    return one.model_copy(update=more)


def _values(item: Item) -> dict[str, Any]:
    return {key: value for key in type(item).model_fields if (value := getattr(item, key)) not in (None, ())}


def _differing(one: Item, other: Item) -> Iterator[str]:
    said, others = _values(one), _values(other)
    for key in (key for key in said if key in others):
        is_same_title = key == "title" and plain(said[key]) == plain(others[key])
        if said[key] != others[key] and not is_same_title and not _is_one_time(said[key], others[key]):
            yield key


def _is_one_time(one: Any, other: Any) -> bool:
    """A year, and a day in it."""
    both = isinstance(one, YearOrDate) and isinstance(other, YearOrDate)
    return both and one.year == other.year and None in (one.day, other.day)


def _is_same_matter(one: Item, other: Item) -> bool:
    same_title = plain(one.title) == plain(other.title)
    match one, other:
        case Decision(), Decision():
            return _board(one) == _board(other) and (same_title or (one.date == other.date and _is_same_ref(one, other)))
        case Proposal(), Proposal():
            return one.type is other.type and (same_title or _is_same_ref(one, other))
        case FollowUp(), FollowUp():
            return same_title
        case MediaItem(), MediaItem():
            return (one.url is not None and one.url == other.url) or (
                same_title and plain(one.outlet) == plain(other.outlet) and one.date == other.date
            )
        case (Visit() | CalendarItem(), Visit() | CalendarItem()):
            return same_title and abs((one.date - other.date).days) <= _NEAR
        case _:
            return False


_NEAR = 3
"""Days: "Gruppmöte" may well come every fortnight."""


def _board(decision: Decision) -> tuple[str, str | None]:
    return decision.board, decision.name and plain(decision.name)


def _is_same_ref(one: Decision | Proposal, other: Decision | Proposal) -> bool:
    return one.ref is not None and other.ref is not None and plain(one.ref) == plain(other.ref)


def plain(text: str) -> str:
    """The words alone: "Ny bro!" and "ny bro" are one title."""
    return " ".join(re.findall(r"\w+", text.casefold()))
