"""The year's account as tables of plain values: what the page, the CSV and the workbook all show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from newsletter.accounting import AssociationStatus, Cell, Covered, Deviated, IssueStatus, Matrix, Reach, YearFacts
from newsletter.model.choices import RecipientType
from newsletter.model.deliveries import By, Event, Status

# Swedish words for the account's documents, which are Swedish whatever language the program speaks.

REACH = {
    Reach.REACHED: "nådd",
    Reach.HANDED_OVER: "för hand",
    Reach.SCHEDULED: "väntar",
    Reach.BOUNCED: "studsade",
    Reach.REJECTED: "avvisad",
    Reach.UNRESOLVED: "oklart",
    Reach.NO_CONTACT: "saknar kontakt",
    Reach.DORMANT: "vilande",
    Reach.NOT_SENT: "ej skickad",
}
REACHED_BY_MANY = REACH | {Reach.REACHED: "nådda", Reach.REJECTED: "avvisade", Reach.NOT_SENT: "ej skickade"}
"""After a number of associations other than one."""
STATUS = {
    Status.ACCEPTED: "överlämnade",
    Status.REJECTED: "avvisade",
    Status.UNSENT: "ej skickade",
    Status.UNKNOWN: "oklara",
    Status.SENDING: "påbörjade",
    Status.RECALLED: "återtagna",
}
"""After ”brev”, in the plural."""
EVENT = {
    Event.DELIVERED: "levererat",
    Event.DELAYED: "fördröjt",
    Event.BOUNCED: "studsade",
    Event.DROPPED: "stoppat",
    Event.COMPLAINED: "anmält som skräppost",
    Event.UNSUBSCRIBED: "avregistrerad",
}
HOW = {By.PAPER: "på papper", By.PHONE: "per telefon", By.MEETING: "på ett möte", None: "återtaget"}
DEVIATED = {
    Deviated.LATE: "skickad sent",
    Deviated.OVERDUE: "försenad",
    Deviated.MISSED: "uteblev",
    Deviated.ANNOUNCED: "aviserad",
}
RECIPIENT = {
    RecipientType.ASSOCIATION: "förening",
    RecipientType.DISTRICT: "distrikt",
    RecipientType.OTHER: "övrig",
}


Value = str | int


@dataclass(frozen=True, slots=True)
class AccountTable:
    """``rows`` are as long as ``header``; ids, dates and receipts are text, amounts are numbers."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def account_tables(facts: YearFacts, timezone: str) -> tuple[AccountTable, ...]:
    """Everything, one table a sheet."""
    return (
        matrix_table(facts.matrix),
        evidence_table(facts.matrix),
        totals_table(facts.matrix, timezone),
        coverage_table(facts),
        deviation_table(facts),
        approval_table(facts, timezone),
        handover_table(facts),
    )


def matrix_table(matrix: Matrix) -> AccountTable:
    ids = tuple(issue.id for issue in matrix.issues)
    return AccountTable(
        "Föreningar",
        ("Id", "Mottagare", "Slag", "Aktiv", *ids, "Rapporter"),
        tuple(
            (
                one.id,
                one.name,
                RECIPIENT[one.type],
                "ja" if one.active else "nej",
                *(REACH[matrix.cells[one.id, issue].reach] for issue in ids),
                one.reports,
            )
            for one in matrix.associations
        ),
    )


def evidence_table(matrix: Matrix) -> AccountTable:
    """One row for each association and report: the cell, and what it rests on."""
    return AccountTable(
        "Underlag",
        (
            *("Nummer", "Id", "Mottagare", "Slag", "Läge", "Datum", "Brev", "Överlämnade brev"),
            *("Kvittens", "Händelse", "Inträffade", "Blev känt", "Lämnad", "Lämnad den", "Lämnad av", "Anmärkning"),
        ),
        tuple(_evidence(issue, one, matrix.cells[one.id, issue.id]) for issue in matrix.issues for one in matrix.associations),
    )


def _evidence(issue: IssueStatus, one: AssociationStatus, cell: Cell) -> tuple[Value, ...]:
    given = cell.handover
    return (
        issue.id,
        one.id,
        one.name,
        RECIPIENT[one.type],
        REACH[cell.reach],
        _day(cell.day),
        len(cell.letters),
        sum(letter.status is Status.ACCEPTED for letter in cell.letters),
        ", ".join(letter.receipt for letter in cell.letters if letter.receipt),
        ", ".join(dict.fromkeys(EVENT[letter.event] for letter in cell.letters if letter.event)),
        ", ".join(dict.fromkeys(_day(letter.happened) for letter in cell.letters if letter.event)),
        ", ".join(dict.fromkeys(_day(letter.known) for letter in cell.letters if letter.event)),
        HOW[given.how] if given else "",
        _day(given.day) if given else "",
        given.by if given else "",
        given.note if given else "",
    )


