"""A contribution: what one elected member or board writes for an issue, in a file of its own in the issue's folder."""

from collections.abc import Iterator

from pydantic import Field

from newsletter.model.base import N_, Model
from newsletter.model.sections import CalendarItem, Decision, FollowUp, MediaItem, Proposal, Visit
from newsletter.model.values import Line, Markdown, YesNo

Item = Decision | Proposal | FollowUp | Visit | MediaItem | CalendarItem
KINDS = ("decisions", "proposals", "followups", "visits", "media", "calendar")
"""The keys that hold lists, each named as the kind of section that its items go into."""


class Contribution(Model):
    by: Line | None = Field(None, description=N_("Who writes: first name and surname, as under members in newsletter.yaml."))
    board: Line | None = Field(None, description=N_("The board it is about: an id from the plan."))
    nothing: YesNo = Field(False, description=N_("ja when you have nothing to tell this time: then you have answered."))
    title: Line | None = Field(None, description=N_("The heading of the text below."))
    topic: Line | None = Field(None, description=N_("The focus issue that the text concerns."))
    text: Markdown | None = Field(None, description=N_("A text of your own in Markdown: an article under your name."))
    decisions: tuple[Decision, ...] = Field((), description=N_("Decisions of the board; without board: it is the one above."))
    proposals: tuple[Proposal, ...] = Field((), description=N_("What you have proposed or asked; without by: it is you."))
    followups: tuple[FollowUp, ...] = Field((), description=N_("What became of earlier decisions and promises."))
    visits: tuple[Visit, ...] = Field((), description=N_("Visits and courses; without who: it is you."))
    media: tuple[MediaItem, ...] = Field((), description=N_("Where you have been seen and heard."))
    calendar: tuple[CalendarItem, ...] = Field((), description=N_("Coming dates that the associations should know of."))

    def items(self) -> Iterator[tuple[str, int, Item]]:
        """Everything in lists, with its key and its number in the list."""
        for kind in KINDS:
            for number, item in enumerate(self.of_kind(kind)):
                yield kind, number, item

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        items: tuple[Item, ...] = getattr(self, kind)
        return items

    @property
    def is_answer(self) -> bool:
        """The author has been heard from: with something for the issue, or with the word that there is nothing this time."""
        return self.nothing or not self.is_empty

    @property
    def is_empty(self) -> bool:
        return self.text is None and not any(self.of_kind(kind) for kind in KINDS)
