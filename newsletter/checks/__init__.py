"""Rules about an issue, its letter and its recipients: one pure function a rule, grouped by what it looks at.

A rule takes a model and yields findings; its code is its name with hyphens. It never looks at the clock, a file or the
network. ``review`` runs them all and puts each finding where it stands. To add a rule: write it, and put it in its tuple here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from newsletter.checks import appearance, dates, inbox, links, promises, recipients, size, structure, weekdays, wording
from newsletter.checks.checklist import checklist
from newsletter.letter.content import Content
from newsletter.model.diagnostics import Diagnostic, Finding, Places
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings
from newsletter.source import IssueFile, RecipientsFile, SettingsFile

__all__ = ["ISSUE_RULES", "LETTER_RULES", "RECIPIENTS_RULES", "SERIES_RULES", "SETTINGS_RULES", "checklist", "review"]

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
SERIES_RULES = (promises.forgotten_follow_up,)
LETTER_RULES: tuple[Callable[[Content], Iterator[Finding]], ...] = (size.html_size,)
RECIPIENTS_RULES: tuple[Callable[[Recipients], Iterator[Finding]], ...] = (
    recipients.association_without_contact,
    recipients.address_in_several_associations,
    recipients.surname_first,
)
SETTINGS_RULES: tuple[Callable[[Settings], Iterator[Finding]], ...] = (appearance.low_contrast,)


def review(
    reading: IssueFile,
    settings: SettingsFile,
    recipients: RecipientsFile | None,
    content: Content | None,
    earlier: Sequence[IssueFile] = (),
) -> tuple[Diagnostic, ...]:
    """Every finding about one issue and what goes with it, in the order of files and lines. Errors stop a sending.

    What needs ``content``, ``recipients`` or ``earlier`` issues is left out where they are. Two issues reviewed with the same
    recipients give equal diagnostics of them.
    """
    issue = reading.issue
    before = {one.id: one.issue for one in earlier if one.id != reading.id}
    found = [finding for rule in ISSUE_RULES for finding in rule(issue)]
    found += [finding for rule in SERIES_RULES for finding in rule(issue, before)]
    found += [finding for rule in LETTER_RULES if content for finding in rule(content)]
    diagnostics = set(_placed(found, reading.file, reading.places))
    diagnostics.update(
        _placed([one for rule in SETTINGS_RULES for one in rule(settings.settings)], settings.file, settings.places)
    )
    if recipients:
        concerning_them = [finding for rule in RECIPIENTS_RULES for finding in rule(recipients.recipients)]
        diagnostics.update(_placed(concerning_them, recipients.file, recipients.places))
    return tuple(sorted(diagnostics))


def _placed(findings: Iterable[Finding], file: str, places: Places) -> Iterator[Diagnostic]:
    for finding in findings:
        place = places.of(finding.location)
        yield Diagnostic(file, place.line, place.column, finding.severity, finding.code, finding.message, finding.hint)
