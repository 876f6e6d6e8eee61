"""The one function that tells the time of day. Durations use a clock of their own and never this one."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from newsletter.locale import _
from newsletter.model.diagnostics import Refused

VARIABLE = "NEWSLETTER_NOW"


def is_replaced() -> bool:
    """True when ``NEWSLETTER_NOW`` stands in for the clock; live sending then goes to loopback only."""
    return bool(os.environ.get(VARIABLE))


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _read_replacement(os.environ[VARIABLE]) if is_replaced() else datetime.now(UTC)


def today(timezone: str) -> date:
    """The date that the calendar on the wall shows in ``timezone``."""
    return now().astimezone(ZoneInfo(timezone)).date()


def _read_replacement(text: str) -> datetime:
    hint = _("Write for example {example}.").format(example=f"{VARIABLE}=2026-09-01T08:00+02:00")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(_("{variable} is not a time: {text}.").format(variable=VARIABLE, text=text), hint) from None
    if moment.tzinfo is None:
        raise Refused(_("{variable} has no offset from UTC: {text}.").format(variable=VARIABLE, text=text), hint)
    return moment.astimezone(UTC)
