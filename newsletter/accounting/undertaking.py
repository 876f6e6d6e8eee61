"""One matter of ours through the issues: what each said of it, what has become of it, and how that went for us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from newsletter.model.choices import FollowUpStatus, MatterOutcome, ProposalStatus, ProposalType, Vote
from newsletter.model.sections import Decision, FollowUp, Proposal
from newsletter.model.stand import Stand, our_stand

AnyStatus = ProposalStatus | FollowUpStatus | MatterOutcome
PASSED = (ProposalStatus.APPROVED, ProposalStatus.PARTLY_APPROVED)
_STAND_OF_OURS: Mapping[AnyStatus, Stand] = {**dict.fromkeys(PASSED, Stand.WON), ProposalStatus.REJECTED: Stand.LOST}


class Told(StrEnum):
    """Which kind of section a mention stands in."""

    PROPOSAL = "proposal"
    FOLLOW_UP = "follow_up"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Mention:
    """What one issue said of it. ``day`` is when that happened, where the issue says; ``line`` is where in ``file`` it does."""

    issue: str
    told: Told
    title: str
    status: AnyStatus
    published: date
    day: date | None
    file: str
    line: int
    next: str | None = None
    item: Proposal | FollowUp | Decision | None = None

    @property
    def day_of_status(self) -> date | None:
        """The matter's own day of that status, where the issue says it. A follow-up has none: its day is the decision's, and it
        tells how things are when it is published.
        """
        return None if self.told is Told.FOLLOW_UP else self.day

    @property
    def ref(self) -> str | None:
        return None if isinstance(self.item, FollowUp) or self.item is None else self.item.ref

    @property
    def is_our_proposal(self) -> bool:
        """We raised it, or voted for a proposal of our own. What a citizen has proposed is not ours."""
        match self.item:
            case Proposal():
                return self.item.type is not ProposalType.CITIZENS_PROPOSAL
            case Decision():
                return self.item.vote is Vote.OWN_PROPOSAL
            case _:
                return False

    @property
    def stand(self) -> Stand | None:
        """How a decision went for us; None for what is no decision."""
        return our_stand(self.item.outcome, self.item.vote, self.item.mark) if isinstance(self.item, Decision) else None

    @property
    def is_open(self) -> bool:
        match self.status:
            case ProposalStatus() | FollowUpStatus():
                return self.status.is_open
            case MatterOutcome():
                return self.status in (MatterOutcome.REFERRED_BACK, MatterOutcome.TABLED)
            case _:
                assert_never(self.status)


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One matter that we raised or promised to follow up; ``mentions`` are in the order of the issues."""

    mentions: tuple[Mention, ...]

    @property
    def first(self) -> Mention:
        return self.mentions[0]

    @property
    def last(self) -> Mention:
        return self.mentions[-1]

    @property
    def telling(self) -> Mention:
        """The last mention that says what has become of it: to note what had been settled changes nothing."""
        said = [one for one in self.mentions if one.status is not MatterOutcome.NOTED]
        return said[-1] if said and not said[-1].is_open else self.last

    @property
    def title(self) -> str:
        return self.first.title

    @property
    def is_open(self) -> bool:
        """Nobody has told yet how it ended."""
        return self.last.is_open

    @property
    def is_our_proposal(self) -> bool:
        return any(one.is_our_proposal for one in self.mentions)

    @property
    def status(self) -> AnyStatus:
        """What has become of it: of a proposal of ours, where it can be known; else what was decided."""
        item = self.telling.item
        return fate(item) if isinstance(item, Decision) and self.is_our_proposal else self.telling.status

    @property
    def status_words(self) -> str:
        """The status as it is said of this matter: en motion är bifallen, ett förslag är bifallet."""
        status = self.status
        is_neuter = self.type is None or self.type.is_neuter
        return status.neuter if isinstance(status, ProposalStatus) and is_neuter else str(status)

    @property
    def day(self) -> date | None:
        """The matter's own day of that status, also where only the decision beside it says it; None when no issue does."""
        if self.telling.told is not Told.PROPOSAL or self.is_open or self.telling.day:
            return self.telling.day_of_status
        return next((one.day for one in reversed(self.mentions) if one.told is Told.DECISION), None)

    @property
    def stand(self) -> Stand:
        """How it ended for us: by the decision that settled it, else by what became of our proposal; NONE while it is open."""
        if self.is_open:
            return Stand.NONE
        settled = [one.stand for one in self.mentions if one.stand and not one.is_open]
        if taken := [one for one in settled if one is not Stand.NONE]:
            return taken[-1]
        return _STAND_OF_OURS.get(self.status, Stand.NONE) if self.is_our_proposal else Stand.NONE

    @property
    def is_passed(self) -> bool:
        """A proposal that was approved, if only in part, and that no issue has followed up."""
        return self.status in PASSED and self.telling is self.last

    @property
    def type(self) -> ProposalType | None:
        """The instrument; None for a promise that began as something else."""
        return next((one.item.type for one in self.mentions if isinstance(one.item, Proposal)), None)

    @property
    def by(self) -> str | None:
        return next((one.item.by for one in self.mentions if isinstance(one.item, Proposal) and one.item.by), None)

    @property
    def ref(self) -> str | None:
        return next((one.ref for one in self.mentions if one.ref), None)

    @property
    def topic(self) -> str | None:
        return next((one.item.topic for one in self.mentions if one.item and one.item.topic), None)


def fate(decision: Decision) -> ProposalStatus | MatterOutcome:
    """What a decision made of a proposal of ours. The board's own word where that does not tell: we took no side, or won by
    having another proposal rejected. What was approved in part was so also where we reserved ourselves for the rest.
    """
    stand = our_stand(decision.outcome, decision.vote, decision.mark)
    match decision.outcome:
        case MatterOutcome.REFERRED_BACK:
            return ProposalStatus.REFERRED_BACK
        case MatterOutcome.TABLED:
            return ProposalStatus.TABLED
        case MatterOutcome.PARTLY_APPROVED if decision.vote in (Vote.FOR, Vote.OWN_PROPOSAL):
            return ProposalStatus.PARTLY_APPROVED
        case MatterOutcome.APPROVED if stand is Stand.WON:
            return ProposalStatus.APPROVED
        case MatterOutcome.APPROVED | MatterOutcome.PARTLY_APPROVED | MatterOutcome.REJECTED if stand is Stand.LOST:
            return ProposalStatus.REJECTED
        case _:
            return decision.outcome
