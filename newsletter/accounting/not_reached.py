"""Whom a sent issue was meant for and did not reach, why, and what has changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.accounting.evidence import Evidence
from newsletter.accounting.reach import Reach


class Since(StrEnum):
    """What recipients.yaml says today that it did not say when the issue was sent."""

    NOTHING = "nothing"
    NEW_ADDRESS = "new_address"
    """There is an address that this issue has not been tried with."""
    NO_CONTACT = "no_contact"
    """There was one then, and there is none now."""
    GONE = "gone"
    """The association is not there any longer, or is dormant."""


@dataclass(frozen=True, slots=True)
class NotReached:
    """``too_late``: a letter to an address that is new goes only when it is asked for."""

    issue: str
    association: str
    name: str
    why: Reach
    since: Since
    too_late: bool


def not_reached(issue: str, reach: Iterable[tuple[str, str, Reach]], evidence: Evidence, today: date) -> Iterator[NotReached]:
    """``reach`` gives association, name and reach. The dormant are not among them: no letter was meant for them."""
    too_late = evidence.is_too_late(issue, today)
    for association, name, why in reach:
        if not why.has_it and why not in (Reach.DORMANT, Reach.SCHEDULED):
            yield NotReached(issue, association, name, why, _since(issue, association, why, evidence), too_late)


def _since(issue: str, association: str, why: Reach, evidence: Evidence) -> Since:
    if evidence.listed is None or why is Reach.UNRESOLVED:
        return Since.NOTHING
    listed = evidence.today.get(association)
    if listed is None or not listed.active:
        return Since.GONE
    if not listed.addresses:
        return Since.NOTHING if why is Reach.NO_CONTACT else Since.NO_CONTACT
    return Since.NEW_ADDRESS if why is not Reach.NOT_SENT and evidence.waiting(issue, association) else Since.NOTHING
