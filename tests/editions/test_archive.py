"""The archive shows what was sent as it was sent, leads nowhere outside itself, and names no recipient."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from posixpath import join, normpath
from xml.etree import ElementTree as ET

import icalendar
import pytest

from newsletter.editions.site.archive import build_site
from newsletter.editions.site.published import Published, publish
from newsletter.letter import content_from_record
from newsletter.model.choices import IssueType
from newsletter.model.sections import Calendar
from newsletter.model.values import DayAndTime
from newsletter.source import read
from tests.conftest import ROOT
from tests.editions.past import SENT, form, issue, settings

ATOM = {"a": "http://www.w3.org/2005/Atom"}
TOWNS = ("Arvika", "Hagfors", "Karlstad", "Sunne", "Säffle", "Eda")


def site(*reports: Published, address: str | None = None) -> dict[str, bytes]:
    return build_site(reports, settings(), TOWNS, ROOT, address)


@pytest.fixture(scope="module")
def reports() -> tuple[Published, ...]:
    return publish([form(issue_id) for issue_id in SENT], {})


@pytest.fixture(scope="module")
def files(reports: tuple[Published, ...]) -> dict[str, bytes]:
    return site(*reports)


class Addresses(HTMLParser):
    """Where a page leads and what it loads, and the places in it that can be led to."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if found.get("id"):
            self.anchors.add(str(found["id"]))
        if href := found.get("href"):
            (self.leads if tag == "a" else self.loads).append(href)
        if src := found.get("src"):
            self.loads.append(src)


def is_inside(address: str) -> bool:
    return not re.match(r"[a-z]+:", address)


def pages(files: dict[str, bytes]) -> dict[str, Addresses]:
    return {name: Addresses(content) for name, content in files.items() if name.endswith(".html")}


def test_every_way_inside_leads_to_a_page_and_a_place_that_exist(files: dict[str, bytes]) -> None:
    found = pages(files)
    for name, page in found.items():
        for address in filter(is_inside, page.leads):
            path, _sign, anchor = address.partition("#")
            target = normpath(join(name, "..", path)) if path else name
            assert target in files, (name, address)
            assert not anchor or anchor in found[target].anchors, (name, address)


def test_nothing_is_loaded_from_anywhere_else(files: dict[str, bytes]) -> None:
    for name, page in pages(files).items():
        for address in page.loads:
            assert is_inside(address), (name, address)
            assert normpath(join(name, "..", address)) in files
    assert not re.search(rb"url\(|@import|https?://", files["archive.css"] + files["search.js"])


def test_no_recipient_is_named_anywhere(files: dict[str, bytes]) -> None:
    recipients = read(ROOT, ()).recipients
    assert recipients
    published_by_us = {"regiongruppen@example.org"}
    contacts = [contact for one in recipients.recipients.recipients for contact in one.contacts]
    everything = b"\n".join(files.values()).decode("utf-8", "replace").lower()
    for contact in contacts:
        assert contact.email.wire.lower() in published_by_us or contact.email.wire.lower() not in everything
        assert not contact.name or contact.name.lower() not in everything


def test_a_letter_is_the_one_that_was_sent_with_nobody_s_name_in_it() -> None:
    sent = form("2026-q3", changed={"greeting": "Hej {contact} i {name}!"})
    files = site(*publish([sent], {}))
    page, text = files["2026-q3/index.html"].decode(), files["2026-q3/index.txt"].decode()

    assert "Hej partivänner!" in page
    assert "{contact}" not in page + text
    assert "kontaktpersonerna i en av distriktets partiföreningar" in " ".join(text.split())
    for part in content_from_record(dict(sent.record)).html:
        if isinstance(part, str) and "cid:" not in part and "<body" not in part and "</body>" not in part:
            assert part in page


def test_the_file_may_change_and_the_archive_does_not() -> None:
    sent = form("2026-q3", changed={"title": "Som den skickades"})
    now = read(ROOT, ["2026-q3"]).issue("2026-q3").issue.model_copy(update={"title": "Som den står nu"})
    files = site(*publish([sent], {"2026-q3": now}))

    everything = b"".join(files.values()).decode("utf-8", "replace")
    assert "Som den skickades" in everything
    assert "Som den står nu" not in everything


def test_an_issue_that_was_changed_between_sendings_is_kept_in_both_forms() -> None:
    first = form("2026-q1", "2026-03-26T06:30:00.000Z", {"title": "Första lydelsen"})
    second = form("2026-q1", "2026-03-27T06:30:00.000Z", {"title": "Andra lydelsen"})
    files = site(*publish([second, first], {}))

    assert "Andra lydelsen" in files["2026-q1/index.html"].decode()
    assert 'href="tidigare-1.html"' in files["2026-q1/index.html"].decode()
    assert "Första lydelsen" in files["2026-q1/tidigare-1.html"].decode()
    assert "som inte gäller längre" in files["2026-q1/tidigare-1.html"].decode()


def test_pieces_are_found_by_focus_issue_board_and_municipality(files: dict[str, bytes]) -> None:
    """The samples: Q1's decision on Hagfors is the health care board's, and about primary care."""
    assert "Årjäng" not in files["index.html"].decode()  # it was not asked for
    assert 'href="kommun/hagfors.html"' in files["index.html"].decode()
    assert 'href="namnd/hsn.html"' in files["index.html"].decode()
    assert 'href="amne/primarvarden.html"' in files["index.html"].decode()
    assert "../2026-q1/index.html#avsnitt-" in files["kommun/hagfors.html"].decode()
    assert "Hälso- och sjukvårdsnämnden" in files["namnd/hsn.html"].decode()


