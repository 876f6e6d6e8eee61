"""What an account is drawn from: the files as they are today, the issues as they were sent, and the log's live letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from pydantic import ValidationError

from newsletter.delivery.afterwards import Deviation, Handover, latest_handovers
from newsletter.delivery.approval import RunApproval
from newsletter.delivery.log import Audience, DeliveryEvent, EntitledAssociation, SentForm
from newsletter.delivery.run import LATE_AFTER
from newsletter.model.choices import IssueType
from newsletter.model.deliveries import FAILED_EVENTS, UNRESOLVED, Cause, Delivery
from newsletter.model.issue import ISSUE_ID, Issue, issue_from_record

COUNTED = (IssueType.REPORT, IssueType.EXTRA)


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


def is_ordinary(issue_id: str, on_file: IssueOnFile | None) -> bool:
    """Whether an issue is a report of its quarter. An extra or a correction is itself: it fills no place in the plan."""
    if on_file and on_file.type:
        return on_file.type is IssueType.REPORT
    return is_counted(issue_id, on_file)


@dataclass(frozen=True)
class Evidence:
    """The files, and all of the log that concerns live letters.

    ``listed`` are today's associations and ``addresses`` today's addressees, as pairs of association and address; ``listed``
    is None when today's recipients cannot be read. ``in_progress`` are the attempts of runs that are alive,
    ``scheduled`` those of accepted letters that still wait at the provider and may be taken back. ``handovers``
    and ``deviations`` are all that was ever recorded, oldest first; ``run_approvals`` those that live runs relied on.
    Of an account of a day, they are what had happened by its end; ``later`` are the events that have come to be known since.
    ``silenced`` are associations with contacts of whom none can be written to any longer; ``ways`` says through what each
    issue was last sent.
    """

    on_file: tuple[IssueOnFile, ...] = ()
    listed: tuple[EntitledAssociation, ...] | None = None
    addresses: frozenset[tuple[str, str]] = frozenset()
    deliveries: tuple[Delivery, ...] = ()
    events: tuple[DeliveryEvent, ...] = ()
    audiences: tuple[Audience, ...] = ()
    in_progress: frozenset[str] = frozenset()
    scheduled: frozenset[str] = frozenset()
    handovers: tuple[Handover, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    run_approvals: tuple[RunApproval, ...] = ()
    later: tuple[DeliveryEvent, ...] = ()
    silenced: frozenset[str] = frozenset()
    ways: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def causes(self) -> Mapping[str, Cause]:
        """Why each attempt failed that was accepted first: by the latest event that says so."""
        failed = (event for event in self.events if event.kind in FAILED_EVENTS)
        return {event.attempt: event.cause or Cause.OTHER for event in failed}

    @cached_property
    def heard_of(self) -> frozenset[str]:
        """The issues of whose letters anything has been reported."""
        return frozenset(event.issue for event in self.events)

    @cached_property
    def failures(self) -> frozenset[str]:
        """Attempts that were accepted and later reported as failed."""
        return frozenset(event.attempt for event in self.events if event.kind in FAILED_EVENTS)

    def is_unresolved(self, delivery: Delivery) -> bool:
        """Nobody knows whether it arrived, and no run is about to."""
        return delivery.status in UNRESOLVED and delivery.attempt not in self.in_progress

    @cached_property
    def by_issue(self) -> Mapping[str, tuple[Delivery, ...]]:
        found: dict[str, list[Delivery]] = {}
        for delivery in self.deliveries:
            found.setdefault(delivery.issue, []).append(delivery)
        return {issue: tuple(deliveries) for issue, deliveries in found.items()}

    @cached_property
    def audience(self) -> Mapping[str, Mapping[str, EntitledAssociation]]:
        """Per issue sent live, everybody who was listed at one of its live runs."""
        found: dict[str, dict[str, EntitledAssociation]] = {}
        for audience in self.audiences:
            known = found.setdefault(audience.issue, {})
            for one in audience.associations:
                known[one.association] = _merge(known[one.association], one) if one.association in known else one
        return found

    @cached_property
    def files(self) -> Mapping[str, IssueOnFile]:
        return {issue.id: issue for issue in self.on_file}

    def is_listed(self, association: str, address: str | None = None) -> bool:
        """Whether letters to the association, or to this address of it, are meant today; supposed when nobody can tell."""
        if self.listed is None:
            return True
        if address:
            return (association, address) in self.addresses
        return association in self._associations_today

    @cached_property
    def handovers_by_association(self) -> Mapping[tuple[str, str], Handover]:
        """What holds of the reports given by hand, by issue and association."""
        return latest_handovers(self.handovers)

    @cached_property
    def today(self) -> Mapping[str, EntitledAssociation]:
        """Today's associations by their ids."""
        return {one.association: one for one in self.listed or ()}

    def waiting(self, issue: str, association: str) -> bool:
        """Whether the association has an address today that this issue has never been meant for."""
        written = self._addresses_tried.get((issue, association), frozenset())
        return bool(self._addresses_of.get(association, frozenset()) - written)

    def is_too_late(self, issue: str, today: date) -> bool:
        """Whether whoever is added today is sent the issue only when asked for (design.md 7)."""
        started = min((moment(one.started) for one in self.audiences if one.issue == issue), default=None)
        return started is not None and today > (started + LATE_AFTER).date()

    @cached_property
    def _addresses_tried(self) -> Mapping[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for one in self.deliveries:
            found.setdefault((one.issue, one.association), set()).add(one.address or "")
        return {key: frozenset(those) for key, those in found.items()}

    @cached_property
    def _addresses_of(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for association, address in self.addresses:
            found.setdefault(association, set()).add(address)
        return {key: frozenset(those) for key, those in found.items()}

    @cached_property
    def _associations_today(self) -> frozenset[str]:
        """The associations that letters are meant for today."""
        return frozenset(one.association for one in self.listed or () if one.active and one.addresses)


def _merge(earlier: EntitledAssociation, later: EntitledAssociation) -> EntitledAssociation:
    """One association in two runs of an issue: who was entitled once does not lose that by being edited out later."""
    return replace(later, active=earlier.active or later.active, addresses=max(earlier.addresses, later.addresses))


def moment(at: str) -> datetime:
    """A time of the log: UTC, aware."""
    return datetime.fromisoformat(at)


# The issues as they were sent: what the log keeps of them, before what their files have come to say since.


def issue_as_sent(form: SentForm, on_file: Issue | None) -> Issue | None:
    """What the form was made from. ``on_file`` stands in where the log is too old to tell, or its words are no longer taken."""
    record = form.record.get("issue")
    if record is None:
        return on_file
    try:
        return issue_from_record(record)
    except ValidationError:  # a rule that came later
        return on_file


def issues_as_sent(forms: Iterable[SentForm], on_file: Mapping[str, Issue]) -> dict[str, Issue]:
    """By id, in the last form that each was sent in; without those that neither log nor file can tell of."""
    found = {form.issue: issue_as_sent(form, on_file.get(form.issue)) for form in forms}
    return {issue_id: issue for issue_id, issue in found.items() if issue}
