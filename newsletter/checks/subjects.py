"""What the rules look at besides issues, recipients, settings and content. Each is a value that is filled in beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.model.base import Waiver
from newsletter.model.diagnostics import Code, Location
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an issue is compared with: who it goes to, what the plan says, what earlier issues told. ``recipients`` is None
    where they cannot be read; ``others`` are the other issues at hand, by id.
    """

    settings: Settings
    recipients: Recipients | None = None
    others: Mapping[str, Issue] = field(default_factory=dict)

    def before(self, issue: Issue) -> dict[str, Issue]:
        """Those that came out before ``issue``."""
        return {name: one for name, one in self.others.items() if one.date < issue.date}


@dataclass(frozen=True, slots=True)
class ClientSupport:
    """What mail clients understand, by caniemail's tests up to the day ``date`` (year-month-day).

    ``features`` has for each feature its title, and ``n`` or ``a`` (partly) for each client that does not have all of it.
    """

    date: str
    features: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Markup:
    """The HTML that the templates made. A remark about it is located by what a template writes there: a regular expression."""

    html: str
    support: ClientSupport
    has_own_templates: bool


class PageState(StrEnum):
    """What becomes of a reader who follows a link."""

    FOUND = "found"
    MOVED = "moved"
    """It is there, and says that its address is another for good."""
    GONE = "gone"
    """404, 410, or no such name."""
    SILENT = "silent"
    """No connection, no answer in time, a certificate that is not to be trusted, a fault at the other end."""
    NOT_SHOWN = "not-shown"
    """It answers, but not to a program: 401, 403, 429 and the like."""
    NOT_PUBLIC = "not-public"
    """An address that this program will not go to."""


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """``detail`` is the new address, the status or the reason, ready to be quoted."""

    state: PageState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """One place that links to a page, and what the page answered. ``before`` is as in ``Finding``."""

    location: Location
    url: str
    answer: PageAnswer
    before: str | None = None


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """One waiver of a file after all findings were compared with it.

    ``code`` is None where there is none of that name; ``suggestion`` is then what may have been meant, ready to be shown.
    ``is_idle`` tells that it fitted nothing, though all that it may fit was looked for. A finding of its code that nothing
    accepts is in the file ``standing_in``, and ``covers_that`` tells whether this file's waivers are about that one.
    """

    location: Location
    waiver: Waiver
    code: Code | None
    suggestion: str = ""
    is_idle: bool = False
    standing_in: str | None = None
    covers_that: bool = False
