"""Reminding editor, contributors and approvers: deciding what is due, mailing it, and remembering that it was mailed."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from newsletter.accounting import (
    Coming,
    Digest,
    Evidence,
    Next,
    PlannedStanding,
    PlannedState,
    Readiness,
    Reason,
    ReminderAddressee,
    SaidEarlier,
    Step,
    Today,
    YearStatus,
    account,
    before,
    due_digests,
    first_reminder_day,
    people_of,
    quarter_with,
    refine,
)
from newsletter.delivery.afterwards import claim_reminders, read_reminders, release_reminders
from newsletter.delivery.log import SendLog, timestamp
from newsletter.delivery.outgoing import Batch, Envelope, Transport, message_id, sender_identity
from newsletter.delivery.run import new_attempt
from newsletter.delivery.transports import Via, open_transport
from newsletter.editions.reminder_letters import digest_letter
from newsletter.model.deliveries import Status
from newsletter.model.settings import Settings, editor_of
from newsletter.operations.exits import Exit
from newsletter.operations.gathering import gather_evidence
from newsletter.operations.readiness import readiness, with_next
from newsletter.operations.working_days import swedish_working_days
from newsletter.operations.workspace import Workspace
from newsletter.source import contribution_form, nearest_id, plan_of

FOLDER = "paminnelser"
"""Of the outbox, where reminders of a rehearsal lie."""


@dataclass(frozen=True, slots=True)
class DigestOutcome:
    """What became of one mail; ``detail`` is the other side's word where it was not taken."""

    digest: Digest
    status: Status
    detail: str


@dataclass(frozen=True, slots=True)
class Round:
    """So many mails were taken, so many not, and of so many it is unclear. ``is_live``: they left; else they lie in the outbox.
    ``is_day_off``: it is a weekend, a public holiday or its eve, and nothing was tried.
    """

    accepted: int
    failed: int
    unclear: int
    is_live: bool
    is_day_off: bool

    @property
    def code(self) -> Exit:
        if self.unclear:
            return Exit.UNRESOLVED
        return Exit.REMAINING if self.failed else Exit.DONE


@dataclass(frozen=True, slots=True)
class WaitingDigests:
    """What would be mailed today."""

    digests: tuple[Digest, ...]
    is_day_off: bool


def find_waiting_digests(workspace: Workspace, settings: Settings) -> WaitingDigests:
    """Those that are due today and have not been sent. Nothing is written."""
    with workspace.open_log(settings) as log:
        return WaitingDigests(_find_due(workspace, settings, log), _is_day_off(workspace, settings))


def remind(workspace: Workspace, settings: Settings, via: Via, tell: Callable[[DigestOutcome], None]) -> Round:
    """Mail what is due. Each mail is claimed in the log before it leaves, so that it leaves once; one that provably did not
    leave is given free again. A rehearsal remembers nothing.
    """
    with workspace.open_log(settings, create=True) as log, closing(_open_transport(workspace, via)) as transport:
        came: Counter[Status] = Counter()
        for digest in _find_due(workspace, settings, log):
            claimed = _claim(workspace, log, digest) if transport.is_live else digest
            if claimed is None:
                continue
            status, detail = _send(workspace, settings, transport, claimed)
            if transport.is_live and status is Status.UNSENT:
                release_reminders(log, _claims(claimed))
            came[status] += 1
            tell(DigestOutcome(claimed, status, detail))
        failed = came[Status.UNSENT] + came[Status.REJECTED]
        return Round(
            accepted=came[Status.ACCEPTED],
            failed=failed,
            unclear=came.total() - came[Status.ACCEPTED] - failed,
            is_live=transport.is_live,
            is_day_off=_is_day_off(workspace, settings),
        )


def _is_day_off(workspace: Workspace, settings: Settings) -> bool:
    return swedish_working_days().is_off(workspace.today(settings.timezone))


def _find_due(workspace: Workspace, settings: Settings, log: SendLog) -> tuple[Digest, ...]:
    if _is_day_off(workspace, settings):
        return ()
    day = workspace.today(settings.timezone)
    evidence = gather_evidence(workspace, settings)
    found = with_next(workspace, settings, account(settings, evidence, day.year, day))
    coming = tuple(_coming(workspace, settings, evidence, found, day))
    today = Today(day, swedish_working_days())
    return due_digests(coming, found, _editor(settings, day.year), today, _said_earlier(log, settings))


