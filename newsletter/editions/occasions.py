"""What of an issue belongs in a calendar: its coming dates, and the last days of what it asks for."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from newsletter.letter import markdown
from newsletter.letter.swedish import NBSP, calendar_details, calendar_when, capitalised, typeset
from newsletter.model.choices import CalendarStatus
from newsletter.model.issue import HasButton, HasDeadline, Issue
from newsletter.model.sections import Calendar, CalendarItem
from newsletter.model.values import TimeSpan


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry of a calendar, in words that are ready to print. ``key`` stays the same when date, hour, place or text change.

    ``clock`` is None for a whole day; with it, an occasion of several days happens at that hour each day.
    """

    key: str
    first: date
    last: date
    clock: TimeSpan | None
    summary: str
    place: str
    status: CalendarStatus | None
    category: str
    text: str
    url: str | None
    announced: date
    is_deadline: bool = False


def occasions(issue_id: str, issue: Issue) -> tuple[Occasion, ...]:
    """In the order of the letter. A correction speaks of the same occasions as the issue that it corrects."""
    family, alike = issue.corrects or issue_id, Counter[str]()
    found = []
    for section in issue.sections:
        match section:
            case Calendar(items=items):
                found += [_of_item(item, issue, _key(family, item.title, alike)) for item in items]
            case HasDeadline(deadline=day, title=title) if day:
                found.append(_of_deadline(section, day, issue, _key(family, f"sista dag {title}", alike)))
            case _:
                pass
    return tuple(found)


def announcements(issues: Iterable[tuple[str, Issue]]) -> dict[str, tuple[Occasion, ...]]:
    """Those of each issue, the oldest given first. What an earlier one has announced, by title and day, is the same occasion
    and keeps its key.
    """
    known: dict[tuple[str, date, int], str] = {}
    found = {}
    for issue_id, issue in issues:
        own = _number(occasions(issue_id, issue))
        found[issue_id] = tuple(replace(one, key=known.setdefault(sign, one.key)) for sign, one in own)
    return found


def _number(found: Iterable[Occasion]) -> Iterator[tuple[tuple[str, date, int], Occasion]]:
    """Each with what it is known by: two of one title on one day are two."""
    alike = Counter[tuple[str, date]]()
    for one in found:
        sign = one.summary.casefold(), one.first
        alike[sign] += 1
        yield (*sign, alike[sign]), one


def _key(family: str, title: str, alike: Counter[str]) -> str:
    """Made of the issue and the title; occasions of the same title are told apart by their order."""
    same = " ".join(title.casefold().split())
    alike[same] += 1
    return hashlib.sha256(f"{family}\0{same}\0{alike[same]}".encode()).hexdigest()[:24]


def _of_item(item: CalendarItem, issue: Issue, key: str) -> Occasion:
    has_hours = item.time is not None and (item.until is None or item.time.end is not None)
    return Occasion(
        key=key,
        first=item.date,
        last=item.until or item.date,
        clock=item.time if has_hours else None,
        summary=_plain(typeset(item.title)),
        place=_plain(typeset(item.place)) if item.place else "",
        status=item.status,
        category=capitalised(str(item.type)) if item.type else "",
        text="\n".join(_lines(item, issue.year, has_hours=has_hours)),
        url=item.url,
        announced=issue.date,
    )


def _lines(item: CalendarItem, year_of_issue: int, *, has_hours: bool) -> Iterator[str]:
    """What a calendar has no field for."""
    if item.time and not has_hours:  # it begins at that hour, and nobody has said how long the days are
        yield _plain(calendar_when(item, year_of_issue=year_of_issue))
    yield from map(_plain, calendar_details(item))
    if item.text:
        yield _plain(markdown.to_text(item.text))
    if item.url:
        yield f"Läs mer: {item.url}"


def _of_deadline(action: HasDeadline, day: date, issue: Issue, key: str) -> Occasion:
    button = action.button if isinstance(action, HasButton) else None
    lines = [_plain(markdown.to_text(action.text))]
    lines += [f"{_plain(typeset(button.text))}: {button.url}"] if button else []
    return Occasion(
        key=key,
        first=day,
        last=day,
        clock=None,
        summary=f"Sista dag: {_plain(typeset(action.title))}",
        place="",
        status=None,
        category="",
        text="\n".join(lines),
        url=button.url if button and not button.url.startswith("mailto:") else None,
        announced=issue.date,
        is_deadline=True,
    )


def _plain(text: str) -> str:
    return text.replace(NBSP, " ")
