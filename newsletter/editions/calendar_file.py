"""Occasions as iCalendar (RFC 5545), for every calendar program."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vRecur

from newsletter.disk import Bounds, NotOfItsKind, TooDeep, TooSlow, read_foreign
from newsletter.editions.occasions import Occasion, announcements
from newsletter.letter.swedish import capitalised, quarter_name
from newsletter.model.choices import CalendarStatus
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings

_ENTRY = "VEVENT"
_STATUS = {CalendarStatus.PRELIMINARY: "TENTATIVE", CalendarStatus.CANCELLED: "CANCELLED"}
_STOCKHOLM = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
"""As the law has had it since 1996. What icalendar makes of the time zone database ends with the last entry's year, and lets
summer begin an hour late; for other zones it must do.
"""
_CHANGES_SAID = {CalendarStatus.CHANGED: 1, CalendarStatus.CANCELLED: 2}
"""The least SEQUENCE of an occasion that the issue itself calls changed or cancelled: it has been announced before."""


def issue_calendar_bytes(
    issue_id: str,
    issue: Issue,
    settings: Settings,
    earlier: Iterable[bytes] = (),
    before: Iterable[tuple[str, Issue]] = (),
) -> bytes | None:
    """The calendar of one issue, named after it; ``before`` are issues that may have announced the same, the oldest first."""
    name = f"{settings.organisation.group}, {quarter_name(issue.covers)}"
    entries = announcements([*before, (issue_id, issue)])[issue_id]
    return calendar_bytes(name, entries, settings, earlier)


def calendar_bytes(name: str, entries: Iterable[Occasion], settings: Settings, earlier: Iterable[bytes] = ()) -> bytes | None:
    """The calendar ``name``; None without entries, because iCalendar knows no empty calendar.

    A function of its arguments, without clock or chance. ``earlier`` are calendars that may have been handed out before: an
    entry that says something else there gets a higher SEQUENCE, and one that says the same keeps its own.
    """
    before = _sequences(earlier)
    zone = ZoneInfo(settings.timezone)
    found = [_sequenced(_entry(one, zone, settings), one, before) for one in entries]
    if not found:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//newsletter//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what Apple, Google and Outlook read instead of RFC 7986's NAME
    if days := [start for one in found if isinstance(start := one.decoded("dtstart"), datetime)]:
        calendar.add_component(_zone(settings.timezone, min(days).year, max(days).year))
    for one in found:
        calendar.add_component(one)
    return bytes(calendar.to_ical())


def _zone(name: str, first: int, last: int) -> Component:
    if name == "Europe/Stockholm":
        return Timezone.from_ical(_STOCKHOLM)
    return Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(last + 1, 1, 1))


def _entry(one: Occasion, zone: ZoneInfo, settings: Settings) -> Event:
    entry = Event()
    domain = settings.sender.email.wire.rpartition("@")[2]
    entry.add("uid", f"{one.key}@{domain}")
    entry.add("dtstamp", datetime.combine(one.announced, time(), UTC))
    _add_times(entry, one, zone)
    entry.add("summary", f"{capitalised(one.status)}: {one.summary}" if one.status else one.summary)
    for name, value in (("location", one.place), ("description", one.text), ("url", one.url)):
        if value:
            entry.add(name, value)
    if one.category:
        entry.add("categories", [one.category])
    entry.add("status", _STATUS.get(one.status, "CONFIRMED") if one.status else "CONFIRMED")
    entry.add("class", "PUBLIC")
    entry.add("transp", "TRANSPARENT" if one.is_deadline else "OPAQUE")
    entry.add("organizer", _organiser(settings))
    return entry


def _add_times(entry: Event, one: Occasion, zone: ZoneInfo) -> None:
    """Whole days end before the day that DTEND names; hours of several days are said for the first, and repeated."""
    if one.clock is None:
        entry.add("dtstart", one.first)
        entry.add("dtend", one.last + timedelta(days=1))
        return
    entry.add("dtstart", datetime.combine(one.first, one.clock.start, zone))
    if one.clock.end:
        entry.add("dtend", datetime.combine(one.first, one.clock.end, zone))
    if days := (one.last - one.first).days:
        entry.add("rrule", vRecur(freq="DAILY", count=days + 1))


def _organiser(settings: Settings) -> vCalAddress:
    address = vCalAddress(f"mailto:{settings.organisation.email.wire}")
    address.params["CN"] = settings.organisation.group
    return address


def _sequenced(entry: Event, one: Occasion, before: Mapping[str, tuple[int, bytes]]) -> Event:
    least = _CHANGES_SAID.get(one.status, 0) if one.status else 0
    sequence, said = before.get(str(entry["uid"]), (least - 1, b""))
    if said == _said(entry):
        entry.add("sequence", sequence)
    else:
        entry.add("sequence", max(sequence + 1, least))
    return entry


_ANOTHERS = Bounds(1_000_000, seconds=5, broken=(ValueError, LookupError, TypeError, AttributeError))
"""What the icalendar package raises for a file that is no calendar."""
_HIGHEST = 1 << 30
"""RFC 5545, 3.3.8: an integer has 31 bits; and it shall be counted up."""


def read_calendar(path: Path) -> list[bytes]:
    """The calendar that is about to be written over. Nothing where there is none, or none that can be read: that has told
    nobody anything. ``OSError`` for a file that is too big, or no file.
    """

    def understand(data: bytes) -> list[bytes]:
        _sequences([data])
        return [data]

    try:
        return read_foreign(path, _ANOTHERS, understand) if path.is_file() else []
    except (NotOfItsKind, TooDeep, TooSlow):
        return []


def _sequences(earlier: Iterable[bytes]) -> dict[str, tuple[int, bytes]]:
    """Of each entry its highest SEQUENCE and what it said then."""
    found: dict[str, tuple[int, bytes]] = {}
    for entry in (entry for text in earlier for entry in Calendar.from_ical(text).walk(_ENTRY)):
        uid, sequence = str(entry.get("uid", "")), int(entry.get("sequence", 0))
        if _HIGHEST > sequence >= found.get(uid, (0, b""))[0]:
            found[uid] = sequence, _said(entry)
    return found


def _said(entry: Component) -> bytes:
    """The entry without what only counts its versions."""
    lines = bytes(entry.to_ical()).replace(b"\r\n ", b"").split(b"\r\n")
    return b"\n".join(sorted(line for line in lines if not line.startswith((b"SEQUENCE:", b"DTSTAMP:"))))
