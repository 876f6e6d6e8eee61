"""The archive: a static site of what has been sent, that needs no server, no script of others and nothing from the network;

and its Atom feed (RFC 4287).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # writing alone: nothing from outside is parsed
from zoneinfo import ZoneInfo

from newsletter.editions.calendar_file import calendar_bytes
from newsletter.editions.occasions import announcements
from newsletter.editions.site.published import Published, PublishedForm, letter_to_anybody
from newsletter.editions.site.registers import Found, Register, index
from newsletter.letter.swedish import short_date, typeset
from newsletter.letter.templates import environment_for, issue_line, masthead_lines, report_faults
from newsletter.model.settings import Settings

_ASSETS = ("archive.css", "search.js")
_CALENDAR = "kalender.ics"


@dataclass(frozen=True, slots=True)
class _Listed:
    """A report as the lists show it."""

    id: str
    page: str
    title: str
    line: str
    sent: str
    preview: str
    pieces: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Year:
    year: int
    reports: tuple[_Listed, ...]


def build_site(
    reports: Sequence[Published],
    settings: Settings,
    municipalities: Iterable[str],
    directory: Path,
    address: str | None = None,
) -> dict[str, bytes]:
    """Every file of the site by its path with ``/``: a function of its arguments, so that the same log gives the same bytes.

    ``reports`` the newest first, never empty; ``directory`` is the workspace, whose own templates hold; ``address`` is where
    the site will be read (https, ending with ``/``): only with it can the calendar be subscribed to. Raises ``Invalid`` for a
    fault in a template.
    """
    found = index(reports, settings, municipalities)
    calendar = _calendar(reports, settings)
    listed = [_list_entry(report, found.found[report.id], settings) for report in reports]
    shared = {
        "settings": settings,
        "has_calendar": calendar is not None,
        "webcal": f"{re.sub('^https?', 'webcal', address)}{_CALENDAR}" if address and calendar else None,
        "registers": found.registers,
        "reports": listed,
        "years": _years(reports, listed, settings),
    }
    ties = _ties(reports)
    files = {SELF: feed(reports, settings, address)} | ({_CALENDAR: calendar} if calendar else {})
    with report_faults(directory):
        files |= {name: _page(directory, name, {}) for name in _ASSETS}
        files |= {f"{name}.html": _page(directory, template, shared, page=f"{name}.html") for name, template in _PAGES.items()}
        for register in found.registers:
            files |= _register_pages(register, directory, shared)
        for report in reports:
            files |= _report_files(report, ties[report.id], settings, directory)
    return files


@dataclass(frozen=True, slots=True)
class _Ties:
    """What a report corrects, and what corrects it, the oldest first."""

    corrects: Published | None
    corrected_by: tuple[Published, ...]


def _ties(reports: Sequence[Published]) -> dict[str, _Ties]:
    by_id = {report.id: report for report in reports}
    named = {report.id: report.issue.corrects if report.issue else None for report in reports}
    return {
        report.id: _Ties(
            by_id.get(named[report.id] or ""),
            tuple(one for one in reversed(reports) if named[one.id] == report.id),
        )
        for report in reports
    }


def _tie_words(ties: _Ties, settings: Settings) -> list[tuple[str, str, Published]]:
    """What stands before each link, the link's words, and where it leads."""
    found = [("Det här är en rättelse av", one.title, one) for one in (ties.corrects,) if one]
    found += [(f"Rättad {short_date(_day(one.first_sent, settings))}:", one.title, one) for one in ties.corrected_by]
    return [(words, typeset(title), one) for words, title, one in found]


_PAGES = {"index": "index.html.j2", "sok": "search.html.j2"}


def _page(directory: Path, template: str, values: Mapping[str, Any], root: str = "", page: str = "") -> bytes:
    made = environment_for(directory).get_template(f"archive/{template}")
    return made.render(values, root=root, page=page).encode()


def _register_pages(register: Register, directory: Path, shared: Mapping[str, Any]) -> dict[str, bytes]:
    return {
        entry.page: _page(directory, "register.html.j2", {**shared, "register": register, "entry": entry}, "../", entry.page)
        for entry in register.entries
    }


def _years(reports: Sequence[Published], listed: Sequence[_Listed], settings: Settings) -> tuple[_Year, ...]:
    pairs = groupby(zip(reports, listed, strict=True), key=lambda pair: _day(pair[0].first_sent, settings).year)
    return tuple(_Year(year, tuple(one for _report, one in group)) for year, group in pairs)


def _list_entry(report: Published, pieces: tuple[Found, ...], settings: Settings) -> _Listed:
    return _Listed(
        id=report.id,
        page=f"{report.id}/index.html",
        title=report.title,
        line=issue_line(report.issue) if report.issue else report.id,
        sent=short_date(_day(report.first_sent, settings)),
        preview=report.last.content.preview,
        pieces=pieces,
    )


def _day(moment: datetime, settings: Settings) -> datetime:
    return moment.astimezone(ZoneInfo(settings.timezone))