def _said_earlier(log: SendLog, settings: Settings) -> SaidEarlier:
    zone = ZoneInfo(settings.timezone)
    return SaidEarlier(
        {
            matter: [(occasion, datetime.fromisoformat(at).astimezone(zone).date()) for occasion, at in rows]
            for matter, rows in read_reminders(log).items()
        }
    )


def _coming(workspace: Workspace, settings: Settings, evidence: Evidence, found: YearStatus, day: date) -> Iterator[Coming]:
    """The planned reports whose days are near enough for a reminder, and those that have passed: of this year, and those that
    New Year touches. An earlier year counts only if it has a plan.
    """
    years = [account(settings, evidence, day.year - 1, day)] if day.year - 1 in settings.plan else []
    for year in (*years, found, account(settings, evidence, day.year + 1, day)):
        for one in year.planned:
            if not (one.state.is_open or one.state is PlannedState.MISSED) or _is_history(one, day):
                continue
            plan, due = plan_of(one.issue, settings), _due_day(one, year)
            if day < first_reminder_day(due, plan):
                continue
            next_ = Next(one.issue, due, (due - day).days, _step(evidence, one.issue))
            ready = readiness(workspace, settings, next_) if one.state.is_open else Readiness()
            people = people_of(plan, _editor(settings, due.year), ready)
            yield Coming(refine(next_, ready, plan, day), ready, plan, people, one.state.is_open)


def _is_history(one: PlannedStanding, day: date) -> bool:
    """Of the year before only its last report is anybody's business."""
    return one.report.quarter.year < day.year and one.report.quarter < before(quarter_with(day))


def _due_day(one: PlannedStanding, year: YearStatus) -> date:
    """The day of the plan, else the last one that was announced instead, also when it has passed."""
    announced = [each.new_date for each in year.deviations if each.issue == one.issue]
    return next((each for each in announced if each), one.last_day)


def _step(evidence: Evidence, issue: str) -> Step:
    file = evidence.files.get(issue)
    if file is None:
        return Step.NOT_WRITTEN
    return Step.NOT_READY if file.draft or not file.readable else Step.READY


def _editor(settings: Settings, year: int) -> ReminderAddressee | None:
    editor = editor_of(settings, year)
    return ReminderAddressee(editor.name, editor.email) if editor else None


def _open_transport(workspace: Workspace, via: Via) -> Transport:
    return open_transport(
        via,
        workspace=workspace.directory,
        issue=FOLDER,
        secrets=workspace.secrets(),
        clock_is_replaced=workspace.clock.is_replaced,
    )


def _claim(workspace: Workspace, log: SendLog, digest: Digest) -> Digest | None:
    """What is left of the mail once another machine may have sent some of it; None where that is nothing."""
    mail, *about = _claims(digest)
    won = claim_reminders(log, mail, about, timestamp(workspace.now()))
    return replace(digest, about=tuple(one for one in digest.about if (one.key, one.occasion) in won)) if won else None


def _claims(digest: Digest) -> list[tuple[str, str]]:
    return [(digest.key, digest.day.isoformat()), *((one.key, one.occasion) for one in digest.about)]


def _send(workspace: Workspace, settings: Settings, transport: Transport, digest: Digest) -> tuple[Status, str]:
    attempt = new_attempt()
    sender = replace(sender_identity(settings), list_id=None, unsubscribe=None)
    envelope = Envelope(
        attempt=attempt,
        association_id=nearest_id(digest.to.name) or "paminnelse",
        number=1,
        to=digest.to.address,
        message_id=message_id(attempt, sender.address.domain),
        date=workspace.now(),
    )
    answer = transport.send(Batch(sender, digest_letter(digest, settings, _form(digest, settings)), (envelope,)))
    return answer.outcomes[0].status, answer.outcomes[0].detail or answer.reason


def _form(digest: Digest, settings: Settings) -> str:
    asked = next((one for one in digest.about if one.matter is Reason.CONTRIBUTE), None)
    if asked is None:
        return ""
    return contribution_form(asked.issue, digest.to.name, asked.day if asked.days >= 0 else None, settings)
