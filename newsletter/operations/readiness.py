"""How far the next issue has come: its contributions, its faults and its approvals, and what they make of the next step."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.cli.clock import today
from newsletter.cli.workspace import opened_log
from newsletter.operations.gathering import year_status

if TYPE_CHECKING:
    from newsletter.accounting import Next, YearStatus
    from newsletter.accounting.readiness import Readiness
    from newsletter.model.settings import Settings
    from newsletter.source import RecipientsFile


def status_with_next(directory: Path, settings: "Settings", year: int | None = None) -> "YearStatus":
    """The account of the year, with what is next as ``with_next`` says."""
    return with_next(directory, settings, year_status(directory, settings, year))


def with_next(directory: Path, settings: "Settings", found: "YearStatus") -> "YearStatus":
    """The account, whose next step knows contributions, faults, approvals and letters that came back."""
    from newsletter.accounting.readiness import refined, with_failures
    from newsletter.source.rules.issue import plan_of

    day = today(settings.timezone)
    next_ = found.next
    if next_:
        next_ = refined(next_, readiness(directory, settings, next_), plan_of(next_.issue, settings), day)
    if found.year == day.year:
        next_ = with_failures(next_, found, day)
    return replace(found, next=next_)


def readiness(directory: Path, settings: "Settings", next_: "Next") -> "Readiness":
    """Only what the step asks for: contributions until the issue is written, faults and approvals when it is."""
    from newsletter.accounting import Step
    from newsletter.accounting.contributions import gathered
    from newsletter.accounting.readiness import Readiness
    from newsletter.source.answers.contributions import read_contributions
    from newsletter.source.rules.issue import plan_of

    match next_.step:
        case Step.NOT_WRITTEN | Step.NOT_READY:
            came = read_contributions(directory, next_.issue, settings)
            members = gathered(plan_of(next_.issue, settings), came.files)
            return Readiness(tuple(member.name for member in members.missing), len(members.members))
        case Step.READY:
            return _of_written(directory, settings, next_.issue)
        case _:
            return Readiness()


def _of_written(directory: Path, settings: "Settings", issue: str) -> "Readiness":
    from newsletter.accounting.readiness import Readiness
    from newsletter.checks import examine
    from newsletter.source import read

    reading = read(directory, [issue])
    examined = examine(issue, reading)
    if any(one.is_error for one in examined.diagnostics) or examined.content is None or reading.recipients is None:
        return Readiness(has_errors=True, is_approved=None)
    return Readiness(is_approved=_is_approved(directory, settings, issue, examined.content.digest, reading.recipients))


def _is_approved(directory: Path, settings: "Settings", issue: str, digest: str, recipients: "RecipientsFile") -> bool:
    from newsletter.delivery.approval import approval_state, proposal, rule_for
    from newsletter.delivery.approvals import approvals
    from newsletter.model.issue import quarter_of
    from newsletter.model.recipients import roster

    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    rule = rule_for(settings, quarter.year, today(settings.timezone))
    if not rule.needed:
        return True
    wanted = proposal(issue, digest, settings, roster(recipients.recipients))
    with opened_log(settings, directory) as log:
        return approval_state(rule, approvals(log, issue), wanted).may_be_sent
