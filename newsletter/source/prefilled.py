"""What earlier issues leave to the next one, as items ready to be used: commented YAML that needs no more than its signs
taken away.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsletter.model.sections import CalendarItem, FollowUp, Proposal
from newsletter.model.values import TimeSpan, YearOrDate

_PLAIN = re.compile(r"[^\W\d_][\w ,.()/–?!+§%-]*")
"""Texts that YAML takes as they stand."""
_REMARKS = 28


@dataclass(frozen=True, slots=True)
class FromEarlier:
    """An item as it was last told, and where: ``2026-q3, rad 138``."""

    item: FollowUp | Proposal | CalendarItem
    source: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What is still open, what is to come, and what of the plan nobody has written about this year."""

    followups: tuple[FromEarlier, ...] = ()
    proposals: tuple[FromEarlier, ...] = ()
    dates: tuple[FromEarlier, ...] = ()
    topics: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()


def items_as_comments(found: Iterable[FromEarlier]) -> str:
    """Each as the lines of an item under ``items:``, in the shape of the skeleton's own examples."""
    return "\n".join(line for one in found for line in _item(one))


def _item(one: FromEarlier) -> Iterator[str]:
    sign = "- "
    for key, value in _values(one.item):
        line = f"  #     {sign}{key}: {value}"
        yield f"{line:<{_REMARKS}}  # {one.source}" if key == "status" or (key == "date" and _is_date(one)) else line
        sign = "  "


def _is_date(one: FromEarlier) -> bool:
    return isinstance(one.item, CalendarItem)


def _values(item: FollowUp | Proposal | CalendarItem) -> Iterator[tuple[str, str]]:
    match item:
        case FollowUp():
            keys: tuple[str, ...] = ("title", "decided", "status", "topic")
        case Proposal():
            keys = ("type", "title", "by", "to", "date", "decided", "ref", "status", "topic")
        case CalendarItem():
            keys = ("date", "until", "time", "title", "place", "type", "open", "status", "url")
    for key in keys:
        value = getattr(item, key)
        if value is not None:
            yield key, _written(value)
    if isinstance(item, FollowUp):
        yield "text", "Vad som har hänt sedan dess."


def _written(value: object) -> str:
    match value:
        case YearOrDate(year=year, day=day):
            return day.isoformat() if day else f'"{year}"'
        case TimeSpan(start=start, end=end):
            return "–".join(f"{one:%H.%M}" for one in (start, end) if one)
        case str():
            return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
