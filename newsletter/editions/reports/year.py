"""The year's report: the section on the reports for the verksamhetsberättelse, with its evidence."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from newsletter.delivery.approval import RunApproval
from newsletter.delivery.log import Run
from newsletter.editions.documents import Block, Bullets, Document, Heading, Paragraph, Table, Text, Verbatim
from newsletter.editions.reports import contents, sendings
from newsletter.editions.reports.first_page import first_page
from newsletter.editions.reports.material import DIGITS, Material
from newsletter.editions.site.published import letter_to_anybody
from newsletter.model.deliveries import Status


def year_report(material: Material, *, with_letters: bool = False) -> Document:
    """A function of its material: the same log, files and settings give the same document, whenever it is made. The letters
    themselves stand in it only ``with_letters``.
    """
    title = f"Rapporter till partiföreningarna {material.year}"
    blocks = chain(
        first_page(material),
        sendings.reports_table(material),
        sendings.matrix(material),
        sendings.not_reached(material),
        sendings.deviations(material),
        contents.topics(material),
        contents.undertakings(material),
        contents.visits_and_media(material),
        contents.boards_and_places(material),
        evidence(material),
        letters(material) if with_letters else (),
    )
    last = 3 if with_letters and material.reports else 2
    return Document(title, material.settings.organisation.name, material.as_of, tuple(blocks), f"Bilaga {last}. Källor")


# The report's annexes: the evidence that the reports were sent, and the reports themselves.

_WHAT_IT_IS = (
    "Varje utskick antecknas i en logg innan det lämnar datorn, och loggen skrivs bara till, aldrig om. Kvitton utan "
    "personuppgifter finns i issues/NUMMER.sent.json. Underlaget kan användas när partistödet redovisas: det visar vad som har "
    "lämnats till partiföreningarna, när och till hur många. Det är inte juridisk rådgivning."
)
_WAYS = {"sendgrid": "SendGrid", "smtp": "e-post (SMTP)", "smtps": "e-post (SMTP)", "sendgrid+http": "provserver"}


def evidence(material: Material) -> Iterator[Block]:
    """What was sent when, so that anybody with the log can find it again."""
    yield Heading(2, "Bilaga 1. Underlag", starts_page=True)
    yield Paragraph((_WHAT_IT_IS,))
    if material.runs:
        yield Table(
            f"Körningar i utskicksloggen {material.log}",
            ("Körning", "Nummer", "Tid", "Genom", "Innehåll (SHA-256)"),
            tuple(_run(run, material) for run in material.runs),
        )
    if material.sent_issues:
        yield Table(
            "Brev, nummer för nummer",
            ("Nummer", "Överlämnade", "Avvisade", "Oklara", "Inte skickade"),
            tuple(_letters(issue.id, material) for issue in material.sent_issues),
            numeric=frozenset({1, 2, 3, 4}),
        )
    if material.facts.approvals:
        yield Heading(3, "Godkännanden")
        yield Bullets(tuple(dict.fromkeys(_approval(one, material) for one in material.facts.approvals)))


def _approval(one: RunApproval, material: Material) -> Text:
    at = material.hour(datetime.fromisoformat(one.at))
    return (f"{one.issue}: godkänt av {one.approver} {at}, innehåll {one.digest[:DIGITS]}.",)


def _run(run: Run, material: Material) -> tuple[Text, ...]:
    way = _WAYS.get(run.via.partition(":")[0], "–")
    return (
        (run.id[:DIGITS],),
        (run.issue,),
        (material.hour(datetime.fromisoformat(run.started)),),
        (f"{way}{', prov' if run.trial else ''}{', tillbakatagen' if run.id in material.recalled else ''}",),
        (run.content[:DIGITS],),
    )


def _letters(issue_id: str, material: Material) -> tuple[Text, ...]:
    letters = material.facts.matrix.letters(issue_id)
    in_doubt = letters.get(Status.SENDING, 0) + letters.get(Status.UNKNOWN, 0)
    unsent = letters.get(Status.UNSENT, 0) + letters.get(Status.RECALLED, 0)
    source = material.from_log(issue_id)
    numbers = (letters.get(Status.ACCEPTED, 0), letters.get(Status.REJECTED, 0), in_doubt, unsent)
    return ((issue_id,), *((str(number), source) for number in numbers))


def letters(material: Material) -> Iterator[Block]:
    if material.reports:
        yield Heading(2, "Bilaga 2. Rapporterna", starts_page=True)
    for report in material.reports:
        yield Heading(3, f"{report.id}: {report.title}")
        yield Verbatim(letter_to_anybody(report.last.content).text)
