"""How far the next issue has come: its contributions, its faults and its approvals, and what they make of the next step."""

from dataclasses import replace

from newsletter.accounting import Next, Readiness, Step, YearStatus, gather_contributions, refine, with_failures
from newsletter.delivery.approval import ApprovalState, approval_rule, approval_state, make_proposal, read_approvals
from newsletter.model.issue import quarter_of
from newsletter.model.recipients import roster
from newsletter.model.settings import Settings
from newsletter.operations.examining import examine
from newsletter.operations.gathering import year_status
from newsletter.operations.workspace import Workspace
from newsletter.source import RecipientsFile, plan_of, read, read_contributions


def status_with_next(workspace: Workspace, settings: Settings, year: int | None = None) -> YearStatus:
    """The account of the year, with its next step as ``with_next`` says."""
    return with_next(workspace, settings, year_status(workspace, settings, year))


def with_next(workspace: Workspace, settings: Settings, found: YearStatus) -> YearStatus:
    """The account, whose next step knows contributions, faults, approvals and letters that came back."""
    day = workspace.today(settings.timezone)
    next_ = found.next
    if next_:
        next_ = refine(next_, readiness(workspace, settings, next_), plan_of(next_.issue, settings), day)
    if found.year == day.year:
        next_ = with_failures(next_, found, day)
    return replace(found, next=next_)


def readiness(workspace: Workspace, settings: Settings, next_: Next) -> Readiness:
    """Only what the step asks for: contributions until the issue is written, faults and approvals when it is."""
    match next_.step:
        case Step.NOT_WRITTEN | Step.NOT_READY:
            came = read_contributions(workspace.directory, next_.issue, settings)
            members = gather_contributions(plan_of(next_.issue, settings), came.files)
            authors = {one.casefold() for one in came.faulty_authors}
            names = tuple(member.name for member in members.missing)
            return Readiness(names, tuple(name for name in names if name.casefold() in authors))
        case Step.READY:
            return _of_written(workspace, settings, next_.issue)
        case _:
            return Readiness()


def _of_written(workspace: Workspace, settings: Settings, issue: str) -> Readiness:
    reading = read(workspace.directory, [issue])
    examined = examine(issue, reading)
    if any(one.is_error for one in examined.diagnostics) or examined.content is None or reading.recipients is None:
        return Readiness(has_errors=True, is_approved=None)
    state = _approval(workspace, settings, issue, examined.content.digest, reading.recipients)
    return Readiness(is_approved=state is None or state.may_be_sent, unapproved=state.missing if state else ())


def _approval(
    workspace: Workspace, settings: Settings, issue: str, digest: str, recipients: RecipientsFile
) -> ApprovalState | None:
    """How the issue stands; None where the plan asks for no approval."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    rule = approval_rule(settings, quarter.year, workspace.today(settings.timezone))
    if not rule.needed:
        return None
    wanted = make_proposal(issue, digest, settings, roster(recipients.recipients))
    with workspace.open_log(settings) as log:
        return approval_state(rule, read_approvals(log, issue), wanted)