def _calendar(reports: Sequence[Published], settings: Settings) -> bytes | None:
    """All reports' dates. They are made report by report, the oldest first, so that what a later one changes, or moves away,
    gets a higher SEQUENCE, as it has in the report's own calendar.
    """
    name = ", ".join(masthead_lines(settings.organisation))
    of_issues = announcements((report.id, report.issue) for report in reversed(reports) if report.issue)
    earlier: list[bytes] = []
    for those in of_issues.values():
        made = calendar_bytes(name, those, settings, earlier)
        earlier += [made] if made else []
    return calendar_bytes(name, {one.key: one for those in of_issues.values() for one in those}.values(), settings, earlier)


def _report_files(report: Published, ties: _Ties, settings: Settings, directory: Path) -> dict[str, bytes]:
    """The last form as ``index.html``, the earlier ones beside it, each with its text edition and its pictures."""
    names = [f"tidigare-{number}" for number in range(1, len(report.forms))] + ["index"]
    files: dict[str, bytes] = {}
    for form, name in zip(report.forms, names, strict=True):
        others = [
            (f"{other}.html", _form_name(one, settings))
            for one, other in zip(report.forms, names, strict=True)
            if other != name
        ]
        bar = _page(
            directory,
            "bar.html.j2",
            {
                "text_page": f"{name}.txt",
                "remark": _remark(form, report, settings),
                "others": others,
                "ties": [(words, title, f"../{one.id}/index.html") for words, title, one in _tie_words(ties, settings)],
            },
        ).decode()
        files |= {f"{report.id}/{path}": content for path, content in _letter_files(form, name, bar).items()}
    return files


def _remark(form: PublishedForm, report: Published, settings: Settings) -> str:
    sent = f"Skickad {short_date(_day(form.sent, settings))}."
    if form is not report.last:
        return f"{sent} Det här är en tidigare lydelse, som inte gäller längre."
    return sent if len(report.forms) == 1 else f"{sent} Det här är den senaste lydelsen."


def _form_name(form: PublishedForm, settings: Settings) -> str:
    return f"Lydelsen från {short_date(_day(form.sent, settings))}"


def _letter_files(form: PublishedForm, name: str, bar: str) -> dict[str, bytes]:
    """The letter with the archive's bar above it; its pictures as files, because a site is read page after page."""
    letter = letter_to_anybody(form.content)
    html, files = letter.html or "", {f"{name}.txt": letter.text.encode()}
    for number, image in enumerate(letter.images, 1):
        path = f"bilder/{name}-{number}-{image.filename}"
        files[path] = image.data
        html = html.replace(f'"cid:{image.cid}"', f'"{path}"')
    html = re.sub(r"(<body[^>]*>)", lambda found: f"{found[1]}{bar}<main>", html, count=1)
    return files | {f"{name}.html": html.replace("</body>", "</main></body>").encode()}


# An Atom feed (RFC 4287) of the reports that have been sent.

_ATOM = "http://www.w3.org/2005/Atom"
SELF = "feed.xml"


def feed(reports: Sequence[Published], settings: Settings, address: str | None) -> bytes:
    """``reports`` the newest first, never empty. ``address`` is where the archive will be read, ending with ``/``; without it
    links are relative to the feed. Ids are tag URIs (RFC 4151), so that an entry stays the same wherever it is read.
    """
    domain = settings.sender.email.domain
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "sv"})
    _add(root, "id", f"tag:{domain},{reports[-1].first_sent:%Y}:newsletter")
    _add(root, "title", typeset(f"Rapporter från {settings.organisation.name}"))
    _add(root, "updated", max(report.last.sent for report in reports).isoformat())
    _author(root, settings)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{address or ''}{SELF}"})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{address or ''}index.html"})
    ties = _ties(reports)
    for report in reports:
        _entry(root, report, domain, address, _tie_words(ties[report.id], settings))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(
    root: ET.Element, report: Published, domain: str, address: str | None, ties: Sequence[tuple[str, str, Published]]
) -> None:
    """An entry that has been corrected is updated when it was, so that readers of the feed hear of it."""
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", f"tag:{domain},{report.first_sent:%Y-%m-%d}:{report.id}")
    _add(entry, "title", typeset(report.title))
    _add(entry, "published", report.first_sent.isoformat())
    _add(entry, "updated", max([report.last.sent, *(one.first_sent for _words, _title, one in ties)]).isoformat())
    said = [f"{words} {title}." for words, title, _one in ties]
    _add(entry, "summary", " ".join([*said, report.last.content.preview]))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": _page_address(report, address)})
    for words, title, one in ties:
        link = {"rel": "related", "type": "text/html", "href": _page_address(one, address), "title": f"{words} {title}"}
        ET.SubElement(entry, "link", link)


def _page_address(report: Published, address: str | None) -> str:
    return f"{address or ''}{report.id}/index.html"


def _author(root: ET.Element, settings: Settings) -> None:
    author = ET.SubElement(root, "author")
    _add(author, "name", settings.organisation.name)
    _add(author, "email", settings.organisation.email.wire)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
