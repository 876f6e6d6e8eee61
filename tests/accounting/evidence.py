"""Shorthand for what a log and a folder of issues hold."""

from collections.abc import Iterable
from datetime import date

from newsletter.accounting import Evidence, IssueOnFile
from newsletter.delivery.afterwards.by_hand import Deviation, Handover
from newsletter.delivery.log.records import Audience, DeliveryEvent, EntitledAssociation
from newsletter.model.choices import IssueType, RecipientType
from newsletter.model.deliveries import LIVE, By, Delivery, Event, Status

SENT = "2026-09-03T06:00:00.000Z"


def listed(
    name: str, *, kind: RecipientType = RecipientType.ASSOCIATION, active: bool = True, contacts: int = 1
) -> EntitledAssociation:
    return EntitledAssociation(name.lower(), name, kind, active, contacts)


def report(issue: str, kind: IssueType = IssueType.REPORT, *, draft: bool = False) -> IssueOnFile:
    return IssueOnFile(issue, kind, f"Rapporten {issue}", draft)


def letter(issue: str, association: str, status: Status = Status.ACCEPTED, *, at: str = SENT, number: int = 0) -> Delivery:
    address = f"{number}@{association}.example"
    return Delivery(issue, association, address, LIVE, status, at, attempt=f"{issue}/{address}")


def given_by_hand(issue: str, association: str, how: By | None = By.PAPER, day: date = date(2026, 9, 20)) -> Handover:
    return Handover(issue, association, how, day, "Kim", "", SENT)


def deviation(issue: str, new_date: date | None, reason: str = "Sjukdom") -> Deviation:
    return Deviation(issue, date(2026, 9, 10), new_date, reason, "Kim", SENT)


def evidence(
    *,
    files: Iterable[IssueOnFile] = (),
    today: Iterable[EntitledAssociation] | None = (),
    letters: Iterable[Delivery] = (),
    events: Iterable[tuple[str, Event]] = (),
    audiences: Iterable[tuple[str, Iterable[EntitledAssociation]]] = (),
    in_progress: Iterable[str] = (),
    handovers: Iterable[Handover] = (),
    deviations: Iterable[Deviation] = (),
) -> Evidence:
    """``events`` pairs an attempt with an event, ``audiences`` an issue with those listed at one of its runs."""
    now = None if today is None else tuple(today)
    return Evidence(
        on_file=tuple(files),
        listed=now,
        addresses=frozenset(
            (one.association, f"{number}@{one.association}.example") for one in now or () for number in range(one.addresses)
        ),
        deliveries=tuple(letters),
        events=tuple(DeliveryEvent("", "", None, attempt, event, SENT, "", SENT) for attempt, event in events),
        in_progress=frozenset(in_progress),
        handovers=tuple(handovers),
        deviations=tuple(deviations),
        audiences=tuple(Audience(issue, f"run {n}", SENT, tuple(who)) for n, (issue, who) in enumerate(audiences)),
    )
