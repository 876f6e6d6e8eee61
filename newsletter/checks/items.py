"""The items of an issue's lists, each with its place."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

from newsletter.model.diagnostics import Location
from newsletter.model.issue import Issue
from newsletter.model.sections import (
    Calendar,
    CalendarItem,
    Decision,
    Decisions,
    FollowUp,
    FollowUps,
    LinkItem,
    Links,
    Media,
    MediaItem,
    Proposal,
    Proposals,
    Visit,
    Visits,
)

Reported = Decision | Visit | MediaItem
Linked = Decision | Proposal | FollowUp | Visit | MediaItem | CalendarItem | LinkItem


Item_co = TypeVar("Item_co", covariant=True)


class _List(Protocol[Item_co]):
    """A kind of section that is a list of items."""

    @property
    def items(self) -> tuple[Item_co, ...]: ...


def calendar(issue: Issue) -> Iterator[tuple[Location, CalendarItem]]:
    return _items(issue, Calendar)


def decisions(issue: Issue) -> Iterator[tuple[Location, Decision]]:
    return _items(issue, Decisions)


def proposals(issue: Issue) -> Iterator[tuple[Location, Proposal]]:
    return _items(issue, Proposals)


def follow_ups(issue: Issue) -> Iterator[tuple[Location, FollowUp]]:
    return _items(issue, FollowUps)


def reported(issue: Issue) -> Iterator[tuple[Location, Reported]]:
    """What has happened and is told of: decisions, visits, publications."""
    return _items(issue, Decisions, Visits, Media)


def linked(issue: Issue) -> Iterator[tuple[Location, Linked]]:
    """Whatever has a title and may have an address."""
    return _items(issue, Decisions, Proposals, FollowUps, Visits, Media, Calendar, Links)


def _items(issue: Issue, *kinds: type[_List[Item_co]]) -> Iterator[tuple[Location, Item_co]]:
    """The items of every section of these kinds, in the order of the issue."""
    for number, section in enumerate(issue.sections):
        if isinstance(section, kinds):
            for index, item in enumerate(section.items):
                yield ("sections", number, "items", index), item
