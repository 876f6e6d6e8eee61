"""The report's account of what the issues were about: focus issues, boards, places, proposals, visits and media."""

from collections.abc import Iterator, Sequence

from newsletter.accounting import Covered, Mention, Piece, Undertaking, pieces_of
from newsletter.editions.documents import Block, Bullets, Chart, Heading, Note, Paragraph, Series, Table, Text
from newsletter.editions.reports.material import Material
from newsletter.letter.swedish import quoted, span, typeset, whole_date
from newsletter.model.choices import Mark
from newsletter.model.sections import Decision, MediaItem, Visit
from newsletter.model.swedish import swedish_list


def topics(material: Material) -> Iterator[Block]:
    coverage = material.facts.coverage
    sent_issues = [issue.id for issue in coverage.sent_issues]
    if not sent_issues:
        return
    planned = [one for one in coverage.topics if one.planned]
    named = sum(bool(one.total.items) for one in planned)
    yield Heading(2, "Fokusfrågorna")
    yield Paragraph(
        (
            f"{named} av planens {len(planned)} fokusfrågor har tagits upp",
            material.from_plan(),
            *_sources(sent_issues, material),
            ".",
        )
    )
    yield Table(
        "Inslag om varje fokusfråga",
        ("Fokusfråga", *sent_issues, "Inslag", "Ord"),
        tuple(_coverage_row(one, sent_issues) for one in coverage.topics),
        numeric=frozenset(range(1, len(sent_issues) + 3)),
    )
    yield Chart("Inslag, nummer för nummer", tuple(sent_issues), tuple(_series(one, sent_issues) for one in coverage.topics))
    if coverage.gaps:
        gaps = swedish_list(tuple(typeset(_gap(one)) for one in coverage.gaps))
        yield Paragraph((f"Luckor: {gaps}.",))


def _gap(one: Covered) -> str:
    return f"{one.label} (inget sedan kvartal {one.last.number})" if one.last else f"{one.label} (inte alls)"


def _coverage_row(one: Covered, sent: Sequence[str]) -> tuple[Text, ...]:
    label = typeset(one.label) if one.planned else f"{typeset(one.label)} (utanför planen)"
    counts = ((str(one.by_issue[issue].items) if issue in one.by_issue else "0",) for issue in sent)
    return ((label,), *counts, (str(one.total.items),), (str(one.total.words),))


def _series(one: Covered, sent: Sequence[str]) -> Series:
    return Series(typeset(one.label), tuple(one.by_issue[issue].items if issue in one.by_issue else 0 for issue in sent))


def boards_and_places(material: Material) -> Iterator[Block]:
    coverage = material.facts.coverage
    if not coverage.sent_issues:
        return
    sources = _sources([issue.id for issue in coverage.sent_issues], material)
    yield Heading(2, "Nämnder, kommuner och ledamöter")
    yield from _count_section("Beslut som rapporterna har berättat om", coverage.boards, "beslut", "beslut", sources)
    if silent := coverage.silent_boards:
        yield Paragraph((f"Inget beslut från {swedish_list(tuple(one.label for one in silent))}.",))
    yield from _count_section("Kommuner som har nämnts", coverage.municipalities, "inslag", "inslag", sources)
    if silent := coverage.silent_municipalities:
        yield Paragraph((f"Inte nämnda: {swedish_list(tuple(one.label for one in silent))}.",))
    yield from _count_section("Bidrag från ledamöter", coverage.members, "bidrag", "bidrag", sources)
    if not coverage.members:
        yield Paragraph(("Planen nämner inga ledamöter, så deras bidrag är inte räknade", material.from_plan(), "."))


def _count_section(title: str, those: Sequence[Covered], one: str, many: str, sources: tuple[Note, ...]) -> Iterator[Block]:
    found = [each for each in those if each.total.items]
    if found:
        words = [f"{typeset(each.label)} {each.total.items} {one if each.total.items == 1 else many}" for each in found]
        yield Paragraph((f"{title}: {', '.join(words)}", *sources, "."))


def undertakings(material: Material) -> Iterator[Block]:
    if not material.undertakings:
        return
    yield Heading(2, "Förslag och löften")
    still = sum(one.is_open for one in material.undertakings)
    total = len(material.undertakings)
    matters = "ett ärende" if total == 1 else f"{total} ärenden"
    yield Paragraph((f"Rapporterna följde {matters}. Avgjorda: {total - still}. Öppna: {still}.",))
    yield Table(
        "Från första omnämnande till utfall",
        ("Ärende", "Först i", "Senast i", "Läge"),
        tuple(_undertaking(one, material) for one in material.undertakings),
    )


def _undertaking(one: Undertaking, material: Material) -> tuple[Text, ...]:
    kind = f"{one.type}: " if one.type else ""
    return (
        (typeset(f"{kind}{one.title}"),),
        (one.first.issue, _place(one.first)),
        (one.last.issue, _place(one.last)),
        (standing(one), material.from_issue(one.last.issue)),
    )


def _place(mention: Mention) -> Note:
    return Note(f"{mention.file}, rad {mention.line}.")


def standing(one: Undertaking) -> str:
    """``vårt förslag: avslaget (beslut: bifall, 25 november 2026)``; a day that no issue says is never the issue's own."""
    day = whole_date(one.day) if one.day else f"enligt rapporten den {whole_date(one.telling.published)}"
    item = one.telling.item
    if not isinstance(item, Decision) or one.status is item.outcome:
        return f"{one.status_words} ({day})"
    reserved = ", vi reserverade oss" if Mark.RESERVATION in item.mark else ""
    return f"{one.status_words} (beslut: {item.outcome}{reserved}, {day})"


def visits_and_media(material: Material) -> Iterator[Block]:
    found = [
        piece
        for issue in material.sent_issues
        if issue.id in material.issues
        for piece in pieces_of(issue.id, material.issues[issue.id])
    ]
    visits = [piece for piece in found if isinstance(piece.what, Visit)]
    media = [piece for piece in found if isinstance(piece.what, MediaItem)]
    if visits:
        yield Heading(2, "Besök")
        yield Bullets(tuple(_visit(piece, piece.what, material) for piece in visits if isinstance(piece.what, Visit)))
    if media:
        yield Heading(2, "I medierna")
        yield Bullets(tuple(_media(piece, piece.what, material) for piece in media if isinstance(piece.what, MediaItem)))


def _visit(piece: Piece, visit: Visit, material: Material) -> Text:
    where = f", {visit.place}" if visit.place else ""
    return (
        typeset(f"{span(visit.date, visit.until)}: {visit.title}{where} ({visit.type})"),
        material.from_issue(piece.issue),
        ".",
    )


def _media(piece: Piece, item: MediaItem, material: Material) -> Text:
    kind = f" ({item.type})" if item.type else ""
    said = typeset(f"{whole_date(item.date)}: {item.outlet}, {quoted(item.title)}{kind}")
    return (said, material.from_issue(piece.issue), ".")


def _sources(issues: Sequence[str], material: Material) -> tuple[Note, ...]:
    return tuple(material.from_issue(issue) for issue in issues)
