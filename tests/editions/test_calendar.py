"""The calendar of an issue, as any other calendar program reads it."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from newsletter.editions.calendar_file import calendar_bytes, issue_calendar_bytes, read_calendar
from newsletter.editions.occasions import announcements, occasions
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from newsletter.source import read
from tests.conftest import ROOT
from tests.letter.conftest import SAMPLES

STOCKHOLM = ZoneInfo("Europe/Stockholm")
GROUP = {"date": "2026-09-21", "time": "17.30-19.30", "title": "Gruppmöte", "place": "Karlstad", "type": "gruppmöte"}


def issue_of(*items: dict[str, object], **changes: object) -> Issue:
    issue: dict[str, object] = {"year": "2026", "quarter": "3", "date": "2026-09-03", "title": "T", "lead": "L"}
    return Issue.model_validate(issue | {"sections": [{"kind": "calendar", "items": list(items)}]} | changes)


def entries(issue: Issue, settings: Settings, *earlier: bytes, issue_id: str = "2026-q3") -> list[Component]:
    """Read back by the library's own parser."""
    made = issue_calendar_bytes(issue_id, issue, settings, earlier)
    assert made
    return Calendar.from_ical(made).walk("VEVENT")


def one(issue: Issue, settings: Settings, *earlier: bytes) -> Component:
    (entry,) = entries(issue, settings, *earlier)
    return entry


