"""Which rules there are, by what they look at: plain data."""

from collections.abc import Callable, Iterator, Mapping

from newsletter.checks import dates, inbox, links, promises, recipients, settings, size, structure, weekdays, wording
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Finding
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings

ISSUE_RULES: tuple[Callable[[Issue], Iterator[Finding]], ...] = (
    inbox.long_subject,
    inbox.long_preview,
    inbox.preview_repeats_subject,
    inbox.shouting,
    dates.date_outside_quarter,
    dates.calendar_date_passed,
    dates.calendar_far_ahead,
    dates.time_over_several_days,
    dates.deadline_passed,
    dates.date_in_future,
    dates.date_far_back,
    dates.decided_before_submitted,
    weekdays.weekday_mismatch,
    weekdays.weekday_in_title,
    weekdays.impossible_date,
    weekdays.unlikely_weekday,
    links.vague_link_text,
    links.one_text_two_targets,
    links.text_is_other_address,
    links.insecure_link,
    links.unusable_link,
    links.split_link,
    links.example_address,
    wording.placeholder_text,
    wording.template_syntax,
    wording.slot_outside_greeting,
    wording.pasted_bullet,
    wording.html_in_text,
    wording.markdown_in_plain_text,
    wording.picture_in_text,
    structure.skipped_heading_level,
    structure.uneven_table,
    structure.repeated_section,
    structure.vote_on_noted_matter,
    structure.no_contacts,
    structure.no_questions,
)
SERIES_RULES: tuple[Callable[[Issue, Mapping[str, Issue]], Iterator[Finding]], ...] = (promises.forgotten_follow_up,)
"""An issue beside the others, by id."""
LETTER_RULES: tuple[Callable[[Content], Iterator[Finding]], ...] = (size.html_size,)
RECIPIENTS_RULES: tuple[Callable[[Recipients], Iterator[Finding]], ...] = (
    recipients.association_without_contact,
    recipients.address_in_two_associations,
    recipients.surname_first,
)
SETTINGS_RULES: tuple[Callable[[Settings], Iterator[Finding]], ...] = (settings.low_contrast,)
