"""What an account is drawn from: the files as they are today, and the log's rows of live letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from newsletter.model.choices import IssueType, RecipientType
from newsletter.model.deliveries import FAILED_EVENTS, Delivery, Event
from newsletter.model.issue import ISSUE_ID, Quarter

COUNTED = (IssueType.REPORT, IssueType.EXTRA)


def quarter_of(issue_id: str) -> Quarter | None:
    """The quarter that an issue's id names; None for what is no id."""
    match = ISSUE_ID.match(issue_id)
    return Quarter(int(match[1]), int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class IssueOnFile:
    """An issue as its file says today. ``type`` and ``title`` are None for a file that cannot be read."""

    id: str
    type: IssueType | None = None
    title: str | None = None
    draft: bool = False

    @property
    def readable(self) -> bool:
        return self.type is not None


def is_counted(issue_id: str, on_file: IssueOnFile | None) -> bool:
    """Whether an issue counts towards the target (domain.md 7.1).

    When the file is gone or broken its type is not known. An id without a suffix is then taken for a report; one with a
    suffix may be a correction, and is not counted until its file can be read again.
    """
    if on_file and on_file.type:
        return on_file.type in COUNTED
    match = ISSUE_ID.match(issue_id)
    return bool(match and not match[3])


@dataclass(frozen=True, slots=True)
class Listed:
    """An association as a list of recipients has it: today's file, or the audience that a live run stored.

    ``addresses`` are those that a letter is meant for, each in the form that the log keeps.
    """

    id: str
    name: str
    type: RecipientType
    active: bool
    addresses: frozenset[str]

    def merged(self, later: "Listed") -> "Listed":
        """One association in two runs of an issue: who was entitled once does not lose that by being edited out later."""
        return Listed(self.id, later.name, later.type, self.active or later.active, self.addresses | later.addresses)


@dataclass(frozen=True)
class Evidence:
    """``deliveries`` are those of the live realm; ``events`` are pairs of attempt and event; ``audiences`` are pairs of issue
    and those listed, one a live run, in the order of the runs; ``listed`` is None when today's recipients cannot be read.
    """

    on_file: tuple[IssueOnFile, ...] = ()
    listed: tuple[Listed, ...] | None = None
    deliveries: tuple[Delivery, ...] = ()
    events: Iterable[tuple[str, Event]] = ()
    audiences: Iterable[tuple[str, Iterable[Listed]]] = field(default=())

    @cached_property
    def failed(self) -> frozenset[str]:
        """Attempts that were accepted and later reported as failed."""
        return frozenset(attempt for attempt, event in self.events if event in FAILED_EVENTS)

    @cached_property
    def by_issue(self) -> Mapping[str, tuple[Delivery, ...]]:
        found: dict[str, list[Delivery]] = {}
        for delivery in self.deliveries:
            found.setdefault(delivery.issue, []).append(delivery)
        return {issue: tuple(deliveries) for issue, deliveries in found.items()}

    @cached_property
    def audience(self) -> Mapping[str, Mapping[str, Listed]]:
        """Per issue sent live, everybody who was listed at one of its live runs."""
        found: dict[str, dict[str, Listed]] = {}
        for issue, listed in self.audiences:
            known = found.setdefault(issue, {})
            for one in listed:
                known[one.id] = known[one.id].merged(one) if one.id in known else one
        return found

    def is_listed(self, association: str, address: str | None = None) -> bool:
        """Whether letters to the association, or to this address of it, are meant today; supposed when nobody can tell."""
        if self.listed is None:
            return True
        return any(
            one.active and (address in one.addresses if address else bool(one.addresses))
            for one in self.listed
            if one.id == association
        )

    @cached_property
    def files(self) -> Mapping[str, IssueOnFile]:
        return {issue.id: issue for issue in self.on_file}


def moment(at: str) -> datetime:
    """A time of the log: UTC, aware."""
    return datetime.fromisoformat(at)
