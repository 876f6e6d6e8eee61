"""What an approval binds, whether it is valid for what would be sent now, and where it is kept."""

from newsletter.delivery.approval.proposal import ApprovedSender, ChangeKind, RecipientChange, SendingProposal, make_proposal
from newsletter.delivery.approval.state import (
    Approval,
    ApprovalRule,
    ApprovalState,
    ApprovalStatus,
    CheckedApproval,
    approval_rule,
    approval_state,
    approver_labels,
    find_approver,
)
from newsletter.delivery.approval.store import (
    RequiredApproval,
    RunApproval,
    add_approval,
    read_approvals,
    read_run_approvals,
    refusal_without_approval,
    withdraw_approval,
)

__all__ = [
    "Approval",
    "ApprovalRule",
    "ApprovalState",
    "ApprovalStatus",
    "ApprovedSender",
    "ChangeKind",
    "CheckedApproval",
    "RecipientChange",
    "RequiredApproval",
    "RunApproval",
    "SendingProposal",
    "add_approval",
    "approval_rule",
    "approval_state",
    "approver_labels",
    "find_approver",
    "make_proposal",
    "read_approvals",
    "read_run_approvals",
    "refusal_without_approval",
    "withdraw_approval",
]
