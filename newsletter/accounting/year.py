"""The year's account: two figures, the issues, the associations, and what is next (domain.md 7)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from newsletter.accounting.deviations import Deviating, deviating
from newsletter.accounting.evidence import Evidence, is_counted, is_ordinary, moment
from newsletter.accounting.next_step import Next, Standing, file_for, for_slot, next_step
from newsletter.accounting.plan import PlannedReport, TargetPeriod, due_day, planned_reports, targets
from newsletter.accounting.reach import NotReached, Reach, entitlement, not_reached, reach_by_letter, reach_of_issue
from newsletter.accounting.standing import (
    Forecast,
    PlannedStanding,
    awaited_reports,
    filling_issues,
    forecast,
    missing_quarters,
    standing_of,
)
from newsletter.accounting.unheard import Unheard, find_unheard
from newsletter.delivery.afterwards import latest_deviations as latest
from newsletter.delivery.log import EntitledAssociation
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
    counts: bool
    ordinary: bool
    """A report of its quarter. An extra or a correction is itself: it is never late, and fills no place in the plan."""
    first_sent: datetime | None
    late: bool
    audience: int
    reached: int
    handed_over: int
    letters: Mapping[Status, int]
    reach: Mapping[str, Reach]
    unresolved: bool
    remaining: bool
    """An ordinary ``send`` still has letters to deliver, and none is under way."""
    leaves: datetime | None = None
    """When the first of those letters leaves that still wait at the provider."""

    @property
    def complete(self) -> bool:
        """It has been sent, and every association that it is measured by has it."""
        return self.first_sent is not None and self.reached + self.handed_over == self.audience


@dataclass(frozen=True, slots=True)
class AssociationStatus:
    """``reports`` counts the year's done reports that it has; ``issues`` has one word for each issue of the year."""

    id: str
    name: str
    type: RecipientType
    active: bool
    reports: int
    issues: Mapping[str, Reach]

    @property
    def counts(self) -> bool:
        """The plan's target is about associations alone (domain.md 7.4)."""
        return self.type is RecipientType.ASSOCIATION


@dataclass(frozen=True, slots=True)
class YearStatus:
    year: int
    target: int
    issues: tuple[IssueStatus, ...]
    associations: tuple[AssociationStatus, ...]
    missing: tuple[Quarter, ...]
    """Quarters that have ended without their report."""
    planned: tuple[PlannedStanding, ...]
    """Each report of the plan and where it stands, in the order of their days."""
    next: Next | None
    not_reached: tuple[NotReached, ...]
    forecast: Forecast
    deviations: tuple[Deviating, ...]
    targets: tuple[TargetPeriod, ...] = ()
    """More than one where the plan has been changed: which number applied when."""
    nobody_left: tuple[AssociationStatus, ...] = ()
    """The active associations of which no contact can be written to any longer, by what has been learnt of their addresses."""
    unheard: Unheard | None = None

    @property
    def counted_issues(self) -> tuple[IssueStatus, ...]:
        return tuple(issue for issue in self.issues if issue.counts and issue.first_sent)

    @property
    def done(self) -> int:
        return len(self.counted_issues)

    @property
    def open_reports(self) -> int:
        """Planned reports that have not been sent and still can be."""
        return sum(one.state.is_open for one in self.planned)

    @property
    def complete(self) -> int:
        return sum(issue.complete for issue in self.counted_issues)


