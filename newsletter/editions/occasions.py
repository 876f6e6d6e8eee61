"""What of an issue belongs in a calendar: its coming dates, and the last days of what it asks for."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from newsletter.letter import markdown
from newsletter.letter.swedish import NBSP, calendar_details, calendar_when, capitalised, typeset
from newsletter.model.choices import CalendarStatus
from newsletter.model.issue import HasButton, HasDeadline, Issue
from newsletter.model.moves import find_moved
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
    item: CalendarItem | None = None
    """What stands in the letter; None for a deadline."""
    is_moved_away: bool = False
    """It was announced here, and a later issue says that it is another day: shown in calendars as cancelled, nowhere else."""


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
    and keeps its key. What was moved follows as moved away, under its own key, in the issue that says so and in every later
    one: a calendar that is opened once only, and late, must take it away too.
    """
    known: dict[_Sign, str] = {}
    standing: dict[str, Occasion] = {}
    away: dict[str, Occasion] = {}
    found = {}
    for issue_id, issue in issues:
        before, own = list(standing.values()), []
        for sign, one in _number(occasions(issue_id, issue)):
            key, earlier = known.get(sign, one.key), _moved(one, before)
            if earlier:
                away[earlier.key] = _away(earlier, one, issue)
                key = known.get(sign, _moved_key(one)) if key == earlier.key else key
            known[sign] = key
            own.append(replace(one, key=key))
        standing |= {one.key: one for one in own}
        away = {key: one for key, one in away.items() if key not in {mine.key for mine in own}}
        found[issue_id] = (*own, *away.values())
    return found


_Sign = tuple[str, date, int]


def _moved(one: Occasion, before: Sequence[Occasion]) -> Occasion | None:
    """Of what earlier issues announced, what ``one`` was moved from."""
    items = [each.item for each in before if each.item]
    earlier = find_moved(one.item, items) if one.item else None
    return next((each for each in before if earlier is not None and each.item is earlier), None)


def _moved_key(one: Occasion) -> str:
    """In a correction the new day would have the key of the old one, which is to be cancelled."""
    return hashlib.sha256(f"{one.key}\0{one.first}".encode()).hexdigest()[:24]


def _away(one: Occasion, moved: Occasion, issue: Issue) -> Occasion:
    assert moved.item is not None
    when = _plain(calendar_when(moved.item, year_of_issue=one.first.year))
    return replace(
        one,
        status=CalendarStatus.CANCELLED,
        text=f"Flyttat till {when[:1].lower()}{when[1:]}.",
        announced=issue.date,
        is_moved_away=True,
    )


def _number(found: Iterable[Occasion]) -> Iterator[tuple[_Sign, Occasion]]:
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
        item=item,
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
