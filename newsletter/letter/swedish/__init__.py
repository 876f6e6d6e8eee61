"""The letter's Swedish: typography, dates and telephone numbers, and each phrase worded once for both editions."""

from newsletter.letter.swedish.dates import capitalised, full_date, quarter_name, running_date, short_date, span, whole_date
from newsletter.letter.swedish.fact_lines import calendar_details, calendar_when, decision_line, is_only_noted
from newsletter.letter.swedish.phrases import outcome_phrase, proposal_status, stances, stand_colour
from newsletter.letter.swedish.places import words_in_place
from newsletter.letter.swedish.reading_time import reading_minutes, texts, word_count
from newsletter.letter.swedish.typography import NBSP, quoted, typeset

__all__ = [
    "NBSP",
    "calendar_details",
    "calendar_when",
    "capitalised",
    "decision_line",
    "full_date",
    "is_only_noted",
    "outcome_phrase",
    "proposal_status",
    "quarter_name",
    "quoted",
    "reading_minutes",
    "running_date",
    "short_date",
    "span",
    "stances",
    "stand_colour",
    "texts",
    "typeset",
    "whole_date",
    "word_count",
    "words_in_place",
]
