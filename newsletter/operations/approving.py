"""Approvals: what one binds, how an issue stands, what has changed since, and giving one or taking it back."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from newsletter.delivery.approval import (
    ApprovalRule,
    ApprovalState,
    ApprovalStatus,
    ApprovedSender,
    CheckedApproval,
    RecipientChange,
    SendingProposal,
    add_approval,
    approval_rule,
    approval_state,
    find_approver,
    read_approvals,
    withdraw_approval,
)
from newsletter.delivery.approval import make_proposal as proposal_for
from newsletter.delivery.log import SendLog, content_record, timestamp
from newsletter.delivery.run import read_stops
from newsletter.letter import Content, comparable_text, content_from_record
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import LeftOut, Recipients, roster
from newsletter.model.settings import Settings, plan_for
from newsletter.model.swedish import swedish_list
from newsletter.operations.preparing import Prepared, refuse_draft
from newsletter.operations.words import listing
from newsletter.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ApprovalChange:
    """What has changed since these approvers approved one and the same thing. ``content`` is the text then and now, ``sender``
    the same of the sender; None for each that has not changed.
    """

    approvers: tuple[str, ...]
    content: tuple[str, str] | None
    sender: tuple[ApprovedSender, ApprovedSender] | None
    recipients: tuple[RecipientChange, ...]


def rule_of(prepared: Prepared, day: date) -> ApprovalRule:
    """What the plan asks for before the issue may be sent on ``day``."""
    return approval_rule(prepared.settings, prepared.issue.issue.year, day)


def state_of(log: SendLog, prepared: Prepared, day: date, sent_to: Collection[str] | None = None) -> ApprovalState:
    """How the issue as it is now stands. ``sent_to``: the associations that get a letter, None for all."""
    given = read_approvals(log, prepared.issue.id)
    return approval_state(rule_of(prepared, day), given, prepared.proposal(), sent_to)


def is_in_question(log: SendLog, prepared: Prepared, day: date) -> bool:
    """Whether an approval is needed or was given; where not, there is nothing to say of it and no recipients to compare."""
    return rule_of(prepared, day).needed > 0 or bool(read_approvals(log, prepared.issue.id))


def changes_since(log: SendLog, held: Iterable[CheckedApproval], prepared: Prepared) -> tuple[ApprovalChange, ...]:
    """What differs from what these approved and have not withdrawn; one change for those who approved the same."""
    alike: list[list[CheckedApproval]] = []
    for one in held:
        if one.approval.withdrawn or not one.difference.is_any:
            continue
        same = next((those for those in alike if those[0].approval.proposal == one.approval.proposal), None)
        if same is None:
            alike.append([one])
        else:
            same.append(one)
    return tuple(_change_since(log, those, prepared) for those in alike)


def _change_since(log: SendLog, alike: list[CheckedApproval], prepared: Prepared) -> ApprovalChange:
    difference, approved = alike[0].difference, alike[0].approval.proposal
    content = None
    if difference.content:
        before = content_from_record(content_record(log, approved.digest))
        content = comparable_text(before), comparable_text(prepared.content)
    return ApprovalChange(
        approvers=tuple(one.approval.approver for one in alike),
        content=content,
        sender=(approved.sender, prepared.proposal().sender) if difference.sender else None,
        recipients=difference.recipients,
    )


def sentence(state: ApprovalState) -> str:
    """Whether what is seen is approved, in one sentence; a test letter carries it too."""
    holding = listing(one.approver for one in state.valid) if state.valid else ""
    match state.status:
        case ApprovalStatus.APPROVED:
            return _("What you see is approved by {approvers}.").format(approvers=holding)
        case ApprovalStatus.INCOMPLETE:
            return ngettext(
                "What you see is approved by {approvers}; {n} more approval is needed.",
                "What you see is approved by {approvers}; {n} more approvals are needed.",
                state.short,
            ).format(approvers=holding, n=state.short)
        case ApprovalStatus.CHANGED:
            changed = listing(one.approval.approver for one in state.checked if not one.is_valid and not one.approval.withdrawn)
            return _("What you see is not approved: it has been changed since {approvers} approved it.").format(
                approvers=changed
            )
        case ApprovalStatus.WITHDRAWN:
            return _("What you see is not approved: the approval has been withdrawn.")
        case ApprovalStatus.NOT_APPROVED:
            return _("What you see is not approved.")
        case ApprovalStatus.NOT_REQUIRED:
            return _("What you see has been approved by nobody, and the plan asks for no approval.")


def approver_of(prepared: Prepared, rule: ApprovalRule, role: str) -> str:
    """The name that the approver is known by; Refused for one whom the plan does not name."""
    if not rule.approvers:
        return " ".join(role.split())
    planned = plan_for(prepared.settings, prepared.issue.issue.year).approvers
    found = find_approver(planned, role)
    if found is None:
        raise Refused(
            _("The plan names no approver called “{role}”, or several.").format(role=role),
            _("Choose among: {list}.").format(list=", ".join(rule.approvers)),
        )
    return found


@dataclass(frozen=True, slots=True)
class ApprovalReport:
    """How the issue as it is now stands, and what has changed since each approval."""

    proposal: SendingProposal
    state: ApprovalState
    changes: tuple[ApprovalChange, ...]


@dataclass(frozen=True, slots=True)
class ApprovalQuestion:
    """What ``approver`` is asked to answer for, who gets no letter, and what has changed since they last did."""

    approver: str
    proposal: SendingProposal
    left_out: tuple[LeftOut, ...]
    changes: tuple[ApprovalChange, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """``was_given`` already, and exactly this; then nothing was written."""

    approver: str
    was_given: bool
    report: ApprovalReport


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """``has_letters``: some of the issue have been sent already, and stay sent."""

    approver: str
    has_letters: bool
    report: ApprovalReport


def report_approval(workspace: Workspace, prepared: Prepared) -> ApprovalReport:
    """How the issue stands, as far as the log knows."""
    with workspace.open_log(prepared.settings) as log:
        return _report(workspace, log, prepared)


def approve(
    workspace: Workspace, prepared: Prepared, approver: str, confirm: Callable[[ApprovalQuestion], bool]
) -> Given | None:
    """Bind exactly this content, sender and audience to ``approver``; None where ``confirm`` says no. ``Refused`` for a draft
    and for an issue without recipients.
    """
    refuse_draft(prepared)
    with workspace.open_log(prepared.settings, create=True) as log:
        register = prepared.recipients.recipients
        stops = read_stops(log, register)
        proposal = prepared.proposal(stops)
        if not proposal.audience:
            raise Refused(_("There is nobody to send {issue} to.").format(issue=proposal.issue), _("See recipients.yaml."))
        latest = _latest(state_of(log, prepared, _today(workspace, prepared)), approver)
        if latest and latest.is_valid and not latest.difference.is_any:
            return Given(latest.approval.approver, was_given=True, report=_report(workspace, log, prepared))
        before = [latest] if latest and not latest.approval.withdrawn else []
        left_out = roster(register, stops).left_out
        if not confirm(ApprovalQuestion(approver, proposal, left_out, changes_since(log, before, prepared))):
            return None
        add_approval(log, prepared.proposal(), prepared.record(), approver, timestamp(workspace.now()))
        return Given(approver, was_given=False, report=_report(workspace, log, prepared))


def withdraw(workspace: Workspace, prepared: Prepared, approver: str, reason: str) -> Withdrawn:
    """Take the approval back; it stays in the log that it was given. ``Refused`` where there is none."""
    with workspace.open_log(prepared.settings, create=True) as log:
        latest = _latest(state_of(log, prepared, _today(workspace, prepared)), approver)
        at = timestamp(workspace.now())
        if latest is None or latest.approval.withdrawn or not withdraw_approval(log, latest.approval, reason, at):
            raise Refused(
                _("There is no approval by {approver} to withdraw.").format(approver=approver),
                _("“newsletter approve {issue}” shows how it stands.").format(issue=prepared.issue.id),
            )
        has_letters = any(True for _one in log.deliveries(prepared.issue.id))
        return Withdrawn(approver, has_letters, _report(workspace, log, prepared))


def _report(workspace: Workspace, log: SendLog, prepared: Prepared) -> ApprovalReport:
    state = state_of(log, prepared, _today(workspace, prepared))
    proposal = prepared.proposal(read_stops(log, prepared.recipients.recipients))
    return ApprovalReport(proposal, state, changes_since(log, state.checked, prepared))


def _today(workspace: Workspace, prepared: Prepared) -> date:
    return workspace.today(prepared.settings.timezone)


def _latest(state: ApprovalState, approver: str) -> CheckedApproval | None:
    return next((one for one in state.checked if one.approval.approver.casefold() == approver.casefold()), None)


def describe_seen(workspace: Workspace, issue: str, content: Content, settings: Settings, recipients: Recipients) -> str:
    """Whether what the preview shows is approved, in a sentence; empty where no approval is needed and none was given."""
    with workspace.open_log(settings) as log:
        given = read_approvals(log, issue)
    rule = approval_rule(settings, int(issue[:4]), workspace.now().date())
    state = approval_state(rule, given, proposal_for(issue, content.digest, settings, roster(recipients)))
    match state.status:
        case ApprovalStatus.NOT_REQUIRED:
            return ""
        case ApprovalStatus.APPROVED:
            names = swedish_list(tuple(one.approver for one in state.valid))
            return _("Approved as it stands here, by {approvers}.").format(approvers=names)
        case ApprovalStatus.CHANGED:
            words = _("Changed since it was approved.")
        case ApprovalStatus.WITHDRAWN:
            words = _("The approval has been withdrawn.")
        case ApprovalStatus.INCOMPLETE | ApprovalStatus.NOT_APPROVED:
            words = _("Not approved yet.")
    if state.missing:
        words += " " + _("Missing: {approvers}.").format(approvers=swedish_list(state.missing))
    return f"{words} {_('Whoever approves runs “newsletter approve {issue}”.').format(issue=issue)}"
