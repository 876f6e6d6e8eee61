"""Whole Swedish phrases for the closed choices, so that no reader has to guess what a word means (domain.md 4.4).

Used by both editions, which therefore say the same: the words of a choice first, then the facts around an item's title, one a
line. A year is printed only when it is not the issue's. Every phrase is typeset already, and ends without a full stop unless it
is a sentence.
"""

import re
from datetime import date
from enum import StrEnum

from newsletter.letter.swedish.dates import calendar_line, capitalised, short_date, span, weekday
from newsletter.letter.swedish.typography import NBSP, typeset
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
from newsletter.model.sections import SECTION_TITLES, AnySection, CalendarItem, Decision, FollowUp, MediaItem, Proposal, Visit
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
# Capital first in the editor's field, small in the middle of our line; never a name.
_COMMON = re.compile(
    r"""
    (?:
        En | Ett | Flera | Hela | Alla
        | Regiongruppen | Regionstyrelsen | Regionfullmäktige
        | [A-ZÅÄÖ][a-zåäö]*nämnden                             # Patientnämnden
        | Hälso-\ och\ sjukvårdsnämnden | Kultur-\ och\ bildningsnämnden | Regionala\ utvecklingsnämnden
    )s?\b
    """,
    re.VERBOSE,
)


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


def phrase_of_decision_day(decided: YearOrDate) -> str:
    """``Beslutad 2025`` or ``Beslutad den 12 februari 2026``: a look back always has its year."""
    return f"Beslutad den {short_date(decided.day)}" if decided.day else f"Beslutad {decided.year}"


def deadline_line(day: date, *, year_of_issue: int) -> str:
    """``Sista dag: lördag 12 september``."""
    return f"Sista dag: {weekday(day)} {short_date(day, year_of_issue=year_of_issue)}"


def section_title(section: AnySection) -> str:
    """The heading as it is printed: the editor's, else the kind's own, else none (a picture)."""
    return typeset(section.title or SECTION_TITLES.get(section.kind, ""))


def decision_line(decision: Decision, plan: PlanYear, *, year_of_issue: int) -> str:
    """``Hälso- och sjukvårdsnämnden den 17 februari, dnr HSN/26-EX014``."""
    board = board_name(decision.board, decision.name, plan)
    decided = f"{board} den {short_date(decision.date, year_of_issue=year_of_issue)}"
    return ", ".join((decided, *_reference(decision.ref)))


def proposal_line(proposal: Proposal, *, year_of_issue: int) -> str:
    """``Interpellation av Tuva Hyttsten till …, inlämnad den 18 februari, besvarad den 4 mars, dnr …``."""
    who = capitalised(str(proposal.type))
    who += f" av {_within(proposal.by)}" if proposal.by else ""
    who += f" till {_within(proposal.to)}" if proposal.to else ""
    parts = [who]
    if proposal.date:
        submitted = proposal_status(proposal.type, ProposalStatus.SUBMITTED)
        parts.append(f"{submitted} den {short_date(proposal.date, year_of_issue=year_of_issue)}")
    if proposal.decided:
        parts.append(f"{_word_of_decision(proposal)} den {short_date(proposal.decided, year_of_issue=year_of_issue)}")
    return ", ".join((*parts, *_reference(proposal.ref)))


def follow_up_line(follow_up: FollowUp) -> str:
    """``Beslutad 2025``; empty when it is not known when."""
    return phrase_of_decision_day(follow_up.decided) if follow_up.decided else ""


def visit_lines(visit: Visit, *, year_of_issue: int) -> tuple[str, ...]:
    """``Studiebesök den 5 februari``, ``Plats: Hagfors``, ``Deltog: Mattis Finnskog``."""
    when = f"{capitalised(str(visit.type))} den {span(visit.date, visit.until, year_of_issue=year_of_issue)}"
    return (when, *_with_label("Plats", visit.place), *_with_label("Deltog", visit.who))


def media_line(item: MediaItem, *, year_of_issue: int) -> str:
    """``Bruksposten den 12 mars, debattartikel av Tuva Hyttsten``; an outlet called Radio need not be said to be radio."""
    said = str(item.type) if item.type and not _says(item.outlet, str(item.type)) else ""
    by = f"av {_within(item.by)}" if item.by else ""
    published = f"{typeset(item.outlet)} den {short_date(item.date, year_of_issue=year_of_issue)}"
    return ", ".join(part for part in (published, f"{said} {by}".strip()) if part)


def calendar_when(item: CalendarItem, *, year_of_issue: int) -> str:
    """``Måndag 13 april kl. 17.30–19.30``."""
    return calendar_line(item.date, item.until, item.time, year_of_issue=year_of_issue)


def calendar_details(item: CalendarItem) -> tuple[str, ...]:
    """Sort of occasion where the title does not say it, place, and who may come."""
    sort = (capitalised(str(item.type)),) if item.type and not _says(item.title, str(item.type)) else ()
    return (*sort, *_with_label("Plats", item.place), *_open_for(item.open))


def _open_for(words: str | None) -> tuple[str, ...]:
    if words is None:
        return ()
    text = typeset(words)
    return (text,) if text.lower().startswith(("öpp", "webb")) else (f"Öppet för: {text}",)


def _with_label(label: str, words: str | None) -> tuple[str, ...]:
    return (f"{label}: {typeset(words)}",) if words else ()


def _reference(ref: str | None) -> tuple[str, ...]:
    """A registry number is printed as it is written."""
    return (f"dnr{NBSP}{ref}",) if ref else ()


def _word_of_decision(proposal: Proposal) -> str:
    """``besvarad``, ``avslagen``; of one that still waits, that something was decided."""
    if proposal.status in (ProposalStatus.SUBMITTED, ProposalStatus.IN_PREPARATION):
        return "beslutat" if proposal.type.is_neuter else "beslutad"
    return proposal_status(proposal.type, proposal.status)


def _within(words: str) -> str:
    """As in the middle of a sentence: ``en invånare i Kil``, ``hälso- och sjukvårdsnämndens ordförande``."""
    text = typeset(words)
    return text[:1].lower() + text[1:] if _COMMON.match(text) else text


def _says(words: str, word: str) -> bool:
    return word.casefold() in words.casefold()
