"""What is seen before the letter is opened: subject and preview text."""

import re
from collections.abc import Iterator
from datetime import timedelta

from newsletter.checks.passages import bare_words
from newsletter.checks.rule import Remark, rule
from newsletter.checks.subjects import Surroundings
from newsletter.letter.templates import subject_line
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Location, Severity
from newsletter.model.issue import Issue

SUBJECT = N_("The inbox: subject line and preview text")

LONGEST_SUBJECT = 70
LONGEST_PREVIEW, SHORTEST_PREVIEW = 110, 25
_A_YEAR = timedelta(days=366)
_SHORTEST_SHOUT = 8
"""Letters; below it, capitals are abbreviations: RF och HSN."""
_SHOUTED_WORDS = re.compile(r"\b[A-ZÅÄÖ]{6,}\b|\b[A-ZÅÄÖ]{3,}[ ,]+[A-ZÅÄÖ]{3,}\b")
_QUARTER = re.compile(
    r"""
    \b(?:
        kvartal\s+(?P<number>[1-4])                            # kvartal 3
        | (?P<word>första|andra|tredje|fjärde)\s+kvartalet     # tredje kvartalet
        | Q(?P<short>[1-4])                                    # Q3
    )\b
    (?:,?\s+(?P<year>20\d\d))?                                 # 2026
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ORDINALS = ("första", "andra", "tredje", "fjärde")
_REPLY = re.compile(r"\s*(?:re|sv|fw|fwd|vb|aw)\s*:", re.IGNORECASE)
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]")


@rule(Severity.WARNING, N_("Telephones cut the subject line, and what is cut off is not read."))
def long_subject(issue: Issue) -> Iterator[Remark]:
    length = len(subject_line(issue))
    if length <= LONGEST_SUBJECT:
        return
    message = _("The subject line is {n} characters. Beyond {max} it is cut off in many telephones.")
    said = message.format(n=length, max=LONGEST_SUBJECT)
    if issue.subject:
        yield Remark(("subject",), said, _("Put the most important words first and shorten it."))
    else:
        yield Remark(("title",), said, _("Without subject: the headline is the subject line. Write a shorter one there."))


@rule(Severity.WARNING, N_("The inbox shows about a line, and cuts the rest."))
def long_preview(issue: Issue) -> Iterator[Remark]:
    if issue.preview and len(issue.preview) > LONGEST_PREVIEW:
        yield Remark(
            ("preview",),
            _("The preview text is {n} characters, preferably at most {max}.").format(
                n=len(issue.preview), max=LONGEST_PREVIEW
            ),
            _("Put the most important words first and shorten it."),
        )


@rule(Severity.WARNING, N_("In the inbox the second looks like the first, already read."))
def repeated_subject(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """What the inbox shows, written as a subject or as a headline; ``left-from-earlier`` tells of a copied line."""
    key = "subject" if issue.subject else "title"
    for name, other in around.before(issue).items():
        is_copied = getattr(issue, key) == getattr(other, key)
        is_recent = issue.date - other.date <= _A_YEAR
        if is_recent and not is_copied and bare_words(subject_line(issue)) == bare_words(subject_line(other)):
            yield Remark(
                (key,),
                _("The subject line is the same as that of {issue}.").format(issue=name),
                _("Write subject: and what is new this time."),
            )


@rule(Severity.WARNING, N_("The two stand beside each other, and the same words twice tell nothing more."))
def preview_repeats_subject(issue: Issue) -> Iterator[Remark]:
    if issue.preview and bare_words(issue.preview) == bare_words(subject_line(issue)):
        yield Remark(
            ("preview",),
            _("The preview text says the same as the subject line, and they stand beside each other in the inbox."),
            _("Let it tell something more of what is in the issue."),
        )


@rule(
    Severity.WARNING,
    N_(
        "Capitals are slower to read, are read out letter by letter by some screen readers, "
        "and count against the letter as spam."
    ),
)
def shouting(issue: Issue) -> Iterator[Remark]:
    for location, text in _headings(issue):
        if _is_shouted(text):
            yield Remark(
                location,
                _("“{text}” is in capitals.").format(text=text),
                _("Write in lower case: capitals are harder to read, and spam filters dislike them."),
            )


def _is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    is_mostly = len(letters) >= _SHORTEST_SHOUT and sum(sign.isupper() for sign in letters) > 0.7 * len(letters)
    return is_mostly or bool(_SHOUTED_WORDS.search(text))


@rule(Severity.WARNING, N_("Several exclamation marks or emojis are a mark of spam, and a screen reader says each of them."))
def many_exclamations(issue: Issue) -> Iterator[Remark]:
    for location, text in _headings(issue):
        if text.count("!") > 1 or "?!" in text or "!?" in text or len(_EMOJI.findall(text)) > 1:
            yield Remark(
                location,
                _("“{text}” has more than one exclamation mark or emoji.").format(text=text),
                _("One is enough; spam filters count them, and screen readers read each of them out."),
            )


@rule(
    Severity.WARNING,
    N_("What the preview text does not fill is filled with the beginning of the letter: a heading cut off, or the greeting."),
)
def short_preview(issue: Issue) -> Iterator[Remark]:
    if issue.preview and len(issue.preview) < SHORTEST_PREVIEW:
        yield Remark(
            ("preview",),
            _("The preview text is {n} characters, and the inbox fills up with the beginning of the letter.").format(
                n=len(issue.preview)
            ),
            _("Write a sentence of 40 to 110 characters on what the reader gets to know."),
        )


@rule(Severity.WARNING, N_("A letter that pretends to be an answer misleads, and spam filters know the trick."))
def reply_in_subject(issue: Issue) -> Iterator[Remark]:
    """”SV:” on a letter that answers nothing misleads, and spam filters know it."""
    if issue.subject and (match := _REPLY.match(issue.subject)):
        yield Remark(
            ("subject",),
            _("The subject line begins “{text}”, as if it were an answer.").format(text=match[0].strip()),
            _("Take it away."),
        )


@rule(Severity.WARNING, N_("The file was copied from another issue, and its quarter came along."))
def other_quarter(issue: Issue) -> Iterator[Remark]:
    """The last issue's quarter in the headline, the subject or the preview text."""
    for key, text in (("title", issue.title), ("subject", issue.subject), ("preview", issue.preview)):
        match = _QUARTER.search(text or "")
        if match and not _is_of(match, issue):
            yield Remark(
                (key,),
                _("“{text}” is not what the issue covers: quarter {quarter} {year}.").format(
                    text=match[0], quarter=issue.quarter, year=issue.year
                ),
                _("Correct it, or accept it with a reason if another quarter is meant."),
                before=(text or "")[: match.start()],
            )


def _is_of(match: re.Match[str], issue: Issue) -> bool:
    number = match["number"] or match["short"]
    quarter = int(number) if number else _ORDINALS.index(match["word"].casefold()) + 1
    return quarter == issue.quarter and (not match["year"] or int(match["year"]) == issue.year)


def _headings(issue: Issue) -> Iterator[tuple[Location, str]]:
    yield ("title",), issue.title
    for key, text in (("subject", issue.subject), ("preview", issue.preview)):
        if text:
            yield (key,), text
    for number, section in enumerate(issue.sections):
        if section.title:
            yield ("sections", number, "title"), section.title
