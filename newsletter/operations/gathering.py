"""Gathering what the account of a year is drawn from: the files of the workspace and the log."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from newsletter.accounting import (
    Evidence,
    IssueOnFile,
    YearFacts,
    YearStatus,
    account,
    issues_as_sent,
    year_facts,
)
from newsletter.delivery.afterwards import read_deviations, read_handovers, read_open_deliveries
from newsletter.delivery.approval import read_run_approvals
from newsletter.delivery.log import (
    EntitledAssociation,
    Run,
    SendLog,
    SentForm,
    addressee_key,
    read_history,
    read_receipts,
    sent_forms,
    timestamp,
    unknown_receipts,
)
from newsletter.delivery.run import read_stops
from newsletter.delivery.waiting import read_recalled_runs
from newsletter.model.deliveries import LEFT_EVENTS, Status
from newsletter.model.issue import Issue
from newsletter.model.recipients import NO_STOPS, Recipients, Stops, roster
from newsletter.model.settings import Settings
from newsletter.operations.workspace import Workspace
from newsletter.source import Reading, issue_ids, read


@dataclass(frozen=True, slots=True)
class Sources:
    """The workspace and its log, read once. ``forms`` are what has been sent, ``contents`` the issues as they were last
    sent, else as their files say; ``log`` is the log's id and ``runs`` its live runs, of which ``recalled`` were taken back.
    ``is_of_day``: they are as they stood at the end of ``day``, by what is known of it today.
    """

    settings: Settings
    reading: Reading
    day: date
    is_of_day: bool
    log: str
    runs: tuple[Run, ...]
    recalled: frozenset[str]
    evidence: Evidence
    forms: tuple[SentForm, ...]
    contents: Mapping[str, Issue]

    def facts(self, year: int) -> YearFacts:
        """All that can be said of ``year``: the account, the matrix, what was covered."""
        reading, last = self.reading, date(year, 12, 31)
        return year_facts(
            self.settings,
            self.evidence,
            self.contents,
            reading.recipients.recipients if reading.recipients else None,
            year=year,
            today=min(self.day, last) if self.is_of_day else self.day,
            is_over=self.is_of_day and self.day >= last,
            contributed={file.id: [one.contribution for one in file.contributions] for file in reading.issues},
        )


def gather(workspace: Workspace, settings: Settings, day: date | None = None) -> Sources:
    """Files and log at one moment. Faults in issues or recipients do not stand in the way: what has been sent has been sent.

    With ``day``, what had happened by the end of that day in the plan's time zone, whenever it became known: the same files,
    the same log and the same day give the same value.
    """
    reading, until = read(workspace.directory), _end_of(day, settings) if day else None
    on_file = {file.id: file.issue for file in reading.issues}
    with workspace.open_log(settings) as log:
        forms = tuple(one for one in sent_forms(log) if until is None or one.first <= until)
        return Sources(
            settings=settings,
            reading=reading,
            day=day or workspace.today(settings.timezone),
            is_of_day=day is not None,
            log=log.id,
            runs=tuple(one for one in log.live_runs() if until is None or one.started <= until),
            recalled=read_recalled_runs(log, until),
            evidence=_evidence(log, workspace, reading, day, until),
            forms=forms,
            contents=on_file | issues_as_sent(forms, on_file),
        )


def _end_of(day: date, settings: Settings) -> str:
    """The last moment of the day on the wall, as the log writes it."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.timezone))
    return timestamp(midnight - timedelta(milliseconds=1))


def gather_facts(workspace: Workspace, settings: Settings, year: int | None = None) -> YearFacts:
    """Of ``year``, else of the year that the calendar shows, as it stands today."""
    found = gather(workspace, settings)
    return found.facts(year or found.day.year)


def gather_evidence(workspace: Workspace, settings: Settings) -> Evidence:
    """The part of ``gather`` that the account of a year needs, without what the issues said."""
    with workspace.open_log(settings) as log:
        return _evidence(log, workspace, read(workspace.directory))


def year_status(workspace: Workspace, settings: Settings, year: int | None = None) -> YearStatus:
    """The account of ``year``, else of the year that the calendar shows."""
    day = workspace.today(settings.timezone)
    return account(settings, gather_evidence(workspace, settings), year or day.year, day)


def issues_of_another_log(workspace: Workspace, settings: Settings) -> tuple[str, ...]:
    """Issues whose receipts tell of a live run that the log at hand does not know: the account is without them."""
    receipts = read_receipts(workspace.directory)
    if not receipts:
        return ()
    with workspace.open_log(settings) as log:
        return tuple(dict.fromkeys(receipt.issue for receipt in unknown_receipts(receipts, read_history(log, receipts))))


def listed_addresses(recipients: Recipients, stops: Stops = NO_STOPS) -> frozenset[tuple[str, str]]:
    """The addressees of the file as it is now, but for those stopped: association and address of each."""
    return frozenset((one.association_id, one.address.key) for one in roster(recipients, stops).addressees)


def _evidence(
    log: SendLog, workspace: Workspace, reading: Reading, day: date | None = None, until: str | None = None
) -> Evidence:
    """What had happened by the end of ``day``, which the log writes as ``until``; without them, all that has."""
    recipients = reading.recipients.recipients if reading.recipients else None
    deliveries = log.tally([addressee_key(one) for one in roster(recipients).addressees] if recipients else [], until)
    in_doubt = frozenset(matter.attempt for matter in read_open_deliveries(log) if matter.can_be_settled)
    every = log.events()
    events = tuple(one for one in every if until is None or one.at <= until)
    limit = until or timestamp(workspace.now())
    waiting = frozenset(one.attempt for one in deliveries if one.leaves and one.moment > limit)
    audiences = tuple(one for one in log.audiences() if until is None or one.started <= until)
    addresses = listed_addresses(recipients, read_stops(log, recipients)) if recipients else frozenset()
    return Evidence(
        on_file=_on_file(workspace.directory, reading),
        listed=_listed(recipients, addresses) if recipients else None,
        addresses=addresses,
        silenced=_silenced(recipients, addresses) if recipients else frozenset(),
        ways={one.issue: one.via for one in log.live_runs()},
        deliveries=deliveries,
        events=events,
        audiences=audiences,
        in_progress=frozenset(one.attempt for one in deliveries if one.status is Status.SENDING) - in_doubt,
        scheduled=waiting - {event.attempt for event in events if event.kind in LEFT_EVENTS},
        handovers=tuple(one for one in read_handovers(log) if day is None or one.is_by(day)),
        deviations=read_deviations(log),
        run_approvals=tuple(one for one in read_run_approvals(log) if until is None or one.at <= until),
        later=tuple(one for one in every if until is not None and one.at > until),
    )


def _on_file(directory: Path, reading: Reading) -> tuple[IssueOnFile, ...]:
    readable = {file.id: IssueOnFile(file.id, file.issue.type, file.issue.title, file.issue.draft) for file in reading.issues}
    return tuple(readable.get(issue_id, IssueOnFile(issue_id)) for issue_id in issue_ids(directory))


def _listed(recipients: Recipients, addresses: Collection[tuple[str, str]]) -> tuple[EntitledAssociation, ...]:
    count = Counter(association for association, _address in addresses)
    return tuple(EntitledAssociation(one.id, one.name, one.type, one.active, count[one.id]) for one in recipients.recipients)


def _silenced(recipients: Recipients, addresses: Collection[tuple[str, str]]) -> frozenset[str]:
    """The associations that have contacts who would be written to, but for what has been learnt of their addresses."""
    meant = {association for association, _address in listed_addresses(recipients)}
    return frozenset(meant - {association for association, _address in addresses})