def totals_table(matrix: Matrix, timezone: str) -> AccountTable:
    """One row for each report. Associations are those that the target counts; letters are all."""
    return AccountTable(
        "Summor",
        (
            *("Nummer", "Rubrik", "Skickad", "Plandatum", "Föreningar"),
            *(f"Föreningar {word}" for word in REACHED_BY_MANY.values()),
            "Brev",
            *(f"Brev {word}" for word in STATUS.values()),
        ),
        tuple(_totals(matrix, issue, timezone) for issue in matrix.issues),
    )


def _totals(matrix: Matrix, issue: IssueStatus, timezone: str) -> tuple[Value, ...]:
    reaches, letters = matrix.reaches(issue.id), matrix.letters(issue.id)
    return (
        issue.id,
        issue.title or "",
        day_sent(issue.first_sent, timezone),
        _day(issue.due),
        sum(reaches.values()),
        *(reaches.get(reach, 0) for reach in REACH),
        sum(letters.values()),
        *(letters.get(status, 0) for status in STATUS),
    )


def coverage_table(facts: YearFacts) -> AccountTable:
    """Focus issues, boards, municipalities and members by report: items and words, those of unsent reports too."""
    found = facts.coverage
    ids = tuple(issue.id for issue in found.issues)
    kinds = (
        ("Fokusfråga", found.topics),
        ("Nämnd", found.boards),
        ("Kommun", found.municipalities),
        ("Ledamot", found.members),
    )
    return AccountTable(
        "Innehåll",
        (
            "Slag",
            "Namn",
            *(f"{issue} {what}" for issue in ids for what in ("punkter", "ord")),
            "Punkter skickat",
            "Ord skickat",
        ),
        tuple(row for kind, those in kinds for row in _coverage(kind, those, ids)),
    )


def _coverage(kind: str, those: Iterable[Covered], ids: tuple[str, ...]) -> Iterator[tuple[Value, ...]]:
    for one in those:
        amounts = [one.by_issue.get(issue) for issue in ids]
        counts = [number for amount in amounts for number in ((amount.items, amount.words) if amount else (0, 0))]
        yield (kind, one.label, *counts, one.total.items, one.total.words)


def deviation_table(facts: YearFacts) -> AccountTable:
    """Every entry; the last of a report holds. A report that has left the plan with nothing said of it has an empty reason."""
    rows: list[tuple[Value, ...]] = []
    for one in facts.status.deviations:
        for entry in one.recorded:
            new = _day(entry.new_date) if entry.new_date else "kommer inte"
            rows.append((one.issue, _day(one.due), DEVIATED[one.how], _day(one.sent), new, entry.reason, entry.by))
        if not one.recorded:
            rows.append((one.issue, _day(one.due), DEVIATED[one.how], _day(one.sent), "", "", ""))
    return AccountTable(
        "Avvikelser", ("Nummer", "Plandatum", "Läge", "Skickad", "Nytt datum", "Skäl", "Beslutat av"), tuple(rows)
    )


def approval_table(facts: YearFacts, timezone: str) -> AccountTable:
    """What the live runs relied on."""
    rows = dict.fromkeys(
        (one.issue, one.approver, day_sent(datetime.fromisoformat(one.at), timezone), one.digest[:12])
        for one in facts.approvals
    )
    return AccountTable("Godkännanden", ("Nummer", "Godkänt av", "Den", "Innehåll"), tuple(rows))


def handover_table(facts: YearFacts) -> AccountTable:
    """Every entry, oldest first; the last of an association and report holds."""
    names = {one.id: one.name for one in facts.status.associations}
    return AccountTable(
        "För hand",
        ("Nummer", "Id", "Förening", "Hur", "Den", "Av", "Anmärkning"),
        tuple(
            (
                one.issue,
                one.association,
                names.get(one.association, one.association),
                HOW[one.how],
                _day(one.day),
                one.by,
                one.note,
            )
            for one in facts.handovers
        ),
    )


def day_sent(moment: datetime | None, timezone: str) -> str:
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat() if moment else ""


def got_it(matrix: Matrix, issue: str) -> int:
    """How many of the associations that are counted have the report."""
    reaches = matrix.reaches(issue)
    return sum(reaches.get(reach, 0) for reach in Reach if reach.has_it)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
