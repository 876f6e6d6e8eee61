"""The year's report: the section on the reports for the verksamhetsberättelse, with its evidence."""

from collections.abc import Iterator
from itertools import chain

from newsletter.editions.documents import Block, Bullets, Document, Heading, Paragraph, Text
from newsletter.editions.reports import annex, contents, sendings
from newsletter.editions.reports.material import Material


def year_report(material: Material) -> Document:
    """A function of its material: the same log, files and settings give the same document, whenever it is made."""
    title = f"Rapporter till partiföreningarna {material.year}"
    blocks = chain(
        [Heading(1, title)],
        _summary(material),
        sendings.reports_table(material),
        sendings.matrix(material),
        sendings.not_reached(material),
        sendings.deviations(material),
        contents.topics(material),
        contents.undertakings(material),
        contents.visits_and_media(material),
        contents.boards_and_places(material),
        annex.evidence(material),
        annex.issues(material),
    )
    return Document(title, material.settings.organisation.name, material.as_of, tuple(blocks))


def _summary(material: Material) -> Iterator[Block]:
    yield Paragraph((f"{material.settings.organisation.name}. Läget {material.hour(material.as_of)}, enligt utskicksloggen.",))
    yield Bullets(tuple(_points(material)))


def _points(material: Material) -> Iterator[Text]:
    status = material.facts.status
    account, plan = material.from_account(), material.from_plan()
    yield (
        f"{status.done} av {status.target} rapporter skickades under {status.year}",
        plan,
        account,
        f", {status.complete} av dem till alla föreningar",
        account,
        ".",
    )
    counts = [one for one in status.associations if one.counts and one.active]
    some, every = sum(one.reports > 0 for one in counts), sum(one.reports >= status.done > 0 for one in counts)
    if status.done:
        yield (f"{some} av {len(counts)} aktiva föreningar har fått minst en rapport, och {every} har fått alla", account, ".")
    missing = sum(one.sent is None for one in status.deviations)
    if missing:
        yield (f"{missing} av planens rapporter har inte skickats", plan, account, ".")
    letters = sum(sum(material.facts.matrix.letters(issue.id).values()) for issue in material.sent_issues)
    if letters:
        yield (f"Sammanlagt antecknades {letters} brev i utskicksloggen", account, ".")
