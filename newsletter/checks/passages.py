"""What an issue holds, with its place: every text that the editor wrote and how it is read, and the items of its lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from newsletter.checks.markdown import words
from newsletter.model.addresses import Target, Url
from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Location
from newsletter.model.issue import Issue
from newsletter.model.sections import (
    Calendar,
    CalendarItem,
    Contacts,
    Decision,
    Decisions,
    FollowUp,
    FollowUps,
    Media,
    MediaItem,
    Person,
    Proposal,
    Proposals,
    Visit,
    Visits,
)
from newsletter.model.values import Line, Lines, Markdown, Text


class Form(StrEnum):
    MARKDOWN = "markdown"
    PLAIN = "plain"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Passage:
    location: Location
    form: Form
    text: str

    def before(self, piece: str) -> str:
        """The text before the first place where ``piece`` stands, or its words, whatever marks are in and between them."""
        if whole := re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", self.text):
            return self.text[: whole.start()]
        if (start := self.text.find(piece)) >= 0:
            return self.text[:start]
        found = re.search(r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", piece))), self.text)
        return self.text[: found.start()] if found else ""


# A value's type is known by its validator, so that a key added to the model is covered without a word here.
_VALIDATORS = (
    (Form.MARKDOWN, (Markdown,)),
    (Form.PLAIN, (Line, Text, Lines)),
    (Form.ADDRESS, (Url, Target)),
)


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from _marks(inner)


def _form(field: FieldInfo) -> Form | None:
    carried = [*field.metadata, *_marks(field.annotation)]
    for form, types in _VALIDATORS:
        if any(mark in carried for kind in types for mark in _marks(kind) if isinstance(mark, BeforeValidator)):
            return form
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _This:
    """An issue as itself, not as what is in it: comparing that would cost more than what is kept."""

    issue: Issue

    def __hash__(self) -> int:
        return id(self.issue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.issue is other.issue


def passages(issue: Issue) -> tuple[Passage, ...]:
    """The issue's texts in the order of the model; enumerated words, dates and mail addresses are not texts."""
    return _passages(_This(issue))


@lru_cache(maxsize=8)
def _passages(this: _This) -> tuple[Passage, ...]:
    return tuple(_within(this.issue, ()))


def _within(model: BaseModel, location: Location) -> Iterator[Passage]:
    for name, key, form in _keys(type(model)):
        yield from _value(getattr(model, name), (*location, key), form)


@cache
def _keys(model: type[BaseModel]) -> tuple[tuple[str, str, Form | None], ...]:
    return tuple((name, field.alias or name, _form(field)) for name, field in model.model_fields.items())


def _value(value: Any, location: Location, form: Form | None) -> Iterator[Passage]:
    if isinstance(value, Waiver):
        return
    if isinstance(value, BaseModel):
        yield from _within(value, location)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _value(item, (*location, index), form)
    elif form and type(value) is str:
        yield Passage(location, form, value)


def prose(issue: Issue) -> tuple[tuple[Passage, str], ...]:
    """The passages that are read as running text, each with its words: Markdown without its marks."""
    return _prose(_This(issue))


@lru_cache(maxsize=8)
def _prose(this: _This) -> tuple[tuple[Passage, str], ...]:
    return tuple(
        (passage, words(passage.text) if passage.form is Form.MARKDOWN else passage.text)
        for passage in _passages(this)
        if passage.form is not Form.ADDRESS
    )


Reported = Decision | Visit | MediaItem


Item_co = TypeVar("Item_co", covariant=True)


class _List(Protocol[Item_co]):
    """A kind of section that is a list of items."""

    @property
    def items(self) -> tuple[Item_co, ...]: ...


def bare_words(text: str) -> str:
    """The text without signs, blanks and capitals: equal for texts that say the same."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def calendar(issue: Issue) -> Iterator[tuple[Location, CalendarItem]]:
    return _items(issue, Calendar)


def decisions(issue: Issue) -> Iterator[tuple[Location, Decision]]:
    return _items(issue, Decisions)


def proposals(issue: Issue) -> Iterator[tuple[Location, Proposal]]:
    return _items(issue, Proposals)


def follow_ups(issue: Issue) -> Iterator[tuple[Location, FollowUp]]:
    return _items(issue, FollowUps)


def past_items(issue: Issue) -> Iterator[tuple[Location, Reported]]:
    """What has happened and is told of: decisions, visits, publications."""
    return _items(issue, Decisions, Visits, Media)


def people(issue: Issue) -> Iterator[tuple[Location, Person]]:
    return _items(issue, Contacts)


def _items(issue: Issue, *kinds: type[_List[Item_co]]) -> Iterator[tuple[Location, Item_co]]:
    """The items of every section of these kinds, in the order of the issue."""
    for number, section in enumerate(issue.sections):
        if isinstance(section, kinds):
            for index, item in enumerate(section.items):
                yield ("sections", number, "items", index), item
