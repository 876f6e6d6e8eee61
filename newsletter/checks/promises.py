"""What earlier issues promised, against what this one tells."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from newsletter.checks.findings import warning
from newsletter.checks.items import follow_ups
from newsletter.checks.passages import prose
from newsletter.checks.weekdays import MONTH, month_number
from newsletter.locale import _
from newsletter.model.choices import FollowUpStatus
from newsletter.model.diagnostics import Finding
from newsletter.model.issue import Issue
from newsletter.model.sections import FollowUp

OPEN = frozenset({FollowUpStatus.ONGOING, FollowUpStatus.DELAYED, FollowUpStatus.NOT_STARTED})
_LATER = {"halvår": timedelta(days=183), "ett år": timedelta(days=365), "ett kvartal": timedelta(days=91)}
_MONTH = re.compile(rf"\b{MONTH}\b", re.IGNORECASE)
_SHORTEST_STEM = 6
"""Letters; shorter words are prepositions and numbers, found in any text."""


def forgotten_follow_up(issue: Issue, earlier: Mapping[str, Issue]) -> Iterator[Finding]:
    """An open follow-up of the latest issue before this one, whose next step was not announced for later than this issue."""
    before = {name: one for name, one in earlier.items() if one.date < issue.date}
    if not before:
        return
    latest = max(before, key=lambda name: before[name].date)
    told = " ".join(text for _passage, text in prose(issue)).casefold()
    for _location, item in follow_ups(before[latest]):
        if item.status in OPEN and not _is_told(item, told) and _due(item, before[latest].date) <= issue.date:
            yield warning(
                "forgotten-follow-up",
                ("sections",),
                _("The follow-up “{title}” from {issue} is still open and is not mentioned in this issue.").format(
                    title=item.title, issue=latest
                ),
                _("Tell how it stands, if only in a sentence."),
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
    number = month_number(month[0])
    return date(said.year + (number < said.month), number, 1)
