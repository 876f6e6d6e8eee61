"""What a person is told of in one mail, and what the log remembers of the mails before. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.model.addresses import MailAddress


class Reason(StrEnum):
    """What a reminder is about."""

    CONTRIBUTE = "contribute"
    """To a member whose contribution is missing."""
    MISSING = "missing"
    """To the editor: who has not contributed though the day has passed and they have been told."""
    DRAFT = "draft"
    APPROVE = "approve"
    """To an approver."""
    APPROVAL = "approval"
    """To the editor: nobody has approved yet."""
    SEND = "send"
    OVERDUE = "overdue"
    """To the editor: its day has passed, and it has not been sent."""
    UNRESOLVED = "unresolved"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    RING = "ring"
    """To the editor: associations that no letter can reach any longer."""


@dataclass(frozen=True, slots=True)
class ReminderAddressee:
    name: str
    address: MailAddress

    @property
    def key(self) -> str:
        """What the log remembers a person by: two may share an address, and neither stands in the log."""
        return hashlib.blake2b(f"{self.address.key}\0{self.name}".encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Reminder:
    """``day`` is the last for what is asked, ``days`` how many are left; ``names`` whom it is about. What has the same issue,
    ``matter``, person and ``occasion`` is said once.
    """

    matter: Reason
    issue: str
    to: ReminderAddressee
    day: date
    days: int
    occasion: str
    names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.issue} {self.matter} {self.to.key}"


@dataclass(frozen=True, slots=True)
class Digest:
    """The one mail that a person gets on ``day``."""

    to: ReminderAddressee
    day: date
    about: tuple[Reminder, ...]

    @property
    def key(self) -> str:
        return f"digest {self.to.key}"


@dataclass(frozen=True)
class SaidEarlier:
    """What the log remembers: by the key of a reminder or a digest, each occasion and the day that it left."""

    rows: Mapping[str, Sequence[tuple[str, date]]]

    def has(self, one: Reminder) -> bool:
        return any(occasion == one.occasion for occasion, _day in self.rows.get(one.key, ()))

    def days_of(self, key: str) -> tuple[date, ...]:
        return tuple(day for _occasion, day in self.rows.get(key, ()))

    def mails_about(self, issue: str, to: ReminderAddressee) -> int:
        """How many mails that person has had about the issue."""
        keys = [f"{issue} {matter} {to.key}" for matter in Reason]
        return len({day for key in keys for day in self.days_of(key)})
