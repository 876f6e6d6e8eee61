"""Which earlier date of a calendar a moved one stood at. A reader who has it in the phone must be told that it is not then."""

from collections.abc import Sequence

from newsletter.model.issue import Issue
from newsletter.model.sections import Calendar, CalendarItem


def find_moved(item: CalendarItem, earlier: Sequence[CalendarItem]) -> CalendarItem | None:
    """The one of ``earlier``, the oldest first, that ``item`` was moved from: on that day, and at that time where one is said.

    Of several it is the latest of the same title; of another title only where it is the one of its sort that day. To cancel
    the wrong one would be worse than to find none.
    """
    if item.moved_from is None:
        return None
    there = [one for one in earlier if _is_at(one, item)]
    same = [one for one in there if _title(one) == _title(item)]
    alike = [one for one in there if item.type and one.type is item.type]
    if same:
        return same[-1]
    return alike[-1] if len({_title(one) for one in alike}) == 1 else None


def has_moved_dates(issue: Issue) -> bool:
    items = (item for section in issue.sections if isinstance(section, Calendar) for item in section.items)
    return any(item.moved_from for item in items)


def _is_at(one: CalendarItem, item: CalendarItem) -> bool:
    moment = item.moved_from
    assert moment is not None
    if one is item or one.date != moment.day:
        return False
    return moment.clock is None or (one.time is not None and one.time.start == moment.clock.start)


def _title(item: CalendarItem) -> str:
    return " ".join(item.title.casefold().split())
