"""An Atom feed (RFC 4287) of the reports that have been sent."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # writing alone: nothing from outside is parsed

from newsletter.editions.site.published import Published
from newsletter.letter.typography import typeset
from newsletter.model.settings import Settings

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
    for report in reports:
        _entry(root, report, domain, address)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ET.Element, report: Published, domain: str, address: str | None) -> None:
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", f"tag:{domain},{report.first_sent:%Y-%m-%d}:{report.id}")
    _add(entry, "title", typeset(report.title))
    _add(entry, "published", report.first_sent.isoformat())
    _add(entry, "updated", report.last.sent.isoformat())
    _add(entry, "summary", report.last.content.preview)
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{address or ''}{report.id}/index.html"})


def _author(root: ET.Element, settings: Settings) -> None:
    author = ET.SubElement(root, "author")
    _add(author, "name", settings.organisation.name)
    _add(author, "email", settings.organisation.email.wire)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
