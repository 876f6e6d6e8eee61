"""An issue: one edition of the report, one YAML file.

What several kinds of section or item have in common is a protocol (``HasButton``): a rule about buttons holds for a kind that
gets one tomorrow, and names none.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field

from newsletter.model.base import ACCEPT, N_, Model, Waiver
from newsletter.model.choices import IssueType
from newsletter.model.diagnostics import Location
from newsletter.model.sections import AnySection, Button, Image, Picture
from newsletter.model.values import IsoDate, Line, Markdown, Text, WholeNumber, YesNo

ISSUE_ID = re.compile(r"\A([0-9]{4})-q([1-4])(?:-([a-z0-9]+(?:-[a-z0-9]+)*))?\Z")
"""The file name without its ending: ``2026-q3`` or ``2026-q3-extra``."""

Year = Annotated[int, WholeNumber(2000, 2099)]
QuarterNumber = Annotated[int, WholeNumber(1, 4)]


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        following = Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        return date.fromordinal(following.first_day.toordinal() - 1)

    @property
    def issue_id(self) -> str:
        return f"{self.year}-q{self.number}"


def quarter_of(issue_id: str) -> Quarter | None:
    """The quarter that an issue's id names; None for what is no id."""
    match = ISSUE_ID.match(issue_id)
    return Quarter(int(match[1]), int(match[2])) if match else None


@runtime_checkable
class HasButton(Protocol):
    """A section that may end in a button."""

    @property
    def button(self) -> Button | None: ...


@runtime_checkable
class HasDeadline(Protocol):
    """A section that asks for something, perhaps by a last day."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def deadline(self) -> dt.date | None: ...


@runtime_checkable
class HasImage(Protocol):
    """What may have a picture above its text."""

    @property
    def image(self) -> Image | None: ...


@runtime_checkable
class HasLink(Protocol):
    """An item whose title may lead somewhere."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str | None: ...


@runtime_checkable
class HasItems(Protocol):
    """A section that is a list."""

    @property
    def items(self) -> tuple[Any, ...]: ...


class Issue(Model):
    year: Year = Field(description=N_("The year the report covers; must agree with the file name."))
    quarter: QuarterNumber = Field(description=N_("The quarter, 1 to 4; must agree with the file name."))
    type: IssueType = Field(IssueType.REPORT, description=N_("rapport, extra (counts too) or rättelse (does not count)."))
    corrects: Line | None = Field(None, description=N_("The issue that a rättelse corrects, for example 2026-q3."))
    date: IsoDate = Field(description=N_("Day of issue, year-month-day."))
    title: Line = Field(description=N_("The headline of the whole issue."))
    subject: Line | None = Field(None, description=N_("The e-mail's subject line; at most 70 characters."))
    preview: Line | None = Field(None, description=N_("One sentence shown in the inbox; at most 110 characters."))
    notice: Line | None = Field(None, description=N_("A box at the very top."))
    draft: YesNo = Field(False, description=N_("ja stops the issue from being sent until the line is taken away."))
    greeting: Line | None = Field(
        None, description=N_("May contain {contact}, {name} and {municipality}; the default is Hej partivänner!")
    )
    lead: Markdown = Field(description=N_("Two to four sentences in Markdown: what happened and why it matters."))
    image: Image | None = Field(None, description=N_("A picture at the top."))
    brief: YesNo = Field(True, description=N_("nej leaves out I korthet, the few lines after the lead that the program makes."))
    sections: tuple[AnySection, ...] = Field(min_length=1, description=N_("The sections, in the order of the letter."))
    closing: Markdown | None = Field(None, description=N_("The last words, in Markdown."))
    signature: Text | None = Field(None, description=N_("Who signs, one line each."))
    accept: tuple[Waiver, ...] = Field((), description=ACCEPT)

    @property
    def covers(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    def pictures(self) -> Iterator[tuple[Location, Image | Picture]]:
        """Every picture and its place, the one at the top first."""
        if self.image:
            yield ("image",), self.image
        for number, section in enumerate(self.sections):
            if isinstance(section, Picture):
                yield ("sections", number), section
            elif isinstance(section, HasImage) and section.image:
                yield ("sections", number, "image"), section.image

    def buttons(self) -> Iterator[tuple[Location, Button]]:
        """Every button and its place."""
        for number, section in enumerate(self.sections):
            if isinstance(section, HasButton) and section.button:
                yield ("sections", number, "button"), section.button

    def deadlines(self) -> Iterator[tuple[Location, str, dt.date]]:
        """Every last day, with the place of its section and what is asked for by then."""
        for number, section in enumerate(self.sections):
            if isinstance(section, HasDeadline) and section.deadline:
                yield ("sections", number), section.title, section.deadline

    def linked_items(self) -> Iterator[tuple[Location, HasLink]]:
        """Every item that may lead somewhere, and its place."""
        for number, section in enumerate(self.sections):
            for index, item in enumerate(section.items if isinstance(section, HasItems) else ()):
                if isinstance(item, HasLink):
                    yield ("sections", number, "items", index), item


def issue_to_record(issue: Issue) -> dict[str, Any]:
    """What ``json`` can write, in the words of an issue file; ``issue_from_record`` reads it back to an equal value."""
    return issue.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def issue_from_record(record: dict[str, Any]) -> Issue:
    """``pydantic.ValidationError`` for a record that today's rules no longer take."""
    return Issue.model_validate(record)
