"""The facts around an item's title, one a line, worded once for both editions.

A year is printed only when it is not the issue's. Every line is typeset already and ends without a full stop.
"""

import re

from newsletter.letter.swedish.dates import calendar_line, capitalised, short_date, span
from newsletter.letter.swedish.phrases import board_name, decided_phrase, proposal_status
from newsletter.letter.swedish.typography import NBSP, typeset
from newsletter.model.choices import ProposalStatus
from newsletter.model.plan_year import PlanYear
from newsletter.model.sections import CalendarItem, Decision, FollowUp, MediaItem, Proposal, Visit

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
        parts.append(f"{_decided(proposal)} den {short_date(proposal.decided, year_of_issue=year_of_issue)}")
    return ", ".join((*parts, *_reference(proposal.ref)))


def follow_up_line(follow_up: FollowUp) -> str:
    """``Beslutad 2025``; empty when it is not known when."""
    return decided_phrase(follow_up.decided) if follow_up.decided else ""


def visit_lines(visit: Visit, *, year_of_issue: int) -> tuple[str, ...]:
    """``Studiebesök den 5 februari``, ``Plats: Hagfors``, ``Deltog: Mattis Finnskog``."""
    when = f"{capitalised(str(visit.type))} den {span(visit.date, visit.until, year_of_issue=year_of_issue)}"
    return (when, *_labelled("Plats", visit.place), *_labelled("Deltog", visit.who))


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
    return (*sort, *_labelled("Plats", item.place), *_open_for(item.open))


def _open_for(words: str | None) -> tuple[str, ...]:
    if words is None:
        return ()
    text = typeset(words)
    return (text,) if text.lower().startswith(("öpp", "webb")) else (f"Öppet för: {text}",)


def _labelled(label: str, words: str | None) -> tuple[str, ...]:
    return (f"{label}: {typeset(words)}",) if words else ()


def _reference(ref: str | None) -> tuple[str, ...]:
    """A registry number is printed as it is written."""
    return (f"dnr{NBSP}{ref}",) if ref else ()


def _decided(proposal: Proposal) -> str:
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
