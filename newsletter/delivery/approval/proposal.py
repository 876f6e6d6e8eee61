"""What an approval binds: the content's digest, who we say we are, and the associations with how many addressees each has.

A corrected address in an approved association is shown and voids nothing; so are fewer addressees. Anything else that differs
voids the approval. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsletter.delivery.log.rows import hash_address
from newsletter.delivery.outgoing.envelope import sender_identity
from newsletter.model.recipients import Roster
from newsletter.model.settings import Settings

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
    """What would be sent to all addressees. ``audience`` holds the addressees of each association that has any."""

    issue: str
    digest: str
    sender: ApprovedSender
    audience: Mapping[str, Addresses]

    @property
    def addressees(self) -> int:
        return sum(map(len, self.audience.values()))


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
    """``gone`` and ``come`` are the addresses of one association that differ, None for a forgotten one."""

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
        """``sent_to``: the associations that get a letter now, None for all. Changes in others do not matter then."""
        return (
            self.content
            or self.sender
            or any(one.change.voids and (sent_to is None or one.association in sent_to) for one in self.recipients)
        )

    @property
    def is_any(self) -> bool:
        return self.content or self.sender or bool(self.recipients)


def make_proposal(issue: str, digest: str, settings: Settings, roster: Roster) -> SendingProposal:
    """What sending to the whole of ``roster`` would mean."""
    us = sender_identity(settings)
    audience: dict[str, dict[str, str | None]] = {}
    for one in roster.addressees:
        audience.setdefault(one.association_id, {})[hash_address(one.address)] = one.address.key
    return SendingProposal(issue, digest, ApprovedSender(us.name, us.address.wire, us.reply_to.wire), audience)


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
