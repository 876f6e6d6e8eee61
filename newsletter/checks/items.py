"""The items of an issue's lists, each with its place."""

from collections.abc import Iterator

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


def calendar(issue: Issue) -> Iterator[tuple[Location, CalendarItem]]:
    for number, section in enumerate(issue.sections):
        if isinstance(section, Calendar):
            for index, item in enumerate(section.items):
                yield ("sections", number, "items", index), item


def decisions(issue: Issue) -> Iterator[tuple[Location, Decision]]:
    for number, section in enumerate(issue.sections):
        if isinstance(section, Decisions):
            for index, item in enumerate(section.items):
                yield ("sections", number, "items", index), item


def proposals(issue: Issue) -> Iterator[tuple[Location, Proposal]]:
    for number, section in enumerate(issue.sections):
        if isinstance(section, Proposals):
            for index, item in enumerate(section.items):
                yield ("sections", number, "items", index), item


def follow_ups(issue: Issue) -> Iterator[tuple[Location, FollowUp]]:
    for number, section in enumerate(issue.sections):
        if isinstance(section, FollowUps):
            for index, item in enumerate(section.items):
                yield ("sections", number, "items", index), item


def reported(issue: Issue) -> Iterator[tuple[Location, Reported]]:
    """What has happened and is told of: decisions, visits, publications."""
    for number, section in enumerate(issue.sections):
        if isinstance(section, Decisions | Visits | Media):
            items: tuple[Reported, ...] = section.items
            for index, item in enumerate(items):
                yield ("sections", number, "items", index), item


def linked(issue: Issue) -> Iterator[tuple[Location, Linked]]:
    """Whatever has a title and may have an address."""
    for number, section in enumerate(issue.sections):
        if isinstance(section, Decisions | Proposals | FollowUps | Visits | Media | Calendar | Links):
            items: tuple[Linked, ...] = section.items
            for index, item in enumerate(items):
                yield ("sections", number, "items", index), item
