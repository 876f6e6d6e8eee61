"""Gathers what the account is drawn from: the files of the workspace and the log."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.cli.clock import now, today
from newsletter.cli.workspace import opened_log

if TYPE_CHECKING:
    from datetime import date

    from newsletter.accounting import Evidence, IssueOnFile, Next, YearFacts, YearStatus
    from newsletter.delivery import SendLog
    from newsletter.delivery.records import Entitled, Run
    from newsletter.delivery.sent import SentForm
    from newsletter.model.issue import Issue
    from newsletter.model.recipients import Recipients
    from newsletter.model.settings import Settings
    from newsletter.source import Reading


def year_status(directory: Path, settings: "Settings", year: int | None = None) -> "YearStatus":
    """The account of ``year``, else of the year that the calendar shows."""
    from newsletter.accounting import account

    day = today(settings.timezone)
    return account(settings, evidence(directory, settings), year or day.year, day)


def coming_reports(directory: Path, settings: "Settings") -> "tuple[Next, ...]":
    """What is next for each report that has not been sent: of this year, and of those that New Year touches."""
    from newsletter.accounting.year import coming

    day = today(settings.timezone)
    found = evidence(directory, settings)
    return tuple(one for year in (day.year - 1, day.year, day.year + 1) for one in coming(settings, found, year, day))


@dataclass(frozen=True, slots=True)
class Gathered:
    """The workspace and its log, read once. ``forms`` are what has been sent, ``contents`` the issues as they were last
    sent, else as their files say; ``log`` is the log's id and ``runs`` its live runs.
    """

    settings: "Settings"
    reading: "Reading"
    log: str
    runs: "tuple[Run, ...]"
    evidence: "Evidence"
    forms: "tuple[SentForm, ...]"
    contents: "Mapping[str, Issue]"

    def facts(self, year: int, day: "date") -> "YearFacts":
        """All that can be said of ``year`` as it stood on ``day``: the account, the matrix, what was covered."""
        from newsletter.accounting import year_facts

        reading = self.reading
        recipients = reading.recipients.recipients if reading.recipients else None
        came = {file.id: [one.contribution for one in file.contributions] for file in reading.issues}
        return year_facts(self.settings, self.evidence, self.contents, recipients, year=year, today=day, contributed=came)


def gathered_facts(directory: Path, settings: "Settings", year: int | None = None) -> "YearFacts":
    """Of ``year``, else of the year that the calendar shows, as it stands today."""
    day = today(settings.timezone)
    return gathered(directory, settings).facts(year or day.year, day)


def gathered(directory: Path, settings: "Settings") -> Gathered:
    from newsletter.accounting.evidence import issues_as_sent
    from newsletter.delivery.sent import sent_forms
    from newsletter.source import read

    reading = read(directory)
    on_file = {file.id: file.issue for file in reading.issues}
    with opened_log(settings, directory) as log:
        forms, found = sent_forms(log), _evidence(log, directory, reading)
        return Gathered(settings, reading, log.id, log.live_runs(), found, forms, on_file | issues_as_sent(forms, on_file))


def issues_of_another_log(directory: Path, settings: "Settings") -> tuple[str, ...]:
    """Issues whose receipts tell of a live run that the log at hand does not know: the account is without them."""
    from newsletter.delivery.permission import strangers
    from newsletter.delivery.receipts import read_receipts
    from newsletter.delivery.runs import history

    receipts = read_receipts(directory)
    if not receipts:
        return ()
    with opened_log(settings, directory) as log:
        return tuple(dict.fromkeys(receipt.issue for receipt in strangers(receipts, history(log))))


def evidence(directory: Path, settings: "Settings") -> "Evidence":
    """Faults in issues or recipients do not stand in the way: what has been sent has been sent."""
    from newsletter.source import read

    with opened_log(settings, directory) as log:
        return _evidence(log, directory, read(directory))


def _evidence(log: "SendLog", directory: Path, reading: "Reading") -> "Evidence":
    from newsletter.accounting import Evidence
    from newsletter.delivery import approvals, deviations, handovers
    from newsletter.delivery.keys import key_of
    from newsletter.delivery.log import timestamp
    from newsletter.delivery.resolve import matters
    from newsletter.delivery.tally import tally
    from newsletter.model.deliveries import LEFT_EVENTS, Status
    from newsletter.model.recipients import roster

    recipients = reading.recipients.recipients if reading.recipients else None
    deliveries = tally(log, [key_of(one) for one in roster(recipients).addressees] if recipients else [])
    in_doubt = frozenset(matter.attempt for matter in matters(log) if matter.allows_a_word)
    events = log.events()
    waiting = frozenset(one.attempt for one in deliveries if one.leaves and one.left > timestamp(now()))
    return Evidence(
        on_file=_on_file(directory, reading),
        listed=_listed(recipients) if recipients else None,
        addresses=listed_addresses(recipients) if recipients else frozenset(),
        deliveries=deliveries,
        events=events,
        audiences=log.audiences(),
        in_progress=frozenset(one.attempt for one in deliveries if one.status is Status.SENDING) - in_doubt,
        scheduled=waiting - {event.attempt for event in events if event.kind in LEFT_EVENTS},
        handovers=handovers.entries(log),
        deviations=deviations.entries(log),
        leaned=approvals.leaned(log),
    )


def _on_file(directory: Path, reading: "Reading") -> "tuple[IssueOnFile, ...]":
    from newsletter.accounting import IssueOnFile
    from newsletter.source import issue_ids

    read = {file.id: IssueOnFile(file.id, file.issue.type, file.issue.title, file.issue.draft) for file in reading.issues}
    return tuple(read.get(issue_id, IssueOnFile(issue_id)) for issue_id in issue_ids(directory))


def listed_addresses(recipients: "Recipients") -> frozenset[tuple[str, str]]:
    """Who is written to by the file as it is now: association and address."""
    from newsletter.model.recipients import roster

    return frozenset((one.association_id, one.address.key) for one in roster(recipients).addressees)


def _listed(recipients: "Recipients") -> "tuple[Entitled, ...]":
    from newsletter.delivery.records import Entitled

    addresses = Counter(association for association, _address in listed_addresses(recipients))
    return tuple(Entitled(one.id, one.name, one.type, one.active, addresses[one.id]) for one in recipients.recipients)
