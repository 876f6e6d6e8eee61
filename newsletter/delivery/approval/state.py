"""What an approval binds, and whether it holds for what would be sent now. Pure.

It binds the content's digest, who we say we are, and the associations with how many addressees each has. A corrected address
in an approved association is shown and voids nothing; so are fewer addressees. Anything else that differs voids it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.delivery.log.keys import hash_address
from newsletter.delivery.outgoing.envelope import sender_identity
from newsletter.model.plan_year import Approver
from newsletter.model.recipients import Roster
from newsletter.model.settings import Settings, plan_for

Addresses = Mapping[str, str | None]
"""Hashes of addresses, and the addresses; None for one that has been forgotten."""


@dataclass(frozen=True, slots=True)
class ApprovedSender:
    """Who a reader sees the letter come from, and where an answer goes."""

    name: str
    address: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class SendingProposal:
    """What would be sent to everybody. ``audience`` holds the addressees of each association that has any."""

    issue: str
    digest: str
    sender: ApprovedSender
    audience: Mapping[str, Addresses]

    @property
    def addressees(self) -> int:
        return sum(map(len, self.audience.values()))


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


class ChangeKind(StrEnum):
    """How the addressees of one association differ from those approved."""

    ADDED = "added"
    MORE = "more"
    CORRECTED = "corrected"
    FEWER = "fewer"
    REMOVED = "removed"

    @property
    def voids(self) -> bool:
        return self in (ChangeKind.ADDED, ChangeKind.MORE)


@dataclass(frozen=True, slots=True)
class RecipientChange:
    """``gone`` and ``come`` are addresses, None for a forgotten one."""

    association: str
    change: ChangeKind
    gone: tuple[str | None, ...]
    come: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What has changed since an approval."""

    content: bool
    sender: bool
    recipients: tuple[RecipientChange, ...]

    def voids(self, sent_to: Collection[str] | None = None) -> bool:
        """``sent_to``: the associations that get a letter now, None for all. Others are not what is being approved."""
        return (
            self.content
            or self.sender
            or any(one.change.voids and (sent_to is None or one.association in sent_to) for one in self.recipients)
        )

    @property
    def is_any(self) -> bool:
        return self.content or self.sender or bool(self.recipients)


class ApprovalStatus(StrEnum):
    """How an issue stands, in one word of ``approve --json``."""

    APPROVED = "approved"
    INCOMPLETE = "incomplete"
    """Some of those who must have approved it."""
    CHANGED = "changed"
    """Approved, and changed since."""
    WITHDRAWN = "withdrawn"
    NOT_APPROVED = "not_approved"
    NOT_REQUIRED = "not_required"
    """Nobody has approved it, and nobody has to."""


@dataclass(frozen=True, slots=True)
class CheckedApproval:
    """The latest approval of one approver, held against what would be sent now."""

    approval: Approval
    difference: Difference
    is_valid: bool


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """What the plan asks for: ``needed`` different approvals, by those named; by anybody where nobody is."""

    needed: int
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """``held``: the latest of each approver, oldest first. ``missing``: those whose approval would count and does not hold,
    when fewer hold than are needed; ``short``: how many more are needed.
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


def make_proposal(issue: str, digest: str, settings: Settings, roster: Roster) -> SendingProposal:
    """What sending to the whole of ``roster`` would mean."""
    us = sender_identity(settings)
    audience: dict[str, dict[str, str | None]] = {}
    for one in roster.addressees:
        audience.setdefault(one.association_id, {})[hash_address(one.address)] = one.address.key
    return SendingProposal(issue, digest, ApprovedSender(us.name, us.address.wire, us.reply_to.wire), audience)


def approver_labels(planned: Sequence[Approver]) -> tuple[str, ...]:
    """What the plan's approvers are known by: the role; with the name where two have the same role."""
    roles = [one.role.casefold() for one in planned]
    return tuple(
        one.role if roles.count(one.role.casefold()) == 1 or not one.name else f"{one.role} ({one.name})" for one in planned
    )


def find_approver(planned: Sequence[Approver], text: str) -> str | None:
    """The approver meant by a role or a name; None where nobody is, or two are."""
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
    held = tuple(_check(one, now, sent_to) for one in latest.values())
    named = {_plain(one) for one in rule.approvers}
    counted = {_plain(one.approval.approver) for one in held if one.is_valid}
    short = max(0, rule.needed - len(counted & named if named else counted))
    missing = tuple(one for one in rule.approvers if _plain(one) not in counted) if short else ()
    return ApprovalState(rule, held, missing, short, _status(rule, held, short))


def _check(approval: Approval, now: SendingProposal, sent_to: Collection[str] | None) -> CheckedApproval:
    found = difference(approval.proposal, now)
    return CheckedApproval(approval, found, is_valid=not approval.withdrawn and not found.voids(sent_to))


def _status(rule: ApprovalRule, held: Sequence[CheckedApproval], short: int) -> ApprovalStatus:
    """Approvals that nobody asked for, and that hold no longer, are not worth less for that."""
    holding = sum(one.is_valid for one in held)
    if holding and not short and (rule.needed or holding == len(held)):
        return ApprovalStatus.APPROVED
    if not held:
        return ApprovalStatus.NOT_APPROVED if rule.needed else ApprovalStatus.NOT_REQUIRED
    if any(not one.is_valid and not one.approval.withdrawn for one in held):
        return ApprovalStatus.CHANGED
    return ApprovalStatus.INCOMPLETE if holding else ApprovalStatus.WITHDRAWN


def difference(approved: SendingProposal, now: SendingProposal) -> Difference:
    changes = (
        _change(association, approved.audience.get(association, {}), now.audience.get(association, {}))
        for association in sorted({*approved.audience, *now.audience})
    )
    return Difference(
        content=approved.digest != now.digest,
        sender=approved.sender != now.sender,
        recipients=tuple(one for one in changes if one),
    )


def _change(association: str, before: Addresses, now: Addresses) -> RecipientChange | None:
    if before.keys() == now.keys():
        return None
    gone = tuple(before[key] for key in before if key not in now)
    come = tuple(now[key] for key in now if key not in before)
    return RecipientChange(association, _kind(before, now), gone, come)


def _kind(before: Addresses, now: Addresses) -> ChangeKind:
    if not before:
        return ChangeKind.ADDED
    if not now:
        return ChangeKind.REMOVED
    if len(now) == len(before):
        return ChangeKind.CORRECTED
    return ChangeKind.MORE if len(now) > len(before) else ChangeKind.FEWER


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
