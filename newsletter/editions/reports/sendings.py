"""The report's account of the sendings: which, to whom, whom they did not reach, and where the plan was left."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from newsletter.accounting import AssociationStatus, Deviated, Deviating, FailedSince, IssueStatus, NotReached, Reach
from newsletter.editions.account.tables import EVENT, HOW, REACH
from newsletter.editions.documents import Block, Bullets, Heading, Paragraph, Table, Text
from newsletter.editions.reports.material import Material
from newsletter.letter.swedish import capitalised, quarter_name, whole_date
from newsletter.model.choices import IssueType
from newsletter.model.deliveries import FAILED_EVENTS, Status
from newsletter.model.issue import quarter_of
from newsletter.model.swedish import swedish_list

_WHAT_COUNTS = (
    "Föreningar är de partiföreningar som var aktiva när rapporten skickades. En förening är nådd när minst ett brev till den "
    "har tagits emot för leverans och inget senare har visat att det inte kom fram."
)


def reports_table(material: Material) -> Iterator[Block]:
    yield Heading(2, "Rapporterna", starts_page=True)
    if material.sent_issues:
        yield Table(
            f"Rapporter skickade {material.year}",
            ("Nummer", "Avser", "Skickad", "Ämnesrad", "Föreningar", "Nådda", "För hand", "Brev"),
            tuple(_report(issue, material) for issue in material.sent_issues),
            numeric=frozenset({4, 5, 6, 7}),
        )
        yield Paragraph((_WHAT_COUNTS,))
    else:
        yield Paragraph((f"Ingen rapport skickades under {material.year}.", material.from_account()))


def _report(issue: IssueStatus, material: Material) -> tuple[Text, ...]:
    assert issue.first_sent is not None
    source = material.from_log(issue.id)
    subject = next((one.last.content.subject for one in material.reports if one.id == issue.id), "")
    kind = "" if issue.type in (IssueType.REPORT, None) else f" ({issue.type})"
    return (
        (issue.id,),
        (f"{capitalised(quarter_name(issue.quarter))}{kind}",),
        (material.day_of(issue.first_sent), source),
        (subject, material.from_issue(issue.id)),
        (str(issue.audience), source),
        (str(issue.reached), source),
        (str(issue.handed_over), source),
        (str(issue.letters.get(Status.ACCEPTED, 0)), source),
    )


def matrix(material: Material) -> Iterator[Block]:
    if not material.sent_issues:
        return
    yield Heading(2, "Vilka rapporterna nådde")
    counts = [one for one in material.facts.matrix.associations if one.counts]
    yield Table(
        "Förening för förening",
        ("Förening", *(issue.id for issue in material.sent_issues), "Rapporter"),
        (*(_association(one, material) for one in counts), _totals(material)),
        numeric=frozenset({len(material.sent_issues) + 1}),
    )
    others = [one.name for one in material.facts.matrix.associations if not one.counts]
    if others:
        yield Paragraph((f"Rapporterna gick också till {swedish_list(tuple(others))}, som inte räknas in i planens mål.",))


def _association(one: AssociationStatus, material: Material) -> tuple[Text, ...]:
    cells = material.facts.matrix.cells
    return ((one.name,), *((REACH[cells[one.id, issue.id].reach],) for issue in material.sent_issues), (str(one.reports),))


def _totals(material: Material) -> tuple[Text, ...]:
    status = material.facts.status
    totals = (
        (f"{issue.reached + issue.handed_over} av {issue.audience}", material.from_log(issue.id))
        for issue in material.sent_issues
    )
    return (("Har fått rapporten",), *totals, (str(status.done), material.from_account()))


def not_reached(material: Material) -> Iterator[Block]:
    """Who was to have a report and did not get it by letter, and what was done about it."""
    handed = [one for (_association_id, _issue), one in _handovers(material)]
    if handed:
        yield Heading(3, "Lämnade för hand")
        yield Bullets(tuple(handed))
    missing = [one for one in material.facts.status.not_reached if not one.why.has_it]
    if missing:
        yield Heading(3, "Nåddes inte")
        yield Bullets(tuple(_missing(one, material) for one in missing))
    if since := material.facts.failed_since:
        yield Heading(3, f"Känt efter den {whole_date(material.day)}")
        yield Bullets(tuple(_failed_since(one, material) for one in since))


def _missing(one: NotReached, material: Material) -> Text:
    return (f"{one.name}, {one.issue}: {REACH[one.why]}{_when(one, material)}", material.from_log(one.issue), ".")


def _when(one: NotReached, material: Material) -> str:
    """``den 3 september 2026, känt den 5 september 2026``: when it happened, and when it became known here."""
    letters = material.facts.matrix.cells[one.association, one.issue].letters
    failed = [(one.happened, one.known) for one in letters if one.event in FAILED_EVENTS and one.happened and one.known]
    if one.why is not Reach.BOUNCED or not failed:
        return ""
    happened, known = failed[-1]
    later = f", känt den {whole_date(known)}" if known != happened else ""
    return f" den {whole_date(happened)}{later}"


def _failed_since(one: FailedSince, material: Material) -> Text:
    return (
        f"{one.association}, {one.issue}: {EVENT[one.kind]} den {whole_date(one.happened)}",
        material.from_log(one.issue),
        ".",
    )


def _handovers(material: Material) -> Iterator[tuple[tuple[str, str], Text]]:
    names = {one.id: one.name for one in material.facts.matrix.associations}
    for key, cell in material.facts.matrix.cells.items():
        given = cell.handover
        if cell.reach is Reach.HANDED_OVER and given and given.how:
            recorded = material.local(datetime.fromisoformat(given.at)).date()
            later = f", antecknat den {whole_date(recorded)}" if recorded != given.day else ""
            words = f"{names[given.association]}, {given.issue}: {HOW[given.how]} {whole_date(given.day)}, av {given.by}{later}"
            yield key, (words, material.from_log(given.issue), f". {given.note}".rstrip(". ") + ".")


def deviations(material: Material) -> Iterator[Block]:
    """Also changes of the plan itself: what held when."""
    found = material.facts.status.deviations
    periods = material.facts.status.targets
    if not found and len(periods) < 2:
        return
    yield Heading(2, "Avvikelser från planen")
    if found:
        yield Bullets(tuple(_deviating(one, material) for one in found))
    plan = material.settings.plan.get(material.year)
    if plan and plan.changes:
        changes = [_change(change.date.isoformat(), change.reason, change.target) for change in plan.changes_in_order]
        yield Paragraph((f"Planen ändrades under året: {' '.join(changes)}", material.from_plan()))


def _change(day: str, reason: str, target: int | None) -> str:
    return f"{day}{f', målet blev {target} rapporter' if target is not None else ''}: {reason.rstrip('.')}."


def _deviating(one: Deviating, material: Material) -> Text:
    quarter = quarter_of(one.issue)
    name = capitalised(quarter_name(quarter)) if quarter else one.issue
    said = [f"{name} (skulle skickas senast {whole_date(one.due)}): {_how(one)}"]
    tail = []
    if one.recorded:
        last = one.recorded[-1]
        tail.append(f" Orsak: {last.reason.rstrip('.')}.")
        tail.append(f" Nytt datum: {whole_date(last.new_date)}." if last.new_date else " Ingen rapport kommer i stället.")
        tail.append(f" Antecknat av {last.by} den {material.day_of(datetime.fromisoformat(last.at))}.")
    elif one.wants_a_reason:
        tail.append(" Ingen orsak är antecknad.")
    return (*said, material.from_plan(), material.from_account(), ".", *tail)


def _how(one: Deviating) -> str:
    """``skickad 1 juli 2026, 13 dagar efter planens dag``."""
    match one.how:
        case Deviated.LATE if one.sent:
            days = (one.sent - one.due).days
            return f"skickad {whole_date(one.sent)}, {days} {'dag' if days == 1 else 'dagar'} efter planens dag"
        case Deviated.MISSED | Deviated.LATE:
            return "ingen rapport skickades"
        case Deviated.OVERDUE:
            return "inte skickad än, och planens dag har passerat"
        case Deviated.ANNOUNCED:
            return f"skickad {whole_date(one.sent)}" if one.sent else "anmäld i förväg"
        case _:
            assert_never(one.how)