def test_people_are_not_indexed(files: dict[str, bytes]) -> None:
    assert "Gruppledare" not in files["sok.html"].decode()


def test_the_feed_has_an_entry_of_each_issue_the_newest_first(reports: tuple[Published, ...]) -> None:
    root = ET.fromstring(site(*reports, address="https://arkiv.example/r/")["feed.xml"])
    entries = root.findall("a:entry", ATOM)

    assert [entry.findtext("a:published", namespaces=ATOM) for entry in entries] == [
        "2026-12-10T06:30:00+00:00",
        "2026-09-03T05:30:00+00:00",
        "2026-06-16T05:30:00+00:00",
        "2026-03-26T06:30:00+00:00",
    ]
    for feed_or_entry in (root, *entries):  # what RFC 4287 requires
        for name in ("id", "title", "updated"):
            assert feed_or_entry.findtext(f"a:{name}", namespaces=ATOM)
    assert len({entry.findtext("a:id", namespaces=ATOM) for entry in entries}) == len(entries)
    links = [link.get("href", "") for link in root.iter(f"{{{ATOM['a']}}}link")]
    assert all(link.startswith("https://arkiv.example/r/") for link in links)


def test_the_calendar_has_what_all_issues_announce(files: dict[str, bytes]) -> None:
    calendar = icalendar.Calendar.from_ical(files["kalender.ics"])
    days = {str(entry.decoded("dtstart"))[:4] for entry in calendar.walk("VEVENT")}

    assert "2026" in days
    assert len({str(entry["uid"]) for entry in calendar.walk("VEVENT")}) == len(calendar.walk("VEVENT"))


def test_the_calendar_can_be_subscribed_to_where_the_site_has_an_address(reports: tuple[Published, ...]) -> None:
    assert "webcal:" not in site(*reports)["index.html"].decode()
    assert (
        'href="webcal://arkiv.example/kalender.ics"' in site(*reports, address="https://arkiv.example/")["index.html"].decode()
    )


def test_the_same_log_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert site(*publish([form(issue_id) for issue_id in SENT], {})) == files


def test_an_issue_that_nothing_tells_the_contents_of_is_shown_and_not_indexed() -> None:
    sent = form("2026-q1")
    old = publish([type(sent)(sent.issue, sent.digest, sent.first, 1, {**sent.record, "issue": None})], {})
    files = site(*old)

    assert "2026-q1/index.html" in files
    assert not [name for name in files if name.startswith(("amne/", "namnd/", "kommun/"))]


@pytest.fixture(scope="module")
def corrected() -> tuple[Published, ...]:
    """The third report, and a correction of it that moves a date of its calendar and says so."""
    wrong = issue("2026-q3")
    calendar = next(one for one in wrong.sections if isinstance(one, Calendar))
    old = calendar.items[0]
    moved = old.model_copy(update={"date": old.date + timedelta(days=7), "moved_from": DayAndTime(old.date, old.time)})
    change = {
        "title": "Rättelse av höstens rapport",
        "type": IssueType.CORRECTION,
        "corrects": "2026-q3",
        "date": date(2026, 9, 10),
        "sections": (calendar.model_copy(update={"items": (moved,)}),),
    }
    right = replace(form("2026-q3", "2026-09-10T05:30:00.000Z", change), issue="2026-q3-2")
    return publish([form("2026-q3"), right], {})


def test_a_correction_and_what_it_corrects_lead_to_each_other_and_the_feed_says_so(corrected: tuple[Published, ...]) -> None:
    made = site(*corrected, address="https://arkiv.example/")
    wrong, right = made["2026-q3/index.html"].decode(), made["2026-q3-2/index.html"].decode()

    assert '<p>Rättad 10 september 2026: <a href="../2026-q3-2/index.html">Rättelse av höstens rapport</a>.</p>' in plain(wrong)
    assert '<p>Det här är en rättelse av <a href="../2026-q3/index.html">' in plain(right)
    newest, oldest = ET.fromstring(made["feed.xml"]).findall("a:entry", ATOM)
    related = [entry.find("a:link[@rel='related']", ATOM) for entry in (oldest, newest)]
    assert [link is not None and link.get("href") for link in related] == [
        "https://arkiv.example/2026-q3-2/index.html",
        "https://arkiv.example/2026-q3/index.html",
    ]
    assert oldest.findtext("a:updated", namespaces=ATOM) == "2026-09-10T05:30:00+00:00"
    assert plain(oldest.findtext("a:summary", namespaces=ATOM) or "").startswith(
        "Rättad 10 september 2026: Rättelse av höstens rapport. "
    )
    assert "rättelse" not in site(*corrected[1:])["2026-q3/index.html"].decode().casefold()


def test_what_was_moved_is_cancelled_in_the_calendar_of_all(corrected: tuple[Published, ...]) -> None:
    before = site(*corrected[1:])["kalender.ics"]
    after = site(*corrected)["kalender.ics"]
    was = {str(one["uid"]): one for one in icalendar.Calendar.from_ical(before).walk("VEVENT")}
    now = {str(one["uid"]): one for one in icalendar.Calendar.from_ical(after).walk("VEVENT")}

    (cancelled,) = [uid for uid, one in now.items() if one["status"] == "CANCELLED"]
    (new,) = now.keys() - was.keys()
    assert int(now[cancelled]["sequence"]) > int(was[cancelled]["sequence"])
    assert now[new].decoded("dtstart") - was[cancelled].decoded("dtstart") == timedelta(days=7)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")
