"""How a decision went for us: one function of outcome, vote and mark, asked by letter, checks and account (domain.md 4.9)."""

from collections.abc import Iterable
from enum import StrEnum

from newsletter.model.choices import Mark, MatterOutcome, Vote


class Stand(StrEnum):
    """How the decision went for us. It is not what the board decided: a rejection can be a victory."""

    WON = "won"
    LOST = "lost"
    NONE = "none"
    """We took no side: nothing was decided, or we did not vote."""


_TAKEN_WHOLE = frozenset({Vote.FOR, Vote.AGAINST})
"""Votes on the proposal before the board. One for a proposal of our own, with a reservation, says that another one won."""


def our_stand(outcome: MatterOutcome, vote: Vote | None, marks: Iterable[Mark] = ()) -> Stand:
    """Every cell of the table in domain.md 4.9. A reservation is a formal dissent from what was decided, and nobody who won
    makes one; other marks change nothing.
    """
    if Mark.RESERVATION in marks:
        return Stand.LOST
    match vote:
        case None | Vote.ABSTAINED | Vote.DID_NOT_TAKE_PART:
            return Stand.NONE
        case Vote.FOR | Vote.AGAINST | Vote.OWN_PROPOSAL:
            return _stand_of_vote(outcome, vote)


def _stand_of_vote(outcome: MatterOutcome, vote: Vote) -> Stand:
    """For or against; a vote on an adjournment is on that, and our own proposal has not been approved by it."""
    match outcome:
        case MatterOutcome.APPROVED | MatterOutcome.PARTLY_APPROVED:
            return Stand.LOST if vote is Vote.AGAINST else Stand.WON
        case MatterOutcome.REJECTED:
            return Stand.WON if vote is Vote.AGAINST else Stand.LOST
        case MatterOutcome.REFERRED_BACK | MatterOutcome.TABLED:
            return Stand.WON if vote is Vote.FOR else Stand.LOST
        case MatterOutcome.NOTED:
            return Stand.NONE


def reserves_against_victory(outcome: MatterOutcome, vote: Vote | None, marks: Iterable[Mark]) -> bool:
    """The board decided just as we voted, and still there is a reservation: one of the three is wrong.

    What was approved only in part can be reserved against for the rest.
    """
    whole = vote in _TAKEN_WHOLE and outcome is not MatterOutcome.PARTLY_APPROVED
    return whole and Mark.RESERVATION in marks and our_stand(outcome, vote) is Stand.WON
