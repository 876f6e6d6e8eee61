"""What earlier issues promised, against what this one tells."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from newsletter.checks.passages import follow_ups, prose
from newsletter.checks.rule import Remark, rule
from newsletter.checks.subjects import Surroundings
from newsletter.checks.swedish_dates import MONTH
from newsletter.locale import N_, _
from newsletter.model.choices import IssueType
from newsletter.model.diagnostics import Severity
from newsletter.model.issue import Issue
from newsletter.model.sections import FollowUp
from newsletter.model.swedish import month_number

SUBJECT = N_("Promises, focus issues and earlier issues")

_LATER = {"halvår": timedelta(days=183), "ett år": timedelta(days=365), "ett kvartal": timedelta(days=91)}
_MONTH = re.compile(rf"\b{MONTH}\b", re.IGNORECASE)
LATE_QUARTER = 3
_SHORTEST_STEM = 6
"""Letters; shorter words are prepositions and numbers, found in any text."""


@rule(Severity.WARNING, N_("What was promised and is not told of again looks like a broken promise."))
def forgotten_follow_up(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """A follow-up that stood open when it was last told of, and whose next step was not announced for later than this issue."""
    before = sorted(around.before(issue).items(), key=lambda one: one[1].date)
    told = _text_of(issue)
    for number, (name, one) in enumerate(before):
        later = [_text_of(other) for _name, other in before[number + 1 :]]
        for _location, item in follow_ups(one):
            is_told_since = any(_is_told(item, words) for words in (*later, told))
            if item.status.is_open and not is_told_since and _due(item, one.date) <= issue.date:
                yield Remark(
                    ("sections",),
                    _("The follow-up “{title}” from {issue} is still open and is not mentioned in this issue.").format(
                        title=item.title, issue=name
                    ),
                    _("Tell how it stands, if only in a sentence."),
                )


def _text_of(issue: Issue) -> str:
    return " ".join(text for _passage, text in prose(issue)).casefold()


@rule(Severity.WARNING, N_("The plan names the focus issues, and the account of the year tells which were taken up."))
def untouched_topics(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """Focus issues of the plan that no issue of the year has taken up when it draws to its end."""
    if issue.type is not IssueType.REPORT or issue.quarter < LATE_QUARTER or issue.year not in around.settings.plan:
        return
    of_the_year = [issue, *(one for one in around.before(issue).values() if one.year == issue.year)]
    covered = {topic for one in of_the_year for topic in topics_of(one)}
    missing = [topic.label for topic in around.settings.plan[issue.year].topics if topic.id not in covered]
    if missing and len(of_the_year) >= issue.quarter - 1:
        yield Remark(
            ("sections",),
            _("Focus issues that no report of {year} has taken up so far: {topics}.").format(
                year=issue.year, topics="; ".join(missing)
            ),
            _("Take them up here, or mark with topic: what is about them already."),
        )


def topics_of(issue: Issue) -> frozenset[str]:
    """The focus issues that the issue's articles and items say they are about."""
    parts = [part for section in issue.sections for part in (section, *getattr(section, "items", ()))]
    return frozenset(topic for part in parts if (topic := getattr(part, "topic", None)))


@rule(Severity.WARNING, N_("The file was copied from an earlier issue, and this was not changed."))
def left_from_earlier(issue: Issue, around: Surroundings) -> Iterator[Remark]:
    """What begins a letter, word for word as in an earlier one: the file was copied, and this was left."""
    for name, other in around.before(issue).items():
        for key in ("title", "subject", "preview", "lead"):
            text = getattr(issue, key)
            if text and text == getattr(other, key):
                yield Remark(
                    (key,),
                    _("“{key}” is the same, word for word, as in {issue}.").format(key=key, issue=name),
                    _("Write what this issue is about."),
                )


def _is_told(item: FollowUp, told: str) -> bool:
    """Whether half of the title's weighty words come back, in whatever form: ”landsbygdslinjer” in ”landsbygdslinjerna”."""
    words = [word for word in re.findall(r"\w+", item.title.casefold()) if len(word) >= _SHORTEST_STEM]
    found = [word for word in words if word[: max(_SHORTEST_STEM, len(word) - 4)] in told]
    return 2 * len(found) >= len(words) if words else item.title.casefold() in told


def _due(item: FollowUp, said: date) -> date:
    """The first day of the month that ``next`` names, or the time after which it says; else the day it was said."""
    promise = (item.next or "").casefold()
    for words, after in _LATER.items():
        if words in promise:
            return said + after
    if not (month := _MONTH.search(promise)):
        return said
    number = month_number(month[0]) or said.month
    return date(said.year + (number < said.month), number, 1)