@pytest.mark.parametrize("issue_id", SAMPLES)
def test_it_keeps_the_rules_of_rfc_5545(issue_id: str, settings: Settings) -> None:
    """3.1: lines end in CRLF and hold at most 75 octets. 3.6: VERSION, PRODID and a component; 3.6.1: UID and DTSTAMP once."""
    issue = read(ROOT, [issue_id]).issue(issue_id).issue
    made = issue_calendar_bytes(issue_id, issue, settings)

    assert made
    assert made.endswith(b"\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(made)
    assert calendar["version"] == "2.0"
    assert calendar["method"] == "PUBLISH"
    found = calendar.walk("VEVENT")
    for entry in found:
        assert not entry.errors
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER"} <= set(entry)
        assert "DTEND" not in entry or entry.decoded("dtend") > entry.decoded("dtstart")
    assert len({str(entry["uid"]) for entry in found}) == len(found)
    zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    assert {entry["dtstart"].params["TZID"] for entry in found if "TZID" in entry["dtstart"].params} <= zones


@pytest.mark.parametrize("issue_id", SAMPLES)
def test_it_has_each_date_of_the_letter(issue_id: str, settings: Settings) -> None:
    issue = read(ROOT, [issue_id]).issue(issue_id).issue
    listed = [item for section in issue.sections if section.kind == "calendar" for item in section.items]
    asked = [section for section in issue.sections if section.kind == "action" and section.deadline]

    found = entries(issue, settings, issue_id=issue_id)

    starts = sorted(entry.decoded("dtstart").strftime("%F") for entry in found)
    assert starts == sorted(str(day) for day in (*(item.date for item in listed), *(one.deadline for one in asked)))


def test_hours_are_swedish_hours(settings: Settings) -> None:
    entry = one(issue_of(GROUP), settings)

    assert entry.decoded("dtstart") == datetime(2026, 9, 21, 17, 30, tzinfo=STOCKHOLM)
    assert entry.decoded("dtend") == datetime(2026, 9, 21, 19, 30, tzinfo=STOCKHOLM)
    assert entry["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert (str(entry["summary"]), str(entry["location"])) == ("Gruppmöte", "Karlstad")


@pytest.mark.parametrize(("day", "offset"), [("2026-03-28", 1), ("2026-03-29", 2), ("2026-10-24", 2), ("2026-10-25", 1)])
def test_the_zone_it_brings_along_changes_on_the_nights_that_sweden_does(settings: Settings, day: str, offset: int) -> None:
    """Reckoned from the file's own VTIMEZONE, for programs that know no zones by name."""
    made = issue_calendar_bytes("2026-q3", issue_of(GROUP | {"date": day, "time": "12.00"}), settings)
    assert made
    (zone,) = Calendar.from_ical(made).walk("VTIMEZONE")

    assert datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=zone.to_tz()).utcoffset() == timedelta(hours=offset)


def test_a_whole_day_ends_before_the_next_and_several_days_after_the_last(settings: Settings) -> None:
    alone = one(issue_of({"date": "2027-03-20", "title": "Konferens"}), settings)
    several = one(issue_of({"date": "2027-03-20", "until": "2027-03-22", "title": "Konferens"}), settings)

    assert (alone.decoded("dtstart"), alone.decoded("dtend")) == (date(2027, 3, 20), date(2027, 3, 21))
    assert (several.decoded("dtstart"), several.decoded("dtend")) == (date(2027, 3, 20), date(2027, 3, 23))


def test_hours_of_several_days_are_the_hours_of_each(settings: Settings) -> None:
    entry = one(issue_of({"date": "2027-10-01", "until": "2027-10-02", "time": "9.30-15", "title": "Kurs"}), settings)

    assert entry.decoded("dtend") == datetime(2027, 10, 1, 15, tzinfo=STOCKHOLM)
    assert entry["rrule"].to_ical() == b"FREQ=DAILY;COUNT=2"


def test_an_hour_without_an_end_is_no_guess(settings: Settings) -> None:
    evening = one(issue_of(GROUP | {"time": "18"}), settings)
    days = one(issue_of({"date": "2027-10-01", "until": "2027-10-02", "time": "18", "title": "Kurs"}), settings)

    assert "DTEND" not in evening
    assert days.decoded("dtend") == date(2027, 10, 3)
    assert "Fredag–lördag 1–2 oktober 2027 kl. 18.00" in days["description"]


def test_a_last_day_is_an_entry_that_leaves_the_day_free(settings: Settings) -> None:
    action = {"kind": "action", "title": "Boka besök", "text": "Ring *oss*.", "deadline": "2026-10-01"}
    button = {"text": "Boka", "url": "https://example.org/boka"}

    entry = one(issue_of(sections=[action | {"button": button}]), settings)

    assert str(entry["summary"]) == "Sista dag: Boka besök"
    assert entry.decoded("dtstart") == date(2026, 10, 1)
    assert (entry["transp"], entry["url"]) == ("TRANSPARENT", "https://example.org/boka")
    assert str(entry["description"]) == "Ring oss.\nBoka: https://example.org/boka"


@pytest.mark.parametrize(
    ("status", "summary", "said", "sequence"),
    [
        (None, "Gruppmöte", "CONFIRMED", 0),
        ("preliminärt", "Preliminärt: Gruppmöte", "TENTATIVE", 0),
        ("ändrat", "Ändrat: Gruppmöte", "CONFIRMED", 1),
        ("inställt", "Inställt: Gruppmöte", "CANCELLED", 2),
    ],
)
def test_the_status_is_said_to_people_and_to_programs(
    status: str | None, summary: str, said: str, sequence: int, settings: Settings
) -> None:
    entry = one(issue_of(GROUP | ({"status": status} if status else {})), settings)

    assert (str(entry["summary"]), entry["status"], entry["sequence"]) == (summary, said, sequence)


def test_all_that_the_letter_tells_of_an_occasion_is_there(full: Issue, settings: Settings) -> None:
    deadline, occasion = sorted(entries(full, settings), key=lambda entry: str(entry["transp"]), reverse=True)
    told = f"{occasion['summary']}\n{occasion['location']}\n{occasion['description']}\n{occasion['url']}"

    for fact in ("Ändrat: Tillfällets titel", "Kalenderlokalen", "Studier", "Öppet för: Provdeltagare", "Tillfällets text."):
        assert fact in told
    assert "https://example.org/kalender" in told
    assert "Insatsknapp: mailto:insats@example.org" in deadline["description"]
    assert "URL" not in deadline


def test_an_issue_without_dates_has_no_calendar(settings: Settings) -> None:
    links = {"kind": "links", "items": [{"title": "A", "url": "https://example.org"}]}

    assert issue_calendar_bytes("2026-q3", issue_of(sections=[links]), settings) is None


@pytest.mark.parametrize(
    "change",
    [{"date": "2026-09-22"}, {"time": "18"}, {"place": "Kil"}, {"text": "Kaffe."}, {"status": "inställt"}],
    ids=lambda change: next(iter(change)),
)
def test_a_change_keeps_the_uid_and_raises_the_sequence(change: dict[str, object], settings: Settings) -> None:
    before = issue_calendar_bytes("2026-q3", issue_of(GROUP), settings)
    assert before
    (was,) = Calendar.from_ical(before).walk("VEVENT")

    now = one(issue_of(GROUP | change), settings, before)

    assert now["uid"] == was["uid"]
    assert now["sequence"] > was["sequence"]


def test_the_same_again_is_the_same_bytes(settings: Settings) -> None:
    issue = issue_of(GROUP, GROUP | {"title": "Annat", "status": "inställt"})
    made = issue_calendar_bytes("2026-q3", issue, settings)
    assert made
    changed = issue_calendar_bytes("2026-q3", issue_of(GROUP | {"place": "Kil"}), settings, [made])
    assert changed

    assert issue_calendar_bytes("2026-q3", issue, settings, [made]) == made
    assert issue_calendar_bytes("2026-q3", issue_of(GROUP | {"place": "Kil"}), settings, [changed]) == changed
    assert issue_calendar_bytes("2026-q3", issue, settings) == made


def test_a_correction_speaks_of_the_occasions_of_what_it_corrects(settings: Settings) -> None:
    before = issue_calendar_bytes("2026-q3", issue_of(GROUP), settings)
    assert before
    correction = issue_of(GROUP | {"time": "18"}, type="rättelse", corrects="2026-q3")

    (now,) = entries(correction, settings, before, issue_id="2026-q3-rattelse")

    (was,) = Calendar.from_ical(before).walk("VEVENT")
    assert now["uid"] == was["uid"]
    assert now["sequence"] == was["sequence"] + 1


def test_occasions_of_one_title_and_of_several_issues_are_told_apart(settings: Settings) -> None:
    issue = issue_of(GROUP, GROUP | {"date": "2026-10-12"})

    keys = {one.key for issue_id in ("2026-q3", "2026-q4") for one in occasions(issue_id, issue)}

    assert len(keys) == 4


def test_what_is_announced_again_is_the_same_occasion(settings: Settings) -> None:
    """By title and day, whatever else has changed; on another day it is another one."""
    first = issue_of(GROUP, GROUP | {"date": "2026-10-12"})
    again = issue_of(GROUP | {"place": "På en annan plats"}, GROUP | {"date": "2026-11-16"}, GROUP)

    found = announcements([("2026-q3", first), ("2026-q4", again)])
    keys = {issue_id: [one.key for one in those] for issue_id, those in found.items()}

    assert keys["2026-q3"] == [one.key for one in occasions("2026-q3", first)]
    assert keys["2026-q4"][0] == keys["2026-q3"][0]
    assert len({*keys["2026-q3"], *keys["2026-q4"]}) == 4  # that of the other day, and a second one of the same title and day

    calendar = issue_calendar_bytes("2026-q3", first, settings)
    (entry, *_others) = Calendar.from_ical(
        issue_calendar_bytes("2026-q4", again, settings, [calendar], [("2026-q3", first)])
    ).walk("VEVENT")
    assert (entry["uid"], entry["sequence"]) == (f"{keys['2026-q3'][0]}@{settings.sender.email.wire.split('@')[1]}", 1)


@pytest.mark.parametrize(
    "earlier",
    [
        b"",
        b"\xff\xfe\x00",
        b"hej",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSEQUENCE:1\r\nSEQUENCE:2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" * 10_000,
    ],
)
def test_an_earlier_file_that_cannot_be_read_is_as_none(earlier: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(earlier)

    assert read_calendar(tmp_path / "a.ics") == []


def test_an_earlier_file_that_can_be_read_is_taken_and_a_number_beyond_all_is_not_counted_on(
    settings: Settings, tmp_path: Path
) -> None:
    (entry,) = Calendar.from_ical(issue_calendar_bytes("2026-q3", issue_of(GROUP), settings) or b"").walk("VEVENT")
    changed = issue_calendar_bytes("2026-q3", issue_of(GROUP), settings) or b""
    highest = changed.replace(b"SEQUENCE:0", b"SEQUENCE:2147483647").replace(b"SUMMARY:", b"SUMMARY:X")
    (tmp_path / "a.ics").write_bytes(highest)

    assert read_calendar(tmp_path / "a.ics") == [highest]
    assert one(issue_of(GROUP), settings, highest)["sequence"] == entry["sequence"]


def test_one_calendar_may_hold_many_issues(settings: Settings) -> None:
    every = [one for issue_id in SAMPLES for one in occasions(issue_id, read(ROOT, [issue_id]).issue(issue_id).issue)]
    made = calendar_bytes("Rapporten", every, settings)

    assert made
    assert len(Calendar.from_ical(made).walk("VEVENT")) == len(every)
    assert len(re.findall(rb"BEGIN:VTIMEZONE", made)) == 1


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Cf"]), min_size=1, max_size=90)


@given(title=LINE.map(str.strip).filter(bool), place=LINE.map(str.strip).filter(bool))
def test_whatever_is_written_is_read_back(title: str, place: str) -> None:
    issue = issue_of({"date": "2026-09-21", "title": "T", "place": "P"})
    found = occasions("2026-q3", issue)[0]
    settings = read(ROOT, ()).settings
    assert settings
    entry = type(found)(**{name: getattr(found, name) for name in type(found).__slots__} | {"summary": title, "place": place})

    made = calendar_bytes("K", [entry], settings.settings)
    assert made
    (event,) = Calendar.from_ical(made).walk("VEVENT")

    assert (str(event["summary"]), str(event["location"])) == (title, place)
    assert max(len(line) for line in made.split(b"\r\n")) <= 75


# A date that has been moved: the reader who has the old one in the phone must lose it.

SITTING = {"date": "2026-09-21", "time": "17.30-19.30", "title": "Regionfullmäktige", "type": "regionfullmäktige"}
MOVED = SITTING | {"date": "2026-09-28", "moved_from": "2026-09-21 17.30"}


def chain(*issues: tuple[str, Issue], settings: Settings) -> list[dict[str, Component]]:
    """Each issue's calendar by day of its entries, made as ``render`` makes it: with the calendars and issues before it."""
    made: list[bytes] = []
    for number, (issue_id, issue) in enumerate(issues):
        calendar = issue_calendar_bytes(issue_id, issue, settings, made, issues[:number])
        assert calendar
        made.append(calendar)
    return [
        {entry.decoded("dtstart").strftime("%m-%d"): entry for entry in Calendar.from_ical(one).walk("VEVENT")} for one in made
    ]


def later(*items: dict[str, object]) -> Issue:
    return issue_of(*items, quarter="4", date="2026-12-10")


def test_a_moved_occasion_is_cancelled_under_its_own_uid_in_that_calendar_and_every_later_one(settings: Settings) -> None:
    """RFC 5546, 3.2.5: the UID is the same and the SEQUENCE is higher."""
    extra = issue_of(MOVED, date="2026-09-10")
    first, second, third = chain(
        ("2026-q3", issue_of(SITTING)),
        ("2026-q3-extra", extra),
        ("2026-q4", later(GROUP | {"date": "2026-12-14"})),
        settings=settings,
    )

    old, new = second["09-21"], second["09-28"]
    assert (old["status"], str(old["summary"])) == ("CANCELLED", "Inställt: Regionfullmäktige")
    assert str(old["uid"]) == str(first["09-21"]["uid"])
    assert int(old["sequence"]) > int(first["09-21"]["sequence"])
    assert str(old["description"]) == "Flyttat till måndag 28 september kl. 17.30–19.30."
    assert (new["status"], str(new["uid"]) != str(old["uid"])) == ("CONFIRMED", True)
    assert "Flyttat från måndag 21 september kl. 17.30" in str(new["description"])
    assert {day: (str(one["uid"]), one["status"]) for day, one in third.items()}["09-21"] == (str(old["uid"]), "CANCELLED")
    assert int(third["09-21"]["sequence"]) == int(old["sequence"])


def test_a_correction_of_the_same_issue_cancels_it_too(settings: Settings) -> None:
    """There the two have one title in one family of issues, and must not share a UID."""
    correction = issue_of(MOVED, date="2026-09-10", type="rättelse", corrects="2026-q3")
    first, second = chain(("2026-q3", issue_of(SITTING)), ("2026-q3-2", correction), settings=settings)

    assert str(second["09-21"]["uid"]) == str(first["09-21"]["uid"])
    assert str(second["09-28"]["uid"]) != str(second["09-21"]["uid"])
    assert [second[day]["status"] for day in ("09-21", "09-28")] == ["CANCELLED", "CONFIRMED"]


def test_moved_twice_and_back_again(settings: Settings) -> None:
    again = MOVED | {"date": "2026-10-05", "moved_from": "2026-09-28"}
    back = MOVED | {"date": "2026-09-21", "moved_from": "2026-10-05"}
    issues = [
        issue_of(SITTING),
        *(issue_of(one, date=f"2026-09-{day}") for one, day in ((MOVED, "08"), (again, "09"), (back, "10"))),
    ]
    *_before, third, fourth = chain(*((f"2026-q3-{n}", one) for n, one in enumerate(issues)), settings=settings)

    assert {day: one["status"] for day, one in third.items()} == {
        "09-21": "CANCELLED",
        "09-28": "CANCELLED",
        "10-05": "CONFIRMED",
    }
    assert {day: one["status"] for day, one in fourth.items()} == {
        "09-28": "CANCELLED",
        "10-05": "CANCELLED",
        "09-21": "CONFIRMED",
    }
    assert int(fourth["09-21"]["sequence"]) > int(third["09-21"]["sequence"])


@pytest.mark.parametrize(
    ("moved", "is_found"),
    [
        ({"moved_from": "2026-09-21"}, True),
        ({"moved_from": "2026-09-21 17.30"}, True),
        ({"moved_from": "2026-09-21 18.00"}, False),
        ({"moved_from": "2026-09-22"}, False),
        ({"moved_from": "2026-09-21", "title": "Fullmäktige"}, True),  # the only one of its sort that day
        ({"moved_from": "2026-09-21", "title": "Fullmäktige", "type": "gruppmöte"}, False),
    ],
)
def test_the_right_occasion_is_found_or_none(moved: dict[str, object], is_found: bool, settings: Settings) -> None:
    other = {"date": "2026-09-21", "time": "10", "title": "Hälso- och sjukvårdsnämnden", "type": "nämnd"}
    _first, second = chain(
        ("2026-q3", issue_of(other, SITTING)), ("2026-q3-2", issue_of(MOVED | moved, date="2026-09-10")), settings=settings
    )

    cancelled = [str(one["summary"]) for one in second.values() if one["status"] == "CANCELLED"]
    assert cancelled == (["Inställt: Regionfullmäktige"] if is_found else [])
