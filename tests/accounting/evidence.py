"""Shorthand for what a log and a folder of issues hold."""

from collections.abc import Iterable

from newsletter.accounting import Evidence, IssueOnFile, Listed
from newsletter.model.choices import IssueType, RecipientType
from newsletter.model.deliveries import LIVE, Delivery, Event, Status


def listed(name: str, *, kind: RecipientType = RecipientType.ASSOCIATION, active: bool = True, contacts: int = 1) -> Listed:
    addresses = frozenset(f"{number}@{name.lower()}.example" for number in range(contacts))
    return Listed(name.lower(), name, kind, active, addresses)


def report(issue: str, kind: IssueType = IssueType.REPORT, *, draft: bool = False) -> IssueOnFile:
    return IssueOnFile(issue, kind, f"Rapporten {issue}", draft)


def letter(
    issue: str, association: str, status: Status = Status.ACCEPTED, *, at: str = "2026-09-03T06:00:00+00:00", number: int = 0
) -> Delivery:
    address = f"{number}@{association}.example"
    return Delivery(issue, association, address, LIVE, status, at, attempt=f"{issue}/{address}")


def evidence(
    *,
    files: Iterable[IssueOnFile] = (),
    today: Iterable[Listed] | None = (),
    letters: Iterable[Delivery] = (),
    events: Iterable[tuple[str, Event]] = (),
    audiences: Iterable[tuple[str, Iterable[Listed]]] = (),
) -> Evidence:
    return Evidence(tuple(files), None if today is None else tuple(today), tuple(letters), tuple(events), tuple(audiences))
