"""The year's account: two figures, the issues, the associations, and what is next (domain.md 7)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from newsletter.accounting.evidence import Evidence, is_counted, moment
from newsletter.accounting.next_step import Next, Progress, is_filled, is_for, next_step
from newsletter.accounting.plan import TargetPeriod, due_day, slots, targets
from newsletter.accounting.reach import Reach, entitled, reach_of_issue
from newsletter.delivery.records import Entitled
from newsletter.model.choices import IssueType, RecipientType
from newsletter.model.deliveries import DUE_AGAIN, Delivery, Status
from newsletter.model.issue import Quarter, quarter_of
from newsletter.model.settings import Settings, plan_for
from newsletter.model.swedish import swedish_order


@dataclass(frozen=True, slots=True)
class IssueStatus:
    """``type`` and ``title`` are None when the issue's file is gone or broken. ``late`` is measured against the plan's day for
    the quarter that the issue covers, in the plan's time zone. ``audience`` and ``reached`` count associations of type
    förening.
    """

    id: str
    title: str | None
    type: IssueType | None
    quarter: Quarter
    due: date
    counted: bool
    first_sent: datetime | None
    late: bool
    audience: int
    reached: int
    letters: Mapping[Status, int]
    reach: Mapping[str, Reach]
    unresolved: bool
    remaining: bool
    """An ordinary ``send`` still has letters to deliver, and none is under way."""

    @property
    def complete(self) -> bool:
        """It has been sent, and reached every association that it is measured by."""
        return self.first_sent is not None and self.reached == self.audience


@dataclass(frozen=True, slots=True)
class AssociationStatus:
    """``reports`` counts the year's done reports that reached it; ``issues`` has one word for each issue of the year."""

    id: str
    name: str
    type: RecipientType
    active: bool
    reports: int
    issues: Mapping[str, Reach]

    @property
    def counted(self) -> bool:
        """The plan's target is about associations alone (domain.md 7.4)."""
        return self.type is RecipientType.ASSOCIATION


@dataclass(frozen=True, slots=True)
class NotReached:
    """An association that a sent issue was meant for and did not reach."""

    issue: str
    association: AssociationStatus
    why: Reach


@dataclass(frozen=True, slots=True)
class YearStatus:
    year: int
    target: int
    issues: tuple[IssueStatus, ...]
    associations: tuple[AssociationStatus, ...]
    missing: tuple[Quarter, ...]
    """Quarters that have ended without their report."""
    open_slots: int
    """Reports of the plan that have not been sent and still can be."""
    next: Next | None
    targets: tuple[TargetPeriod, ...] = ()
    """More than one where the plan has been changed: which number applied when."""

    @property
    def counted(self) -> tuple[IssueStatus, ...]:
        return tuple(issue for issue in self.issues if issue.counted and issue.first_sent)

    @property
    def done(self) -> int:
        return len(self.counted)

    @property
    def complete(self) -> int:
        return sum(issue.complete for issue in self.counted)

    @property
    def not_reached(self) -> tuple[NotReached, ...]:
        """Dormant associations are not among them: no letter was meant for them."""
        return tuple(
            NotReached(issue.id, association, association.issues[issue.id])
            for issue in self.issues
            if issue.first_sent
            for association in self.associations
            if association.id in issue.reach and issue.reach[association.id] not in (Reach.REACHED, Reach.DORMANT)
        )


def account(settings: Settings, evidence: Evidence, year: int, today: date) -> YearStatus:
    """How ``year`` stands on ``today``: arithmetic over the rows of the log, and the plan."""
    everything = [_issue(settings, evidence, issue) for issue in sorted({*evidence.files, *evidence.by_issue})]
    issues = tuple(sorted((one for one in everything if _belongs(one, year, settings)), key=lambda one: (one.quarter, one.id)))
    ever = [_progress(one) for one in everything]
    due = slots(settings, year)
    next_ = next_step([_progress(one) for one in issues], ever, due, evidence.on_file, today)
    waiting = [slot for slot in due if not is_filled(slot, ever)]
    return YearStatus(
        year=year,
        target=plan_for(settings, year).target_on(today),
        targets=targets(settings, year),
        issues=issues,
        associations=_associations(evidence, issues),
        missing=tuple(dict.fromkeys(slot.quarter for slot in waiting if slot.quarter.last_day < today)),
        open_slots=sum(slot.quarter.last_day >= today or is_for(next_, slot) for slot in waiting),
        next=next_,
    )