def account(settings: Settings, evidence: Evidence, year: int, today: date, *, is_over: bool = False) -> YearStatus:
    """How ``year`` stands on ``today``: arithmetic over the rows of the log, and the plan. ``is_over``: by the end of its last
    day, when nothing of it can be sent any more.
    """
    everything = [_issue(settings, evidence, issue, today) for issue in sorted({*evidence.files, *evidence.by_issue})]
    issues = tuple(sorted((one for one in everything if _belongs(one, year, settings)), key=lambda one: (one.quarter, one.id)))
    ever = [_progress(one) for one in everything]
    due = planned_reports(settings, year)
    awaited = tuple(awaited_reports(due, evidence.deviations))
    next_ = next_step([_progress(one) for one in issues], ever, awaited, evidence.on_file, today)
    planned = tuple(_planned(due, everything, settings, evidence, today, is_over=is_over))
    target, associations = plan_for(settings, year).target_on(today), _associations(evidence, issues)
    done = sum(issue.counts and issue.first_sent is not None for issue in issues)
    return YearStatus(
        year=year,
        target=target,
        targets=targets(settings, year),
        issues=issues,
        associations=associations,
        missing=tuple(dict.fromkeys(missing_quarters(planned, today, is_over=is_over))),
        planned=planned,
        next=None if is_over else next_,
        not_reached=tuple(_not_reached(issues, associations, evidence, today)),
        forecast=forecast(done, target, planned, year, today),
        deviations=deviating(planned, evidence.deviations, today, is_over=is_over),
        nobody_left=tuple(one for one in associations if one.counts and one.active and one.id in evidence.silenced),
        unheard=find_unheard({one.id: one.first_sent for one in issues if one.first_sent}, evidence, today),
    )


def _not_reached(
    issues: Iterable[IssueStatus], associations: Iterable[AssociationStatus], evidence: Evidence, today: date
) -> Iterator[NotReached]:
    for issue in issues:
        if issue.first_sent:
            meant = ((one.id, one.name, issue.reach[one.id]) for one in associations if one.id in issue.reach)
            yield from not_reached(issue.id, meant, evidence, today)


def _planned(
    due: Sequence[PlannedReport],
    everything: Sequence[IssueStatus],
    settings: Settings,
    evidence: Evidence,
    today: date,
    *,
    is_over: bool,
) -> Iterator[PlannedStanding]:
    """Where each report due stands; whenever it was sent."""
    zone, filled = ZoneInfo(settings.timezone), filling_issues(due, everything)
    ever, said = [_progress(one) for one in everything], latest(evidence.deviations)
    gone = {one.id for one in everything if one.first_sent or one.leaves}
    day_of = {one.id: one.first_sent.astimezone(zone).date() for one in everything if one.first_sent}
    for report in due:
        file = file_for(report, evidence.on_file, gone)
        name = file.id if file else report.issue_id
        yield standing_of(
            report,
            filled.get(report),
            on_file=file.id if file else None,
            is_sendable=for_slot(report, ever, evidence.on_file, today) is not None,
            deviation=said.get(name) or said.get(report.issue_id),
            today=today,
            day_of=day_of,
            is_over=is_over,
        )
        if file and report not in filled:
            gone.add(file.id)  # a file is one report's


def _belongs(issue: IssueStatus, year: int, settings: Settings) -> bool:
    """A sent issue belongs to the year it was first accepted in, one that has not been sent to the year it covers."""
    if issue.first_sent is None:
        return issue.quarter.year == year
    return issue.first_sent.astimezone(ZoneInfo(settings.timezone)).year == year


def _issue(settings: Settings, evidence: Evidence, issue_id: str, today: date) -> IssueStatus:
    file = evidence.files.get(issue_id)
    deliveries = evidence.by_issue.get(issue_id, ())
    quarter = quarter_of(issue_id)
    assert quarter is not None, f"{issue_id} got into the log without being an issue's id"
    due = due_day(settings, quarter)
    accepted = [one for one in deliveries if one.status is Status.ACCEPTED]
    first = min((moment(one.moment) for one in accepted if one.attempt not in evidence.scheduled), default=None)
    reach = reach_of_issue(issue_id, evidence)
    measured = entitlement(issue_id, evidence)
    return IssueStatus(
        id=issue_id,
        title=file.title if file else None,
        type=file.type if file else None,
        quarter=quarter,
        due=due,
        counts=is_counted(issue_id, file),
        ordinary=is_ordinary(issue_id, file),
        first_sent=first,
        late=is_ordinary(issue_id, file) and first is not None and first.astimezone(ZoneInfo(settings.timezone)).date() > due,
        audience=len(measured),
        reached=sum(reach.get(association) is Reach.REACHED for association in measured),
        handed_over=sum(reach.get(association) is Reach.HANDED_OVER for association in measured),
        letters=_letters(deliveries),
        reach=reach,
        unresolved=any(map(evidence.is_unresolved, deliveries)),
        remaining=_remains(issue_id, evidence, today),
        leaves=min((moment(one.moment) for one in accepted if one.attempt in evidence.scheduled), default=None),
    )


