"""A sending of which nothing has been heard: what came back is only known to those who ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsletter.accounting.evidence import Evidence

SENDGRID = "sendgrid"
"""How an address begins of a way that can be asked what became of letters."""
FIRST, LAST = timedelta(days=2), timedelta(days=14)
"""So long after a sending most of what comes back has come, and so long it is worth while to be told."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """An issue that was sent so many days ago through a provider that can be asked, and nothing is known of its letters."""

    issue: str
    days: int


def find_unheard(sent: Mapping[str, datetime], evidence: Evidence, today: date) -> Unheard | None:
    """The latest of the issues ``sent``, if it is time to ask what became of its letters; by when each was first sent."""
    if not sent:
        return None
    issue = max(sent, key=lambda one: sent[one])
    age = today - sent[issue].date()
    can_ask = evidence.ways.get(issue, "").startswith(SENDGRID)
    if not can_ask or issue in evidence.heard_of or not FIRST <= age <= LAST:
        return None
    return Unheard(issue, age.days)
