"""Words for the closed choices of the log and the account, and dates as people say them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from babel.dates import format_date

from newsletter.locale import _, language, ngettext
from newsletter.model.deliveries import By, Event, Status
from newsletter.operations.words import listing, moment_words

__all__ = [
    "address_word",
    "day_words",
    "days_words",
    "distinct_names",
    "event_word",
    "first_names",
    "handover_word",
    "listing",
    "mask",
    "moment_words",
    "short_names",
    "status_word",
]


def handover_word(how: By | None) -> str:
    """How a report was given by hand; None takes it back."""
    return {"paper": _("on paper"), "phone": _("by telephone"), "meeting": _("at a meeting"), None: _("taken back")}[how]


def status_word(status: Status) -> str:
    """Where a letter stands, as a word after "the letter is"."""
    return {
        "sending": _("unclear"),
        "accepted": _("handed over"),
        "rejected": _("letter rejected"),
        "unsent": _("letter not sent"),
        "unknown": _("unclear"),
        "recalled": _("taken back"),
    }[status]


def event_word(event: Event) -> str:
    return {
        "delivered": _("delivered"),
        "delayed": _("delayed"),
        "bounced": _("bounced"),
        "dropped": _("stopped"),
        "complained": _("reported as spam"),
        "unsubscribed": _("unsubscribed"),
    }[event]


def day_words(day: date) -> str:
    """``15 december 2026``."""
    return format_date(day, "d MMMM y", locale=language())


def days_words(days: int) -> str:
    """``om 23 dagar``, ``i dag``, ``för 3 dagar sedan``."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    return ngettext("{days} day ago", "{days} days ago", -days).format(days=-days)


def mask(address: str | None) -> str:
    """``k***@…``: enough to tell two addresses of one association apart; ``–`` for one that has been forgotten."""
    return f"{address[:1]}***@…" if address else "–"


def address_word(address: str | None, *, show: bool) -> str:
    """The address itself if it was asked for, else masked."""
    return address if address and show else mask(address)


MOST_NAMED = 5
"""Of those who get their letters by and by: two lines of them. An association that is refused or in doubt is always named."""


def distinct_names(associations: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names.get(one, one) for one in associations))


def first_names(associations: Iterable[str], names: Mapping[str, str]) -> str:
    """The first of them, and how many more."""
    found = distinct_names(associations, names)
    first, left = found[:MOST_NAMED], len(found) - MOST_NAMED
    return listing([*first, ngettext("{n} other", "{n} others", left).format(n=left)] if left > 0 else first)


def short_names(names: Sequence[str]) -> list[str]:
    """Without the first word that all of them share: sixteen times the party's name says nothing."""
    first = {name.partition(" ")[0] for name in names}
    if len(first) > 1 or len(names) < 2 or not all(name.partition(" ")[2] for name in names):
        return list(names)
    return [name.partition(" ")[2] for name in names]
