"""Pictures of an issue and of its decisions for a district's channels, each with the words that a screen reader gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.letter.compile import page_html
from newsletter.letter.swedish import (
    capitalised,
    decision_line,
    is_only_noted,
    outcome_phrase,
    stances,
    stand_colour,
    typeset,
)
from newsletter.letter.templates import issue_line
from newsletter.model.issue import Issue
from newsletter.model.plan_year import PlanYear
from newsletter.model.sections import Decision, Decisions
from newsletter.model.settings import Settings, plan_for

SIZES = ((1080, 1080), (1200, 630))
"""Width and height in pixels: a post on Instagram and Facebook, and what is shown beside a link."""
TEMPLATE = "share/pictures.html.j2"
_AT_ONCE = 12
"""A browser draws at most 16,384 pixels of a page in one picture."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What one picture says; ``name`` is that of its file. ``verdict`` and ``colour`` are empty for the issue's own."""

    name: str
    kicker: str
    title: str
    verdict: str
    colour: str
    said: str

    def type_size(self, wide: bool) -> int:  # noqa: FBT001 - a template gives it by its place
        """Of the title, in pixels: as large as its length lets it be."""
        length = len(self.title)
        large, small = (66, 46) if wide else (92, 64)
        return large if length <= 40 else (large + small) // 2 if length <= 70 else small if length <= 110 else small * 3 // 4

    @property
    def alt(self) -> str:
        """The picture in words."""
        parts = (self.kicker, self.title, self.verdict, self.said)
        return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def share_cards(issue: Issue, settings: Settings) -> tuple[ShareCard, ...]:
    """The issue's own, then one for each decision; what was only noted is none."""
    plan = plan_for(settings, issue.year)
    decisions = [one for section in issue.sections if isinstance(section, Decisions) for one in section.items]
    told = [one for one in decisions if not is_only_noted(one)]
    own = ShareCard("nummer", issue_line(issue), typeset(issue.title), "", "", typeset(issue.preview or ""))
    return (own, *(_card(number, one, plan, issue.year) for number, one in enumerate(told, 1)))


def _card(number: int, decision: Decision, plan: PlanYear, year: int) -> ShareCard:
    return ShareCard(
        name=f"beslut-{number}",
        kicker=decision_line(decision.model_copy(update={"ref": None, "topic": None}), plan, year_of_issue=year),
        title=typeset(decision.title),
        verdict=capitalised(outcome_phrase(decision)),
        colour=stand_colour(decision),
        said=" ".join(stances(decision)),
    )


@dataclass(frozen=True, slots=True)
class SharePage:
    """Pictures below each other on one page, each ``width`` by ``height`` pixels; ``endings`` follow the issue's id in their
    names, from the top.
    """

    html: str
    width: int
    height: int
    endings: tuple[str, ...]


def share_pages(issue: Issue, settings: Settings, directory: Path) -> Iterator[SharePage]:
    """The pages to photograph, in each size. Raises ``Invalid`` for faults in the template."""
    cards = share_cards(issue, settings)
    for width, height in SIZES:
        for first in range(0, len(cards), _AT_ONCE):
            some = cards[first : first + _AT_ONCE]
            html = page_html(TEMPLATE, issue, settings, directory, cards=some, width=width, height=height)
            yield SharePage(html, width, height, tuple(f"-delbild-{card.name}-{width}x{height}.png" for card in some))


def alt_texts(cards: Sequence[ShareCard]) -> str:
    """To paste where the picture is published."""
    lines = (f"{card.name}\n{card.alt}\n".replace("\u00a0", " ") for card in cards)
    return "Alternativtext till varje bild, att klistra in där bilden läggs ut.\n\n" + "\n".join(lines)
