"""The short report to the district board: what has happened since its last meeting, and what is next."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from newsletter.accounting import IssueStatus, Undertaking
from newsletter.editions.documents import Block, Bullets, Document, Heading, Paragraph, Text
from newsletter.editions.occasions import Occasion, announcements
from newsletter.editions.reports import sendings
from newsletter.editions.reports.contents import standing
from newsletter.editions.reports.first_page import target_words
from newsletter.editions.reports.material import Material
from newsletter.letter.swedish import capitalised, full_date, quarter_name, typeset, whole_date
from newsletter.model.choices import CalendarStatus, CalendarType, IssueType
from newsletter.model.sections import Calendar

_MOST_COMING = 8


def board_report(years: Sequence[Material], since: date) -> Document:
    """``since`` is the day of the last meeting, ``years`` are those that it may lie in, the present one last. A function of its
    arguments, as the year's report.
    """
    title, present = "Kort rapport till distriktsstyrelsen", years[-1]
    told = [one for one in years if one is present or (one.year >= since.year and one.sent_issues)]
    opening: list[Block] = [Heading(1, title), Paragraph((_opening(present, since),))]
    blocks = chain(
        opening,
        _sendings_since(told, since),
        *(_standing(material, alone=len(told) == 1) for material in told),
        _outcomes_since(told, since),
        _coming(years),
    )
    return Document(title, present.settings.organisation.name, present.as_of, tuple(blocks))


def _standing(material: Material, *, alone: bool) -> Iterator[Block]:
    return chain(_year(material, alone=alone), sendings.not_reached(material), sendings.deviations(material))


def _opening(material: Material, since: date) -> str:
    return f"{material.settings.organisation.name}. Tiden från {whole_date(since)} till {whole_date(material.day)}."


def _sendings_since(years: Sequence[Material], since: date) -> Iterator[Block]:
    yield Heading(2, "Skickat sedan förra mötet")
    sent_issues = [(one, material) for material in years for one in material.sent_issues]
    found = [
        (one, material) for one, material in sent_issues if one.first_sent and material.local(one.first_sent).date() >= since
    ]
    if found:
        yield Bullets(tuple(_report(one, material) for one, material in found))
    else:
        yield Paragraph(("Ingen rapport.", *(material.from_account() for material in years)))


def _report(issue: IssueStatus, material: Material) -> Text:
    assert issue.first_sent is not None
    source = material.from_log(issue.id)
    what = capitalised(quarter_name(issue.quarter))
    kind = f" ({issue.type})" if issue.type in (IssueType.EXTRA, IssueType.CORRECTION) else ""
    sent = f"{what}{kind}, skickad {material.day_of(issue.first_sent)}"
    by_hand = f", {issue.handed_over} för hand" if issue.handed_over else ""
    reached = f", har nått {issue.reached + issue.handed_over} av {issue.audience} föreningar{by_hand}"
    return (sent, source, reached, source, ".")


def _year(material: Material, *, alone: bool) -> Iterator[Block]:
    status = material.facts.status
    yield Heading(2, "Så står året" if alone else f"Så står {status.year}")
    done = target_words(status, f"är skickade under {status.year}")
    yield Paragraph((done, material.from_plan(), material.from_account(), f", {status.complete} av dem till alla föreningar."))
    if status.next:
        yield Paragraph(
            (f"Nästa rapport: {status.next.issue}, senast {whole_date(status.next.due)}", material.from_plan(), ".")
        )


def _outcomes_since(years: Sequence[Material], since: date) -> Iterator[Block]:
    """What has been decided since, and what was told of it; as the latest year tells it."""
    latest = {(one.first.file, one.first.line): (one, material) for material in years for one in material.undertakings}
    found = [(one, material) for one, material in latest.values() if one.last.published >= since]
    if found:
        yield Heading(2, "Förslag och löften")
        yield Bullets(tuple(_undertaking(one, material) for one, material in found))


def _undertaking(one: Undertaking, material: Material) -> Text:
    kind = f"{capitalised(one.type)}: " if one.type else ""
    return (typeset(f"{kind}{one.title}: {standing(one)}"), material.from_issue(one.last.issue), ".")


def _coming(years: Sequence[Material]) -> Iterator[Block]:
    today = years[-1].day
    home = {issue_id: material for material in years for issue_id in material.issues}
    every = [(issue_id, issue) for material in years for issue_id, issue in material.issues.items()]
    of_issues = announcements(sorted(every, key=lambda one: (one[1].date, one[0])))
    latest = {one.key: (issue_id, one) for issue_id, those in of_issues.items() for one in those}
    found = {key: pair for key, pair in latest.items() if pair[1].first >= today and not pair[1].is_moved_away}
    if found:
        yield Heading(2, "Kommande")
        coming = sorted(found.values(), key=lambda pair: (pair[1].first, pair[1].summary))[:_MOST_COMING]
        yield Bullets(tuple(_occasion(one, issue_id, home[issue_id]) for issue_id, one in coming))


def _occasion(one: Occasion, issue_id: str, material: Material) -> Text:
    where = f", {one.place}" if one.place else ""
    status = f" ({one.status})" if one.status else ""
    return (f"{capitalised(full_date(one.first))}: {one.summary}{where}{status}", material.from_issue(issue_id), ".")


def last_meeting(years: Sequence[Material], today: date) -> date | None:
    """The last day before ``today`` that an issue has announced as the district's."""
    days = (
        item.date
        for material in years
        for issue in material.issues.values()
        for section in issue.sections
        if isinstance(section, Calendar)
        for item in section.items
        if item.type is CalendarType.DISTRICT and item.status is not CalendarStatus.CANCELLED
    )
    return max((day for day in days if day < today), default=None)
