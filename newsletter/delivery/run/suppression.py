"""Which addresses the next letter does not go to, and why: by what has been learnt of each since letters to it left. Pure.

    latest fact                                  next letter   way back
    complained, unsubscribed                     none          a renewal with a new consent
    bounced for good                             none          a renewal, or another address
    blocked, mailbox full, other failures        yes
    dropped by the provider                      as its cause

A complaint and an opt-out hold whatever comes after them: a letter that was delivered later is no consent. That there is no
such address ends with a letter that was delivered later. A renewal ends what was known when it was made, and what happened
before it although it came to be known afterwards; a consent ends no objection of a later day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newsletter.delivery.log.rows import hash_address
from newsletter.model.deliveries import OBJECTIONS, Cause, Event
from newsletter.model.recipients import Recipients, Stop, Stops, WhyLeftOut


@dataclass(frozen=True, slots=True)
class AddressFact:
    """What was learnt of an address, by its hash: of a live letter to it, or of the address itself. ``cause`` is None where a
    letter was delivered. ``at`` is when it happened and ``received`` when the log learnt it, UTC in ISO 8601.
    """

    hash: str
    kind: Event
    cause: Cause | None
    code: str
    at: str
    received: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """That an address may be written to again. ``consent`` is the day of a new consent, None where none was given."""

    hash: str
    consent: date | None
    at: str


def suppressed_addresses(facts: Iterable[AddressFact], renewals: Iterable[Renewal]) -> Mapping[str, AddressFact]:
    """By hash, the fact that stops letters to each address that gets none."""
    renewed: dict[str, list[Renewal]] = {}
    for renewal in renewals:
        renewed.setdefault(renewal.hash, []).append(renewal)
    found: dict[str, AddressFact] = {}
    for fact in sorted(facts, key=lambda one: one.at):
        before = found.get(fact.hash)
        if fact.kind is Event.DELIVERED and before and before.cause is Cause.DEAD:
            del found[fact.hash]
        elif _stops(fact, before) and not any(_ends(one, fact) for one in renewed.get(fact.hash, ())):
            found[fact.hash] = fact
    return found


def _stops(fact: AddressFact, before: AddressFact | None) -> bool:
    if fact.cause in OBJECTIONS:
        return True
    return fact.cause is Cause.DEAD and not (before and before.cause in OBJECTIONS)


def _ends(renewal: Renewal, fact: AddressFact) -> bool:
    if fact.cause in OBJECTIONS:
        if renewal.consent is None:
            return False
        return fact.received <= renewal.at or (fact.at <= renewal.at and fact.at[:10] <= renewal.consent.isoformat())
    return fact.received <= renewal.at or fact.at <= renewal.at


def find_stops(recipients: Recipients, suppressed: Mapping[str, AddressFact]) -> Stops:
    """What that means for the addresses that are listed."""
    if not suppressed:
        return {}
    listed = {contact.email.key: contact.email for one in recipients.recipients for contact in one.contacts}
    found = ((key, suppressed.get(hash_address(address))) for key, address in listed.items())
    return {key: stop_of(fact) for key, fact in found if fact}


def stop_of(fact: AddressFact) -> Stop:
    match fact.cause:
        case Cause.COMPLAINED:
            return Stop(WhyLeftOut.COMPLAINED, fact.at)
        case Cause.UNSUBSCRIBED:
            return Stop(WhyLeftOut.UNSUBSCRIBED, fact.at)
        case _:
            return Stop(WhyLeftOut.BOUNCED, fact.at, fact.code)
