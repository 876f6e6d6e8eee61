"""What a sending says on the way, and how it ends: values that hold all that is needed to show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from newsletter.delivery.approval import ApprovalState
from newsletter.delivery.run import AudienceChanges, Plan, Progress
from newsletter.model.recipients import Addressee
from newsletter.operations.approving import ApprovalChange
from newsletter.operations.waiting import Settling

Names = Mapping[str, str]
"""Associations' names by their ids."""


@dataclass(frozen=True, slots=True)
class RiskyPlace:
    """The log lies where it can be damaged or doubled; ``warning`` says why and what to do."""

    warning: str


@dataclass(frozen=True, slots=True)
class Intention:
    """What the run is about to do: ``plan`` says for whom. ``leaves`` is when the letters leave that wait first. ``changes``
    are how the recipients differ from those of ``since``, the last issue that was sent; None in a rehearsal and for the first.
    """

    plan: Plan
    names: Names
    leaves: datetime | None = None
    since: str = ""
    changes: AudienceChanges | None = None


@dataclass(frozen=True, slots=True)
class ChangedContent:
    """The text that others have been sent of the issue, and the text as it is now."""

    sent: str
    now: str


@dataclass(frozen=True, slots=True)
class ApprovalNews:
    """How what is sent stands to what was approved, and what has changed since each approval."""

    state: ApprovalState
    changes: tuple[ApprovalChange, ...]


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """An earlier run died with letters in doubt: so many letters of it still wait, and are taken back to be sent anew."""

    letters: int


@dataclass(frozen=True, slots=True)
class InDoubt:
    """So many letters of this run are in doubt: all of it is taken back and sent anew."""

    letters: int


@dataclass(frozen=True, slots=True)
class NotTakenBack:
    """A run could not be taken back; its letters leave at their time."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotRecallable:
    """The provider keeps the letters, and may not take them back."""

    reason: str


@dataclass(frozen=True, slots=True)
class LogFailed:
    """The log failed while letters left, or could not be read afterwards."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class BesideAnotherRun:
    """Another run holds the lock, so nothing was sent; ``plan`` says who is in doubt."""

    plan: Plan
    names: Names


@dataclass(frozen=True, slots=True)
class NothingDue:
    """``waiting`` are the moments when letters leave that have been sent and wait. ``has_changed``: the issue has, since it was
    sent.
    """

    plan: Plan
    names: Names
    waiting: tuple[datetime, ...]
    has_changed: bool


@dataclass(frozen=True, slots=True)
class Declined:
    """The question was not answered with the number of letters."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The plan before the run and the one made again after it. ``stopped``: the run was ended before its time. ``leaves`` is
    when the letters leave that wait; ``approval`` is a sentence in a rehearsal where there is something to say. ``put_off`` are
    those due ``after`` whose own mail servers put the letter off, and what each of them said.
    """

    before: Plan
    after: Plan
    names: Names
    stopped: bool
    leaves: datetime | None = None
    approval: str = ""
    put_off: Mapping[Addressee, str] = field(default_factory=dict)


News = (
    RiskyPlace
    | Intention
    | ChangedContent
    | ApprovalNews
    | BrokenOff
    | InDoubt
    | NotTakenBack
    | NotRecallable
    | Settling
    | LogFailed
    | BesideAnotherRun
    | NothingDue
    | Declined
    | Summary
)


class SendingReporter(Protocol):
    """Where a sending says what it does."""

    def tell(self, news: News) -> None: ...

    def confirm(self, intention: Intention) -> bool:
        """Whether a live run shall begin. ``Refused`` where there is no person to ask."""
        ...

    def follow(self, plan: Plan, steps: Iterator[Progress]) -> None:
        """Go through the engine's steps to the end, which is what makes the letters leave."""
        ...
