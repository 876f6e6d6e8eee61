"""I korthet: after the lead, what a reader with half a minute must know, made from the issue's own sections (issue 13).

At most four rows: one thing to do and its last day, the decisions and how they went for us, the nearest date, and the questions
to discuss. A letter so short that all of it is seen at once has none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from newsletter.letter.swedish.dates import capitalised
from newsletter.letter.swedish.fact_lines import calendar_when
from newsletter.letter.swedish.phrases import deadline_line, number_word, section_title
from newsletter.letter.swedish.typography import typeset
from newsletter.model.choices import CalendarStatus, MatterOutcome
from newsletter.model.issue import Issue
from newsletter.model.sections import Action, AnySection, Calendar, Decision, Decisions, Questions
from newsletter.model.stand import Stand, our_stand

_FEWEST_SECTIONS = 4
_Numbered = tuple[tuple[int, AnySection], ...]
"""The sections with their numbers from 1, which are their anchors."""


@dataclass(frozen=True, slots=True)
class BriefRow:
    """``anchor`` is the number of the section that tells more, counted from 1."""

    label: str
    words: str
    detail: str
    anchor: int

    @property
    def after_words(self) -> str:
        """The detail, after a full stop where the words do not end in a mark of their own."""
        return f"{'' if self.words.endswith(('?', '!', '.', '…')) else '.'} {self.detail}" if self.detail else ""


def brief_rows(issue: Issue) -> tuple[BriefRow, ...]:
    """The rows in the order that they help; empty where the editor wants none, or where they would say all there is."""
    if not issue.brief or len(issue.sections) < _FEWEST_SECTIONS:
        return ()
    numbered = tuple(enumerate(issue.sections, 1))
    rows = (*_to_do(numbered, issue.year), *_decided(numbered), *_nearest(numbered, issue), *_to_discuss(numbered))
    return rows if len(rows) > 1 else ()


def _to_do(sections: _Numbered, year: int) -> Iterator[BriefRow]:
    """What is asked for first: the one whose last day comes first, else the one that stands first."""
    asked = [(number, section) for number, section in sections if isinstance(section, Action)]
    if asked:
        number, action = min(asked, key=lambda one: one[1].deadline or date.max)
        detail = deadline_line(action.deadline, year_of_issue=year) if action.deadline else ""
        yield BriefRow("Gör en sak", section_title(action), detail, number)


def _decided(sections: _Numbered) -> Iterator[BriefRow]:
    """What was only noted is no decision to tell of."""
    first = next((number for number, section in sections if isinstance(section, Decisions)), 0)
    decisions = [one for _, section in sections if isinstance(section, Decisions) for one in section.items if _is_decided(one)]
    if decisions:
        words = _how_they_went(decisions) or f"{number_word(len(decisions), one='ett')} beslut"
        yield BriefRow("Beslut", capitalised(words), "", first)


def _is_decided(decision: Decision) -> bool:
    return decision.outcome is not MatterOutcome.NOTED


def _how_they_went(decisions: Sequence[Decision]) -> str:
    """``två gick som vi ville, ett emot oss``; nothing of those where we took no side."""
    stands = Counter(our_stand(one.outcome, one.vote, one.mark) for one in decisions)
    won, lost = stands[Stand.WON], stands[Stand.LOST]
    if not won:
        return f"{number_word(lost, one='ett')} gick emot oss" if lost else ""
    return f"{number_word(won, one='ett')} gick som vi ville" + (f", {number_word(lost, one='ett')} emot oss" if lost else "")


def _nearest(sections: _Numbered, issue: Issue) -> Iterator[BriefRow]:
    """The first day from the issue's own on, of what is not cancelled."""
    coming = [
        (item, number)
        for number, section in sections
        if isinstance(section, Calendar)
        for item in section.items
        if item.date >= issue.date and item.status is not CalendarStatus.CANCELLED
    ]
    if coming:
        item, number = min(coming, key=lambda one: (one[0].date, one[0].time.start if one[0].time else time.min))
        yield BriefRow("Närmast", typeset(item.title), calendar_when(item, year_of_issue=issue.year), number)


def _to_discuss(sections: _Numbered) -> Iterator[BriefRow]:
    asked = [(number, section) for number, section in sections if isinstance(section, Questions)]
    if asked:
        count = sum(len(questions.items) for _, questions in asked)
        words = f"{number_word(count, one='en')} {'fråga' if count == 1 else 'frågor'} att diskutera"
        yield BriefRow("Ta upp", capitalised(words), "", asked[0][0])
