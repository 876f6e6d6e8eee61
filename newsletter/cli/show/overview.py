"""``newsletter status`` on one screen: how the year stands, the next step, and what is not as planned. Tables are not here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from newsletter.accounting import Coverage, YearStatus
from newsletter.cli.output import WIDTH, say, wrap_text
from newsletter.cli.show.coverage import deviation_sentences, forecast_sentence, gap_sentences, not_reached_sentences
from newsletter.cli.show.words import listing, moment_words
from newsletter.cli.show.year import (
    correction_sentences,
    doubts,
    headline,
    losses,
    next_sentences,
    reach_sentence,
    target_sentences,
)
from newsletter.locale import _, ngettext

HEIGHT = 23
"""Lines: a terminal has twenty-four, and the last is for the next command."""
_LEAST = 3
"""Lines: a heading, something below it, and how much more there is."""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What is not as planned, of one sort. An item is one sentence or two."""

    heading: str
    items: tuple[str, ...]

    def lines(self, room: int) -> list[str]:
        """The heading and the items that ``room`` lines hold; where they do not hold all, the last line says how many more."""
        wrapped = [wrap_text(item, WIDTH, "* ", "  ").split("\n") for item in self.items]
        if 1 + sum(map(len, wrapped)) <= room:
            return [self.heading, *chain(*wrapped)]
        shown, used = 0, 2
        while used + len(wrapped[shown]) <= room:
            used += len(wrapped[shown])
            shown += 1
        left = len(wrapped) - shown
        more = ngettext("* {n} more is shown with --all", "* {n} more are shown with --all", left).format(n=left)
        return [self.heading, *chain(*wrapped[:shown]), more]


def show_overview(found: YearStatus, timezone: str, covered: Coverage) -> None:
    """At most ``HEIGHT`` lines of 80 columns."""
    head = [line for sentence in _opening(found, timezone) for line in wrap_text(sentence, WIDTH, "", "  ").split("\n")]
    tail = [line for sentence in _ending(found) for line in wrap_text(sentence, WIDTH, "", "  ").split("\n")]
    middle = fit_within(HEIGHT - len(head) - len(tail) - 2, _exceptions(found, covered))
    for part in (head, middle, tail):
        if part and part is not head:
            say()
        for line in part:
            say(line)


def fit_within(room: int, sorts: Sequence[Exceptions]) -> list[str]:
    """The lines of all sorts, in ``room`` lines: the first may have all that leaves ``_LEAST`` for each of those after it."""
    lines: list[str] = []
    for number, one in enumerate(sorts, 1):
        lines += one.lines(max(room - len(lines) - _LEAST * (len(sorts) - number), 2))
    return lines


def _opening(found: YearStatus, timezone: str) -> Iterable[str]:
    yield headline(found)
    yield from next_sentences(found)
    for one in found.issues:
        if one.leaves:
            text = _("The letters of {issue} wait at SendGrid and leave {when}.")
            yield text.format(issue=one.id, when=moment_words(one.leaves.isoformat(), timezone))
    yield from filter(None, (forecast_sentence(found.forecast),))
    for sentence in (*losses(found), *doubts(found), *target_sentences(found)):
        yield _("Note: {text}").format(text=sentence)


def _exceptions(found: YearStatus, covered: Coverage) -> list[Exceptions]:
    sorts = (
        Exceptions(_("Not reached:"), tuple(not_reached_sentences(found))),
        Exceptions(_("Deviations from the plan:"), tuple(deviation_sentences(found.deviations))),
        Exceptions(_("Gaps:"), tuple(gap_sentences(covered))),
    )
    return [one for one in sorts if one.items]


def _ending(found: YearStatus) -> Iterable[str]:
    if sent := [one for one in found.issues if one.first_sent]:
        yield _("Reached: {issues}.").format(issues=listing(map(reach_sentence, sent)))
    yield from correction_sentences(found.issues)
    yield _("Association by association and issue by issue: “newsletter status {year} --all”.").format(year=found.year)
