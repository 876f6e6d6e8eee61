"""The facts around an item's title, a line each, alike in both editions: where, when, by whom, and which focus issue.

A year is printed only when it is not the issue's. Each fact stands once: the status and its day in ``proposal_status_line``,
the rest in ``proposal_line``.
"""

import re
from datetime import date

from newsletter.letter.swedish import dates
from newsletter.letter.swedish.capitals import at_start, within_sentence
from newsletter.letter.swedish.dates import capitalised, short_date, span, time_of_day
from newsletter.letter.swedish.phrases import board_name, phrase_of_decision_day, proposal_status, topic_label
from newsletter.letter.swedish.typography import NBSP, typeset
from newsletter.model.choices import CalendarType, MatterOutcome, MediaType, ProposalStatus
from newsletter.model.plan_year import PlanYear
from newsletter.model.sections import CalendarItem, Decision, FollowUp, MediaItem, Proposal, Visit
from newsletter.model.values import TimeSpan

_SPOKEN = (MediaType.INTERVIEW, MediaType.RADIO, MediaType.TV, MediaType.SOCIAL_MEDIA)
"""Where a person appears; of everything else ``by`` is who wrote it."""
_SAYS_WHO_MAY_COME = re.compile(r"öpp|webb|sänds|.*(?:välkom|anmäl)", re.IGNORECASE)
_SAYS_WHAT_PICTURE = re.compile(
    r"""
    [^:]*:                                                     # Illustration: Mira Sol
    | © | \(c\)
    | (?:foto|bild|illustration|teckning|målning|grafik)       # Illustration av Mira Sol; a name goes on: Bildt
      (?:en|er|erna|et|ar|arna)?\b
    | (?:diagram|karta|skärmbild|montage|animation|affisch|logotyp)\w{0,3}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What the picture is has been said already, so that ours would be wrong."""


def decision_line(decision: Decision, plan: PlanYear, *, year_of_issue: int) -> str:
    """``Hälso- och sjukvårdsnämnden den 17 februari, dnr HSN/26-EX014 · Vårdskulden``."""
    board = at_start(board_name(decision.board, decision.name, plan))
    decided = f"{board} den {short_date(decision.date, year_of_issue=year_of_issue)}"
    return _with_topic(", ".join((decided, *_reference(decision.ref))), decision.topic, plan)


def noted_line(decision: Decision, plan: PlanYear, *, year_of_issue: int) -> str:
    """What stands after the title of a matter that was only noted: ``noterat i patientnämnden den 17 mars``."""
    board = within_sentence(board_name(decision.board, decision.name, plan), plan)
    noted = f"{decision.outcome} i {board} den {short_date(decision.date, year_of_issue=year_of_issue)}"
    return _with_topic(", ".join((noted, *_reference(decision.ref))), decision.topic, plan)


def is_only_noted(decision: Decision) -> bool:
    """The board took note, and we neither voted nor dissented: a line of facts says all of it."""
    return decision.outcome is MatterOutcome.NOTED and not (decision.vote or decision.mark)


def proposal_line(proposal: Proposal, plan: PlanYear, *, year_of_issue: int) -> str:
    """``Interpellation av Tuva Hyttsten till …, inlämnad den 18 februari, dnr …``; the status has a line of its own."""
    who = capitalised(str(proposal.type))
    who += f" av {within_sentence(typeset(proposal.by), plan)}" if proposal.by else ""
    who += f" till {within_sentence(typeset(proposal.to), plan)}" if proposal.to else ""
    parts = [who]
    if proposal.date and proposal.status is not ProposalStatus.SUBMITTED:
        submitted = proposal_status(proposal.type, ProposalStatus.SUBMITTED)
        parts.append(f"{submitted} den {short_date(proposal.date, year_of_issue=year_of_issue)}")
    if proposal.decided and _day_of_status(proposal) != proposal.decided:
        parts.append(f"beslut den {short_date(proposal.decided, year_of_issue=year_of_issue)}")
    return _with_topic(", ".join((*parts, *_reference(proposal.ref))), proposal.topic, plan)


def proposal_status_line(proposal: Proposal, *, year_of_issue: int) -> str:
    """``besvarad den 4 mars``; ``bereds`` has no day."""
    return " ".join(
        part for part in (proposal_status(proposal.type, proposal.status), status_day(proposal, year_of_issue)) if part
    )


def status_day(proposal: Proposal, year_of_issue: int) -> str:
    """``den 4 mars``, after the status; empty where its day is not told."""
    day = _day_of_status(proposal)
    return f"den {short_date(day, year_of_issue=year_of_issue)}" if day else ""


def follow_up_line(follow_up: FollowUp, plan: PlanYear) -> str:
    """``Beslut 2025 · Vårdskulden``; empty when neither is told."""
    decided = phrase_of_decision_day(follow_up.decided) if follow_up.decided else ""
    return _with_topic(decided, follow_up.topic, plan)


def visit_lines(visit: Visit, plan: PlanYear, *, year_of_issue: int) -> tuple[str, ...]:
    """``Studiebesök den 5 februari, Hagfors · Vårdskulden``, ``Deltog: Mattis Finnskog``."""
    when = f"{capitalised(str(visit.type))} den {span(visit.date, visit.until, year_of_issue=year_of_issue)}"
    where = f", {typeset(visit.place)}" if visit.place else ""
    return (_with_topic(f"{when}{where}", visit.topic, plan), *_with_label("Deltog", visit.who))


def media_line(item: MediaItem, plan: PlanYear, *, year_of_issue: int) -> str:
    """``Bruksposten den 12 mars, debattartikel av Tuva Hyttsten``; an outlet called Radio need not be said to be radio."""
    kind = str(item.type) if item.type and not _says(item.outlet, str(item.type)) else ""
    by = f"{'med' if item.type in _SPOKEN else 'av'} {within_sentence(typeset(item.by), plan)}" if item.by else ""
    published = f"{at_start(typeset(item.outlet))} den {short_date(item.date, year_of_issue=year_of_issue)}"
    return ", ".join(part for part in (published, f"{kind} {by}".strip()) if part)


def calendar_when(item: CalendarItem, *, year_of_issue: int) -> str:
    """``Måndag 13 april kl. 17.30–19.30``."""
    return dates.calendar_line(item.date, item.until, item.time, year_of_issue=year_of_issue)


def calendar_line_beside_mark(item: CalendarItem, *, year_of_issue: int) -> str:
    """What the day's mark does not say: ``Kl. 17.30–19.30, Folkets hus``; of several days or another year the dates as well."""
    is_marked = item.date.year == year_of_issue and item.until in (None, item.date)
    clock = time_of_day(item.time) if item.time else ""
    return _with_place(at_start(clock) if is_marked else calendar_when(item, year_of_issue=year_of_issue), item)


def calendar_line(item: CalendarItem, *, year_of_issue: int) -> str:
    """``Måndag 13 april kl. 17.30–19.30, Folkets hus``."""
    return _with_place(calendar_when(item, year_of_issue=year_of_issue), item)


def _with_place(when: str, item: CalendarItem) -> str:
    return ", ".join(part for part in (when, typeset(item.place) if item.place else "") if part)


def calendar_details(item: CalendarItem) -> tuple[str, ...]:
    """When it was to have been, sort of occasion where the title does not say it, or who arranges it, and who may come."""
    return (*_moved_from(item), *_sort_of_occasion(item), *_open_for(item.open))


def credit_line(credit: str) -> str:
    """``Foto: Siv Tallroth``; a credit that says what it is stands as it is: ``Illustration: Mira Sol``."""
    words = typeset(credit)
    return at_start(words) if _SAYS_WHAT_PICTURE.match(words) else f"Foto: {words}"


def _moved_from(item: CalendarItem) -> tuple[str, ...]:
    """``Flyttat från måndag 21 september kl. 17.30``: the day that readers may have written down."""
    moment = item.moved_from
    if moment is None:
        return ()
    start = TimeSpan(moment.clock.start) if moment.clock else None
    line = dates.calendar_line(moment.day, None, start, year_of_issue=item.date.year)
    return (f"Flyttat från {line[:1].lower()}{line[1:]}",)


def _sort_of_occasion(item: CalendarItem) -> tuple[str, ...]:
    if item.type is None or _says(item.title, str(item.type)):
        return ()
    # "Distriktet" alone would be a name without a word of what it does here.
    return (f"Arrangör: {item.type}",) if item.type is CalendarType.DISTRICT else (capitalised(str(item.type)),)


def _open_for(words: str | None) -> tuple[str, ...]:
    if words is None:
        return ()
    text = typeset(words)
    return (at_start(text),) if _SAYS_WHO_MAY_COME.match(text) else (f"Öppet för: {within_sentence(text)}",)


def _with_label(label: str, words: str | None) -> tuple[str, ...]:
    return (f"{label}: {typeset(words)}",) if words else ()


def _with_topic(line: str, topic: str | None, plan: PlanYear) -> str:
    return f"{NBSP}· ".join(part for part in (line, topic_label(topic, plan) if topic else "") if part)


def _reference(ref: str | None) -> tuple[str, ...]:
    """A registry number is printed as it is written."""
    return (f"dnr{NBSP}{ref}",) if ref else ()


def _day_of_status(proposal: Proposal) -> date | None:
    """When the proposal came to stand as it stands; a decision tells nothing of one that still waits."""
    match proposal.status:
        case ProposalStatus.SUBMITTED:
            return proposal.date
        case ProposalStatus.IN_PREPARATION:
            return None
        case _:
            return proposal.decided


def _says(words: str, word: str) -> bool:
    return word.casefold() in words.casefold()
