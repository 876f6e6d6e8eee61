"""Following the links of issues: every page once, a few at a time, and what that says about each place it is linked from."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urldefrag, urlsplit

from newsletter.checks.findings import warning
from newsletter.checks.targets import targets
from newsletter.locale import _
from newsletter.model.diagnostics import Diagnostic, Finding, Location
from newsletter.source import Reading
from newsletter.web.fetching import PUBLIC, Answer, Limits, Outcome, ask

AT_ONCE = 8
_NOBODY = (".example", ".test", ".invalid", ".localhost")
"""Names that can never lead anywhere (RFC 2606): nobody is asked."""


def linked_pages(reading: Reading) -> tuple[str, ...]:
    """The web addresses of all that was read, each once and without what stands after #; mail and telephone are not pages."""
    found = [link.target for file in reading.issues for link in targets(file.issue)]
    if reading.settings:
        organisation = reading.settings.settings.organisation
        found += [url for url in (organisation.website, organisation.privacy_url) if url]
    return tuple(dict.fromkeys(_page(url) for url in found if url.lower().startswith(("http://", "https://"))))


def _page(url: str) -> str:
    return urldefrag(url).url


def pages_found(reading: Reading, pages: Sequence[str], limits: Limits = PUBLIC) -> tuple[Diagnostic, ...]:
    """What is wrong with ``pages``, at every place that links to them."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as several:
        answers = dict(zip(pages, several.map(lambda page: _answer(page, limits), pages), strict=True))
    return tuple(dict.fromkeys(_placed(reading, answers)))


def _placed(reading: Reading, answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    for file in reading.issues:
        for link in targets(file.issue):
            if finding := _finding(link.location, link.target, answers, link.before):
                yield finding.placed(file.file, file.places)
    if house := reading.settings:
        for key in ("website", "privacy_url"):
            url = getattr(house.settings.organisation, key)
            if url and (finding := _finding(("organisation", key), url, answers, None)):
                yield finding.placed(house.file, house.places)


def _answer(page: str, limits: Limits) -> Answer:
    host = urlsplit(page).hostname or ""
    return Answer(Outcome.GONE, host) if f".{host}".endswith(_NOBODY) else ask(page, limits)


def _finding(location: Location, url: str, answers: Mapping[str, Answer], before: str | None) -> Finding | None:
    answer = answers.get(_page(url))
    said = told(url, answer) if answer else None
    return warning(said[0], location, said[1], said[2], before=before) if said else None


def told(url: str, answer: Answer) -> tuple[str, str, str] | None:
    """Code, message and hint."""
    match answer.outcome:
        case Outcome.FOUND:
            return None
        case Outcome.GONE:
            message = _("The link {url} leads nowhere ({detail}).").format(url=url, detail=answer.detail)
            return "dead-link", message, _("Find the page's new address, or take the link away.")
        case Outcome.SILENT:
            message = _("The link {url} does not answer ({detail}).").format(url=url, detail=answer.detail)
            return "link-unanswered", message, _("Try it in a browser; if it works there, try again later.")
        case Outcome.MOVED:
            message = _("The page {url} has moved to {new}.").format(url=url, new=answer.detail)
            return "link-moved", message, _("Write the new address.")
        case Outcome.NOT_SHOWN:
            message = _("The page {url} lets no program look at it ({detail}).").format(url=url, detail=answer.detail)
            return (
                "link-not-shown",
                message,
                _("Open it yourself, best in a private window: is it the right page, open to all?"),
            )
        case Outcome.NOT_PUBLIC:
            message = _("The link {url} leads to an address that is not public, and was not fetched.").format(url=url)
            return "link-not-public", message, _("Link to a page that everybody can reach.")