def _remains(issue_id: str, evidence: Evidence, today: date) -> bool:
    """What is due to an address or an association that is no longer listed is closed (domain.md 3.6)."""
    deliveries = evidence.by_issue.get(issue_id, ())
    if any(one.attempt in evidence.in_progress for one in deliveries):
        return False
    if any(one.status in DUE_AGAIN and evidence.is_listed(one.association, one.address) for one in deliveries):
        return True
    reach = reach_by_letter(issue_id, evidence)
    if any(why is Reach.NOT_SENT and evidence.is_listed(association) for association, why in reach.items()):
        return True
    waiting = (one for one, why in reach.items() if why in _TRIED_IN_VAIN and evidence.waiting(issue_id, one))
    return any(waiting) and not evidence.is_too_late(issue_id, today)


_TRIED_IN_VAIN = (Reach.NO_CONTACT, Reach.BOUNCED, Reach.REJECTED)


def _letters(deliveries: Iterable[Delivery]) -> Counter[Status]:
    found: Counter[Status] = Counter()
    for one in deliveries:
        found[one.status] += one.letters
    return found


def _progress(issue: IssueStatus) -> Standing:
    return Standing(
        id=issue.id,
        quarter=issue.quarter,
        due=issue.due,
        type=issue.type,
        counted=issue.counts,
        ordinary=issue.ordinary,
        begun=bool(issue.letters),
        sent=issue.first_sent is not None or issue.leaves is not None,
        unresolved=issue.unresolved,
        remaining=issue.remaining,
    )


def _associations(evidence: Evidence, issues: tuple[IssueStatus, ...]) -> tuple[AssociationStatus, ...]:
    """Everybody listed today, and everybody whom one of the year's issues was meant for; by name in Swedish order."""
    known: dict[str, EntitledAssociation] = {}
    for issue in issues:
        known |= evidence.audience.get(issue.id, {})
    today = evidence.today
    gone = known.keys() - today.keys() if evidence.listed is not None else frozenset[str]()
    found = [
        _association(one, issues, active=one.active and one.association not in gone)
        for one in {**_entitled_elsewhere(issues, evidence), **known, **today}.values()
    ]
    return tuple(sorted(found, key=lambda one: swedish_order(one.name)))


def _entitled_elsewhere(issues: Iterable[IssueStatus], evidence: Evidence) -> dict[str, EntitledAssociation]:
    """Letters to what no run has listed are shown, so that sums agree with the log, and count for nothing."""
    ids = {one.association for issue in issues for one in evidence.by_issue.get(issue.id, ())}
    return {one: EntitledAssociation(one, one, RecipientType.OTHER, active=False, addresses=0) for one in ids}


def _association(listed: EntitledAssociation, issues: tuple[IssueStatus, ...], *, active: bool) -> AssociationStatus:
    reach = {issue.id: issue.reach.get(listed.association, Reach.NOT_SENT) for issue in issues}
    counts = [issue.id for issue in issues if issue.counts and issue.first_sent]
    reports = sum(reach[issue_id].has_it for issue_id in counts)
    return AssociationStatus(listed.association, listed.name, listed.type, active, reports, reach)