def _belongs(issue: IssueStatus, year: int, settings: Settings) -> bool:
    """A sent issue belongs to the year it was first accepted in, one that has not been sent to the year it covers."""
    if issue.first_sent is None:
        return issue.quarter.year == year
    return issue.first_sent.astimezone(ZoneInfo(settings.timezone)).year == year


def _issue(settings: Settings, evidence: Evidence, issue_id: str) -> IssueStatus:
    file = evidence.files.get(issue_id)
    deliveries = evidence.by_issue.get(issue_id, ())
    quarter = quarter_of(issue_id)
    assert quarter is not None, f"{issue_id} got into the log without being an issue's id"
    due = due_day(settings, quarter)
    first = min((moment(one.at) for one in deliveries if one.status is Status.ACCEPTED), default=None)
    reach = reach_of_issue(issue_id, evidence)
    measured = entitled(issue_id, evidence)
    return IssueStatus(
        id=issue_id,
        title=file.title if file else None,
        type=file.type if file else None,
        quarter=quarter,
        due=due,
        counted=is_counted(issue_id, file),
        first_sent=first,
        late=first is not None and first.astimezone(ZoneInfo(settings.timezone)).date() > due,
        audience=len(measured),
        reached=sum(reach.get(association) is Reach.REACHED for association in measured),
        letters=Counter(delivery.status for delivery in deliveries),
        reach=reach,
        unresolved=any(map(evidence.is_unresolved, deliveries)),
        remaining=_remains(reach, deliveries, evidence),
    )


def _remains(reach: Mapping[str, Reach], deliveries: Iterable[Delivery], evidence: Evidence) -> bool:
    """What is due to an address or an association that is no longer listed is closed (domain.md 3.6)."""
    if any(one.attempt in evidence.in_progress for one in deliveries):
        return False
    if any(one.status in DUE_AGAIN and evidence.is_listed(one.association, one.address) for one in deliveries):
        return True
    return any(why is Reach.NOT_SENT and evidence.is_listed(association) for association, why in reach.items())


def _progress(issue: IssueStatus) -> Progress:
    return Progress(
        id=issue.id,
        quarter=issue.quarter,
        due=issue.due,
        type=issue.type,
        counted=issue.counted,
        begun=bool(issue.letters),
        sent=issue.first_sent is not None,
        unresolved=issue.unresolved,
        remaining=issue.remaining,
    )


def _associations(evidence: Evidence, issues: tuple[IssueStatus, ...]) -> tuple[AssociationStatus, ...]:
    """Everybody listed today, and everybody whom one of the year's issues was meant for; by name in Swedish order."""
    known: dict[str, Entitled] = {}
    for issue in issues:
        known |= evidence.audience.get(issue.id, {})
    today = {one.association: one for one in evidence.listed or ()}
    gone = known.keys() - today.keys() if evidence.listed is not None else frozenset[str]()
    found = [_association(one, issues, active=one.active and one.association not in gone) for one in (known | today).values()]
    return tuple(sorted(found, key=lambda one: swedish_order(one.name)))


def _association(listed: Entitled, issues: tuple[IssueStatus, ...], *, active: bool) -> AssociationStatus:
    reach = {issue.id: issue.reach.get(listed.association, Reach.NOT_SENT) for issue in issues}
    counted = [issue.id for issue in issues if issue.counted and issue.first_sent]
    reports = sum(reach[issue_id] is Reach.REACHED for issue_id in counted)
    return AssociationStatus(listed.association, listed.name, listed.type, active, reports, reach)
