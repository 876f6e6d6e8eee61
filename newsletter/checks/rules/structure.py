"""How an issue is put together: sections, headings, tables."""

from collections.abc import Iterator
from itertools import pairwise

from newsletter.checks import markdown
from newsletter.checks.passages import Form, passages
from newsletter.checks.rule import Remark, rule
from newsletter.letter.swedish import word_count
from newsletter.locale import N_, _
from newsletter.model.choices import IssueType
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import HasDeadline, Issue
from newsletter.model.sections import SECTION_TITLES

SUBJECT = N_("How the issue is built")

LONGEST = 1600
"""Words; 700 to 1200 is what an association has time for (domain.md 2.2)."""
MOST_REQUESTS = 2
FIRST_HEADING = 3
"""The level below a section's own heading: ``###``."""


@rule(Severity.WARNING, N_("A screen reader's user takes a missing level for missing text."))
def skipped_heading_level(issue: Issue) -> Iterator[Remark]:
    for passage in passages(issue):
        if passage.form is not Form.MARKDOWN:
            continue
        headings = ((FIRST_HEADING - 1, 0), *markdown.headings(passage.text))
        for (above, _line), (below, line) in pairwise(headings):
            if below > above + 1:
                yield Remark(
                    passage.location,
                    _("A heading with {below} # comes where one with {expected} was due.").format(
                        below=below, expected=max(above + 1, FIRST_HEADING)
                    ),
                    _("Use ### for headings in a text, and #### only below one of those."),
                    before=markdown.lines_before(passage.text, line),
                )
                break


@rule(Severity.WARNING, N_("The letter has one headline, and each section one heading; those in a text stand below them."))
def heading_too_high(issue: Issue) -> Iterator[Remark]:
    """# and ## are the letter's and its sections' own headings."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            for level, line in markdown.headings(passage.text):
                if level < FIRST_HEADING:
                    yield Remark(
                        passage.location,
                        _("A heading with {n} # stands inside a text, where the section's own heading is above it.").format(
                            n=level
                        ),
                        _("Use ### for headings in a text."),
                        before=markdown.lines_before(passage.text, line),
                    )


@rule(Severity.WARNING, N_("A screen reader jumps between headings, and does not find bold words."))
def bold_as_heading(issue: Issue) -> Iterator[Remark]:
    """A line of bold words looks like a heading, and is none to a screen reader."""
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN and passage.location[-1] in ("text", "lead", "closing"):
            for words in markdown.bold_paragraphs(passage.text):
                yield Remark(
                    passage.location,
                    _("“{text}” is a line of its own in bold, and looks like a heading.").format(text=words),
                    _("Write ### in front of it instead of ** around it."),
                    before=passage.text[: max(passage.text.find(f"**{words}"), 0)],
                )


@rule(Severity.WARNING, N_("Of a long letter, few read the end, and the meeting has no time for it."))
def long_issue(issue: Issue) -> Iterator[Remark]:
    if (words := word_count(issue)) > LONGEST:
        yield Remark(
            ("title",),
            _("The issue is {n} words long. Of more than {max}, few read the end.").format(n=words, max=LONGEST),
            _("Shorten it, or link to the whole text. What is to be read at a meeting is best at 700 to 1200 words."),
        )


@rule(Severity.WARNING, N_("One clear request is carried out; of five, none."))
def many_requests(issue: Issue) -> Iterator[Remark]:
    asked = [number for number, section in enumerate(issue.sections) if isinstance(section, HasDeadline)]
    if len(asked) > MOST_REQUESTS:
        yield Remark(
            ("sections", asked[MOST_REQUESTS], "title"),
            _("The issue asks the reader for {n} things, and who is asked for much does nothing.").format(n=len(asked)),
            _("Choose the most important one, and let the others wait or become articles."),
        )


@rule(Severity.WARNING, N_("Cells slide into the wrong column."))
def uneven_table(issue: Issue) -> Iterator[Remark]:
    for passage in passages(issue):
        if passage.form is Form.MARKDOWN:
            for line, widths in markdown.table_widths(passage.text):
                if row := next((number for number, width in enumerate(widths, 1) if width != widths[0]), None):
                    yield Remark(
                        passage.location,
                        _("Line {row} of the table has {n} cells, the first line {expected}.").format(
                            row=row, n=widths[row - 1], expected=widths[0]
                        ),
                        _("Give all lines of the table the same number of cells, also empty ones."),
                        before=markdown.lines_before(passage.text, line + row - 1),
                    )


@rule(Severity.WARNING, N_("Two of the same name cannot be told apart in the list of contents."))
def repeated_section(issue: Issue) -> Iterator[Remark]:
    seen: set[tuple[str, str]] = set()
    for number, section in enumerate(issue.sections):
        title = section.title or SECTION_TITLES.get(section.kind, "")
        if title and (section.kind, title.casefold()) in seen:
            yield Remark(
                ("sections", number, "title" if section.title else "kind"),
                _("There are two sections of the kind “{kind}” with the title “{title}”.").format(
                    kind=section.kind, title=title
                ),
                _("Put them together, or give them different titles."),
            )
        seen.add((section.kind, title.casefold()))


@rule(Severity.WARNING, N_("A person to ring is among what the associations ask for most."))
def no_contacts(issue: Issue) -> Iterator[Remark]:
    if issue.type is not IssueType.CORRECTION and all(section.kind != "contacts" for section in issue.sections):
        yield Remark(
            ("sections",),
            _("The issue has no contact person (the section “contacts”)."),
            _("Say whom the associations may ring or write to."),
        )


@rule(Severity.WARNING, N_("Questions to discuss are what brings the report to the members' meeting."))
def no_questions(issue: Issue) -> Iterator[Remark]:
    if issue.type is IssueType.REPORT and all(section.kind != "questions" for section in issue.sections):
        yield Remark(
            ("sections",),
            _("The issue has no question to discuss (the section “questions”)."),
            _("Three or four open questions give the associations something to take up at their meetings."),
        )
