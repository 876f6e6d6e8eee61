"""What is seen before the letter is opened: subject and preview text."""

import re
from collections.abc import Iterator

from newsletter.checks.findings import warning
from newsletter.letter.issue_lines import subject_line
from newsletter.locale import _
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.issue import Issue

LONGEST_SUBJECT = 70
LONGEST_PREVIEW = 110
_SHORTEST_SHOUT = 8
"""Letters; below it, capitals are abbreviations: RF och HSN."""


def long_subject(issue: Issue) -> Iterator[Finding]:
    if issue.subject and len(issue.subject) > LONGEST_SUBJECT:
        yield warning(
            "long-subject",
            ("subject",),
            _("The subject line is {n} characters. Beyond {max} it is cut off in many telephones.").format(
                n=len(issue.subject), max=LONGEST_SUBJECT
            ),
            _("Put the most important words first and shorten it."),
        )


def long_preview(issue: Issue) -> Iterator[Finding]:
    if issue.preview and len(issue.preview) > LONGEST_PREVIEW:
        yield warning(
            "long-preview",
            ("preview",),
            _("The preview text is {n} characters, preferably at most {max}.").format(
                n=len(issue.preview), max=LONGEST_PREVIEW
            ),
            _("Put the most important words first and shorten it."),
        )


def preview_repeats_subject(issue: Issue) -> Iterator[Finding]:
    if issue.preview and _compared(issue.preview) == _compared(subject_line(issue)):
        yield warning(
            "preview-repeats-subject",
            ("preview",),
            _("The preview text says the same as the subject line, and they stand beside each other in the inbox."),
            _("Let it tell something more of what is in the issue."),
        )


def shouting(issue: Issue) -> Iterator[Finding]:
    for location, text in _headings(issue):
        letters = [sign for sign in text if sign.isalpha()]
        if len(letters) >= _SHORTEST_SHOUT and sum(sign.isupper() for sign in letters) > 0.7 * len(letters):
            yield warning(
                "shouting",
                location,
                _("“{text}” is in capitals.").format(text=text),
                _("Write in lower case: capitals are harder to read, and spam filters dislike them."),
            )


def _headings(issue: Issue) -> Iterator[tuple[Location, str]]:
    yield ("title",), issue.title
    for key, text in (("subject", issue.subject), ("preview", issue.preview)):
        if text:
            yield (key,), text
    for number, section in enumerate(issue.sections):
        if section.title:
            yield ("sections", number, "title"), section.title


def _compared(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
