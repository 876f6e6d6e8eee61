"""Whole Swedish phrases for the closed choices, so that no reader has to guess what a word means (domain.md 4.4).

Used by both editions, which therefore say the same. Every phrase is typeset already, and ends without a full stop unless it is
a sentence. No phrase agrees in gender or number with a word that the editor wrote: the program cannot know which it is.
"""

from datetime import date
from enum import StrEnum
from typing import assert_never

from newsletter.letter.swedish.dates import short_date, weekday
from newsletter.letter.swedish.typography import typeset
from newsletter.model.choices import (
    CalendarStatus,
    FollowUpStatus,
    Mark,
    MatterOutcome,
    ProposalStatus,
    ProposalType,
    Vote,
)
from newsletter.model.plan_year import PlanYear
from newsletter.model.sections import SECTION_TITLES, AnySection, Decision
from newsletter.model.settings import OTHER_BOARD
from newsletter.model.stand import Stand, our_stand
from newsletter.model.values import YearOrDate


class BadgeColour(StrEnum):
    GREEN = "green"
    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


Badge = ProposalStatus | FollowUpStatus | CalendarStatus

_NUMBERS = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_MARKS = {
    Mark.RESERVATION: "Vi reserverade oss.",
    Mark.SPECIAL_STATEMENT: "Vi lämnade ett särskilt yttrande.",
    Mark.NOTE_IN_MINUTES: "Vi lämnade en protokollsanteckning.",
}
_COLOURS: dict[Badge, BadgeColour] = {
    ProposalStatus.SUBMITTED: BadgeColour.BLUE,
    ProposalStatus.IN_PREPARATION: BadgeColour.BLUE,
    ProposalStatus.ANSWERED: BadgeColour.BLUE,
    ProposalStatus.APPROVED: BadgeColour.GREEN,
    ProposalStatus.PARTLY_APPROVED: BadgeColour.GREEN,
    ProposalStatus.REJECTED: BadgeColour.AMBER,
    ProposalStatus.REFERRED_BACK: BadgeColour.BLUE,
    ProposalStatus.TABLED: BadgeColour.BLUE,
    ProposalStatus.WITHDRAWN: BadgeColour.GREY,
    FollowUpStatus.DONE: BadgeColour.GREEN,
    FollowUpStatus.ONGOING: BadgeColour.BLUE,
    FollowUpStatus.DELAYED: BadgeColour.AMBER,
    FollowUpStatus.NOT_STARTED: BadgeColour.GREY,
    FollowUpStatus.CLOSED: BadgeColour.GREY,
    CalendarStatus.PRELIMINARY: BadgeColour.AMBER,
    CalendarStatus.CANCELLED: BadgeColour.RED,
    CalendarStatus.CHANGED: BadgeColour.AMBER,
}


def vote_phrase(vote: Vote, outcome: MatterOutcome) -> str:
    """How we voted: on a procedural decision relative to that, else relative to the proposal before the board."""
    match vote:
        case Vote.FOR:
            return f"Vi röstade för {_object_of_vote(outcome)}."
        case Vote.AGAINST:
            return f"Vi röstade emot {_object_of_vote(outcome)}."
        case Vote.OWN_PROPOSAL:
            return "Vi röstade för vårt eget förslag."
        case Vote.ABSTAINED:
            return "Vi avstod från att rösta."
        case Vote.DID_NOT_TAKE_PART:
            return "Vi deltog inte i beslutet."


def _object_of_vote(outcome: MatterOutcome) -> str:
    match outcome:
        case MatterOutcome.REFERRED_BACK:
            return "återremiss"
        case MatterOutcome.TABLED:
            return "bordläggning"
        case MatterOutcome.APPROVED | MatterOutcome.PARTLY_APPROVED | MatterOutcome.REJECTED | MatterOutcome.NOTED:
            return "förslaget"


def mark_phrase(mark: Mark) -> str:
    return _MARKS[mark]


def outcome_phrase(decision: Decision) -> str:
    """What the board decided, and of our own proposal that it was ours: ``bifall``, ``avslag på vårt förslag``.

    A reservation says that what was approved is another's (domain.md 4.4).
    """
    if decision.vote is not Vote.OWN_PROPOSAL or Mark.RESERVATION in decision.mark:
        return str(decision.outcome)
    match decision.outcome:
        case MatterOutcome.APPROVED | MatterOutcome.PARTLY_APPROVED:
            return f"{decision.outcome} till vårt förslag"
        case MatterOutcome.REJECTED:
            return f"{decision.outcome} på vårt förslag"
        case MatterOutcome.REFERRED_BACK | MatterOutcome.TABLED | MatterOutcome.NOTED:
            return str(decision.outcome)
        case _:
            assert_never(decision.outcome)


def stances(decision: Decision) -> tuple[str, ...]:
    """How we voted and how we marked our dissent, a sentence each; not what ``outcome_phrase`` has said already."""
    marks = tuple(mark_phrase(mark) for mark in decision.mark)
    if decision.vote is None:
        return marks
    if decision.vote is Vote.OWN_PROPOSAL:
        if outcome_phrase(decision) != str(decision.outcome):
            return marks
        if Mark.RESERVATION in decision.mark and decision.outcome in (MatterOutcome.APPROVED, MatterOutcome.REJECTED):
            return ("Vårt förslag föll.", *marks)
    return (vote_phrase(decision.vote, decision.outcome), *marks)


def proposal_status(type_: ProposalType, status: ProposalStatus) -> str:
    """The status as it is said of this instrument: en motion är bifallen, ett initiativ är bifallet."""
    return status.neuter if type_.is_neuter else str(status)


def badge_colour(word: Badge) -> BadgeColour:
    """The colour group of a word that is always printed as well."""
    return _COLOURS[word]


def stand_colour(decision: Decision) -> BadgeColour:
    """By what the decision means for us, not by what was decided; the words are always printed as well."""
    match our_stand(decision.outcome, decision.vote, decision.mark):
        case Stand.WON:
            return BadgeColour.GREEN
        case Stand.LOST:
            return BadgeColour.AMBER
        case Stand.NONE:
            return BadgeColour.GREY


def board_name(board: str, name: str | None, plan: PlanYear) -> str:
    """The board's full name: the plan's, or ``name`` for ``annat``."""
    full = name if board == OTHER_BOARD and name else plan.boards.get(board, board)
    return typeset(full)


def topic_label(topic: str, plan: PlanYear) -> str:
    """The focus issue as the plan prints it."""
    return typeset(next((known.label for known in plan.topics if known.id == topic), topic))


def phrase_of_decision_day(decided: YearOrDate) -> str:
    """``Beslut 2025`` or ``Beslut den 12 februari 2026``: a look back always has its year."""
    return f"Beslut den {short_date(decided.day)}" if decided.day else f"Beslut {decided.year}"


def deadline_line(day: date, *, year_of_issue: int) -> str:
    """``Sista dag: lördag 12 september``."""
    return f"Sista dag: {weekday(day)} {short_date(day, year_of_issue=year_of_issue)}"


def number_word(count: int, *, one: str) -> str:
    """In words up to twelve (domain.md 5.2); ``one`` in the gender of what is counted."""
    return one if count == 1 else _NUMBERS[count - 2] if 1 < count <= len(_NUMBERS) + 1 else str(count)


def section_title(section: AnySection) -> str:
    """The heading as it is printed: the editor's, else the kind's own, else none (a picture)."""
    return typeset(section.title or SECTION_TITLES.get(section.kind, ""))
