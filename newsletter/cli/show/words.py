"""Words for the closed choices of the log and the account, and dates as people say them."""

from datetime import date
from typing import TYPE_CHECKING

from newsletter.locale import _, language, ngettext
from newsletter.operations.words import listing, moment_words

__all__ = ["day_words", "days_words", "event_word", "handover_word", "listing", "moment_words", "reach_word", "status_word"]

if TYPE_CHECKING:
    from newsletter.accounting import Reach
    from newsletter.model.deliveries import By, Event, Status


def reach_word(reach: "Reach") -> str:
    """One or two words for the matrix."""
    return {
        "reached": _("reached"),
        "scheduled": _("waits"),
        "handed_over": _("by hand"),
        "bounced": _("bounce"),
        "rejected": _("rejected"),
        "unresolved": _("unclear"),
        "no_contact": _("no contact"),
        "dormant": _("dormant"),
        "not_sent": _("not sent"),
    }[reach]


def handover_word(how: "By | None") -> str:
    """How a report was given by hand; None takes it back."""
    return {"paper": _("on paper"), "phone": _("by telephone"), "meeting": _("at a meeting"), None: _("taken back")}[how]


def status_word(status: "Status") -> str:
    """Where a letter stands, as a word after "the letter is"."""
    return {
        "sending": _("unclear"),
        "accepted": _("handed over"),
        "rejected": _("letter rejected"),
        "unsent": _("letter not sent"),
        "unknown": _("unclear"),
        "recalled": _("taken back"),
    }[status]


def event_word(event: "Event") -> str:
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
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=language())


def days_words(days: int) -> str:
    """``om 23 dagar``, ``i dag``, ``för 3 dagar sedan``."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    return ngettext("{days} day ago", "{days} days ago", -days).format(days=-days)
