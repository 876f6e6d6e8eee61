"""Whole Swedish phrases for the closed choices, so that nobody has to guess what a word means (domain.md 4.4).

Used by both editions, which therefore say the same. Every phrase is typeset already.
"""

from datetime import date
from enum import StrEnum

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
from newsletter.model.sections import SECTION_TITLES, AnySection
from newsletter.model.settings import OTHER_BOARD
from newsletter.model.values import YearOrDate


class BadgeColour(StrEnum):
    GREEN = "green"
    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


Badge = MatterOutcome | ProposalStatus | FollowUpStatus | CalendarStatus

_MARKS = {
    Mark.RESERVATION: "Vi reserverade oss.",
    Mark.SPECIAL_STATEMENT: "Vi lämnade ett särskilt yttrande.",
    Mark.NOTE_IN_MINUTES: "Vi lämnade en protokollsanteckning.",
}
_COLOURS: dict[Badge, BadgeColour] = {
    MatterOutcome.APPROVED: BadgeColour.GREEN,
    MatterOutcome.PARTLY_APPROVED: BadgeColour.BLUE,
    MatterOutcome.REJECTED: BadgeColour.RED,
    MatterOutcome.REFERRED_BACK: BadgeColour.AMBER,
    MatterOutcome.TABLED: BadgeColour.AMBER,
    MatterOutcome.NOTED: BadgeColour.BLUE,
    ProposalStatus.SUBMITTED: BadgeColour.BLUE,
    ProposalStatus.IN_PREPARATION: BadgeColour.BLUE,
    ProposalStatus.ANSWERED: BadgeColour.BLUE,
    ProposalStatus.APPROVED: BadgeColour.GREEN,
    ProposalStatus.PARTLY_APPROVED: BadgeColour.BLUE,
    ProposalStatus.REJECTED: BadgeColour.RED,
    ProposalStatus.REFERRED_BACK: BadgeColour.AMBER,
    ProposalStatus.TABLED: BadgeColour.AMBER,
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
            return f"Vi röstade för {_voted_on(outcome)}."
        case Vote.AGAINST:
            return f"Vi röstade emot {_voted_on(outcome)}."
        case Vote.OWN_PROPOSAL:
            return "Vi röstade för vårt eget förslag."
        case Vote.ABSTAINED:
            return "Vi avstod från att rösta."
        case Vote.DID_NOT_TAKE_PART:
            return "Vi deltog inte i beslutet."


def _voted_on(outcome: MatterOutcome) -> str:
    match outcome:
        case MatterOutcome.REFERRED_BACK:
            return "återremiss"
        case MatterOutcome.TABLED:
            return "bordläggning"
        case MatterOutcome.APPROVED | MatterOutcome.PARTLY_APPROVED | MatterOutcome.REJECTED | MatterOutcome.NOTED:
            return "förslaget"


def mark_phrase(mark: Mark) -> str:
    return _MARKS[mark]


def stances(vote: Vote | None, outcome: MatterOutcome, marks: tuple[Mark, ...]) -> tuple[str, ...]:
    """How we voted and how we marked our dissent, a sentence each."""
    voted = (vote_phrase(vote, outcome),) if vote else ()
    return (*voted, *(mark_phrase(mark) for mark in marks))


def vote_and_marks(vote: Vote | None, outcome: MatterOutcome, marks: tuple[Mark, ...]) -> str:
    """``Vi röstade emot förslaget. Vi reserverade oss.``; empty when there is nothing to say."""
    return " ".join(stances(vote, outcome, marks))


def proposal_status(type_: ProposalType, status: ProposalStatus) -> str:
    """The status as it is said of this instrument: en motion är bifallen, ett initiativ är bifallet."""
    return status.neuter if type_.is_neuter else str(status)


def badge_colour(word: Badge) -> BadgeColour:
    """The colour group of a word that is always printed as well."""
    return _COLOURS[word]


def board_name(board: str, name: str | None, plan: PlanYear) -> str:
    """The board's full name: the plan's, or ``name`` for ``annat``."""
    full = name if board == OTHER_BOARD and name else plan.boards.get(board, board)
    return typeset(full)


def topic_label(topic: str, plan: PlanYear) -> str:
    """The focus issue as the plan prints it."""
    return typeset(next((known.label for known in plan.topics if known.id == topic), topic))


def topic_line(topic: str, plan: PlanYear) -> str:
    return f"Fokusfråga: {topic_label(topic, plan)}"


def decided_phrase(decided: YearOrDate) -> str:
    """``Beslutad 2025`` or ``Beslutad den 12 februari 2026``: a look back always has its year."""
    return f"Beslutad den {short_date(decided.day)}" if decided.day else f"Beslutad {decided.year}"


def deadline_line(day: date, *, year_of_issue: int) -> str:
    """``Sista dag: lördag 12 september``."""
    return f"Sista dag: {weekday(day)} {short_date(day, year_of_issue=year_of_issue)}"


def section_title(section: AnySection) -> str:
    """The heading as it is printed: the editor's, else the kind's own, else none (a picture)."""
    return typeset(section.title or SECTION_TITLES.get(section.kind, ""))
