"""Whether the approvals of an issue are valid for what would be sent now, and who must have approved it. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.delivery.approval.proposal import Difference, SendingProposal, difference
from newsletter.model.plan_year import Approver
from newsletter.model.settings import Settings, plan_for


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approver has approved. ``withdrawn`` and ``reason`` are empty unless it was taken back; times are UTC in
    ISO 8601.
    """

    number: int
    proposal: SendingProposal
    approver: str
    at: str
    withdrawn: str = ""
    reason: str = ""


class ApprovalStatus(StrEnum):
    """How an issue stands, in one word of ``approve --json``."""

    APPROVED = "approved"
    INCOMPLETE = "incomplete"
    """Approved by some of those who must."""
    CHANGED = "changed"
    """Approved, and changed since."""
    WITHDRAWN = "withdrawn"
    NOT_APPROVED = "not_approved"
    NOT_REQUIRED = "not_required"
    """No approver has approved it, and none has to."""


@dataclass(frozen=True, slots=True)
class CheckedApproval:
    """The latest approval of one approver, compared with what would be sent now."""

    approval: Approval
    difference: Difference
    is_valid: bool


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """What the plan asks for: ``needed`` different approvals, by the approvers named; by any where none is named."""

    needed: int
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """``checked``: the latest of each approver, oldest first. ``missing``: those whose approval would count and is not valid,
    when fewer are valid than are needed; ``short``: how many more are needed.
    """

    rule: ApprovalRule
    checked: tuple[CheckedApproval, ...]
    missing: tuple[str, ...]
    short: int
    status: ApprovalStatus

    @property
    def valid(self) -> tuple[Approval, ...]:
        return tuple(one.approval for one in self.checked if one.is_valid)

    @property
    def may_be_sent(self) -> bool:
        return not self.short


def approver_labels(planned: Sequence[Approver]) -> tuple[str, ...]:
    """What the plan's approvers are known by: the role; with the name where two have the same role."""
    roles = [one.role.casefold() for one in planned]
    return tuple(
        one.role if roles.count(one.role.casefold()) == 1 or not one.name else f"{one.role} ({one.name})" for one in planned
    )


def find_approver(planned: Sequence[Approver], text: str) -> str | None:
    """The approver meant by a role or a name; None where it fits none, or two."""
    wanted = _plain(text)
    meant = [
        label
        for label, one in zip(approver_labels(planned), planned, strict=True)
        if wanted in {_plain(label), _plain(one.role), _plain(one.name or label)}
    ]
    return meant[0] if len(meant) == 1 else None


def approval_rule(settings: Settings, year: int, day: date) -> ApprovalRule:
    """For an issue of ``year`` that is sent on ``day``."""
    plan = plan_for(settings, year)
    return ApprovalRule(plan.approvals_on(day), approver_labels(plan.approvers))


def approval_state(
    rule: ApprovalRule, approvals: Sequence[Approval], now: SendingProposal, sent_to: Collection[str] | None = None
) -> ApprovalState:
    """Whether what would be sent now is approved. ``approvals`` are those of the issue, oldest first."""
    latest: dict[str, Approval] = {}
    for one in approvals:
        latest.pop(_plain(one.approver), None)
        latest[_plain(one.approver)] = one
    checked = tuple(_check(one, now, sent_to) for one in latest.values())
    named = {_plain(one) for one in rule.approvers}
    counted = {_plain(one.approval.approver) for one in checked if one.is_valid}
    short = max(0, rule.needed - len(counted & named if named else counted))
    missing = tuple(one for one in rule.approvers if _plain(one) not in counted) if short else ()
    return ApprovalState(rule, checked, missing, short, _status(rule, checked, short))


def _check(approval: Approval, now: SendingProposal, sent_to: Collection[str] | None) -> CheckedApproval:
    found = difference(approval.proposal, now)
    return CheckedApproval(approval, found, is_valid=not approval.withdrawn and not found.voids(sent_to))


def _status(rule: ApprovalRule, checked: Sequence[CheckedApproval], short: int) -> ApprovalStatus:
    """An approval that the plan did not ask for makes nothing incomplete when it is no longer valid."""
    valid = sum(one.is_valid for one in checked)
    if valid and not short and (rule.needed or valid == len(checked)):
        return ApprovalStatus.APPROVED
    if not checked:
        return ApprovalStatus.NOT_APPROVED if rule.needed else ApprovalStatus.NOT_REQUIRED
    if any(not one.is_valid and not one.approval.withdrawn for one in checked):
        return ApprovalStatus.CHANGED
    return ApprovalStatus.INCOMPLETE if valid else ApprovalStatus.WITHDRAWN


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
