"""Whom an issue reached, one word for each association and issue, and why it did not reach the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsletter.accounting.evidence import Evidence
from newsletter.delivery.log import EntitledAssociation
from newsletter.model.choices import RecipientType
from newsletter.model.deliveries import Cause, Delivery, Status


class Reach(StrEnum):
    """The words of ``status --json`` (design.md 7).

    REACHED is domain.md 7.2: at least one letter accepted and not since reported as failed. The provider's acceptance is
    what the plan can be held to; a ``delivered`` event confirms it and changes nothing. SCHEDULED: the provider has
    accepted the letter, which has not left yet and may be taken back. HANDED_OVER: no letter reached it, and
    somebody has recorded that the report was given by hand.
    """

    REACHED = "reached"
    SCHEDULED = "scheduled"
    HANDED_OVER = "handed_over"
    BOUNCED = "bounced"
    REJECTED = "rejected"
    UNRESOLVED = "unresolved"
    NO_CONTACT = "no_contact"
    DORMANT = "dormant"
    NOT_SENT = "not_sent"

    @property
    def has_it(self) -> bool:
        """The association has the report, by letter or by hand."""
        return self in (Reach.REACHED, Reach.HANDED_OVER)


_BEST_FIRST = (Reach.REACHED, Reach.SCHEDULED, Reach.UNRESOLVED, Reach.BOUNCED, Reach.REJECTED, Reach.NOT_SENT)
"""An association with several addresses stands as well as its best letter; a letter in doubt may have arrived."""


def reach_of_letter(delivery: Delivery, evidence: Evidence) -> Reach:
    if evidence.is_unresolved(delivery):
        return Reach.UNRESOLVED
    if delivery.attempt in evidence.scheduled:
        return Reach.SCHEDULED
    if delivery.status is Status.ACCEPTED:
        return Reach.BOUNCED if delivery.attempt in evidence.failures else Reach.REACHED
    return Reach.REJECTED if delivery.status is Status.REJECTED else Reach.NOT_SENT


def reach_of_letters(letters: Iterable[Reach]) -> Reach:
    return min(letters, key=_BEST_FIRST.index)


def reach_without_letters(listed: EntitledAssociation | None) -> Reach:
    if listed is None:
        return Reach.NOT_SENT
    if not listed.active:
        return Reach.DORMANT
    return Reach.NOT_SENT if listed.addresses else Reach.NO_CONTACT


def reach_of_issue(issue_id: str, evidence: Evidence) -> Mapping[str, Reach]:
    """Everybody who was listed when the issue was sent live; before that, everybody who is listed today."""
    by_letter = reach_by_letter(issue_id, evidence)
    by_hand = {association for issue, association in evidence.handovers_by_association if issue == issue_id}
    return by_letter | {
        association: Reach.HANDED_OVER for association in by_hand if by_letter.get(association) is not Reach.REACHED
    }


def reach_by_letter(issue_id: str, evidence: Evidence) -> dict[str, Reach]:
    """The same without what was given by hand."""
    letters: dict[str, list[Reach]] = {}
    for delivery in evidence.by_issue.get(issue_id, ()):
        letters.setdefault(delivery.association, []).append(reach_of_letter(delivery, evidence))
    listed = evidence.audience.get(issue_id)
    if listed is None:
        listed = {one.association: one for one in evidence.listed or ()}
    found = {association: reach_without_letters(one) for association, one in listed.items()}
    return found | {association: reach_of_letters(reaches) for association, reaches in letters.items()}


def entitlement(issue_id: str, evidence: Evidence) -> frozenset[str]:
    """The associations that a sent issue is measured by: of type förening and active when it was sent."""
    return frozenset(
        one.association
        for one in evidence.audience.get(issue_id, {}).values()
        if one.active and one.type is RecipientType.ASSOCIATION
    )


# Whom a sent issue was meant for and did not reach, why, and what has changed since.


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
    cause: Cause | None = None
    """Why its letters failed, where they were accepted first; of several, what is the least of a wrong address."""


def not_reached(issue: str, reach: Iterable[tuple[str, str, Reach]], evidence: Evidence, today: date) -> Iterator[NotReached]:
    """``reach`` gives association, name and reach. The dormant are not among them: no letter was meant for them."""
    too_late = evidence.is_too_late(issue, today)
    for association, name, why in reach:
        if not why.has_it and why not in (Reach.DORMANT, Reach.SCHEDULED):
            since = _since(issue, association, why, evidence)
            yield NotReached(issue, association, name, why, since, too_late, _cause(issue, association, evidence))


_LEAST_WRONG_FIRST = (Cause.FULL, Cause.BLOCKED, Cause.OTHER, Cause.UNSUBSCRIBED, Cause.COMPLAINED, Cause.DEAD)


def _cause(issue: str, association: str, evidence: Evidence) -> Cause | None:
    letters = (one for one in evidence.by_issue.get(issue, ()) if one.association == association)
    causes = (evidence.causes.get(one.attempt) for one in letters)
    return min((one for one in causes if one), key=_LEAST_WRONG_FIRST.index, default=None)


def _since(issue: str, association: str, why: Reach, evidence: Evidence) -> Since:
    if evidence.listed is None or why is Reach.UNRESOLVED:
        return Since.NOTHING
    listed = evidence.today.get(association)
    if listed is None or not listed.active:
        return Since.GONE
    if not listed.addresses:
        return Since.NOTHING if why is Reach.NO_CONTACT else Since.NO_CONTACT
    return Since.NEW_ADDRESS if why is not Reach.NOT_SENT and evidence.waiting(issue, association) else Since.NOTHING
