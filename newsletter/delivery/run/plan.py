"""Addressees against the log: who is due, who is done, who is in doubt, who is left out and why. Pure: "done" is arithmetic.

Before a run the plan says what it will do; made again after it, from the same rules, it says what remains and the exit code.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from newsletter.delivery.log.records import Audience
from newsletter.delivery.log.rows import AddresseeKey, addressee_key
from newsletter.model.deliveries import DUE_AGAIN, Status
from newsletter.model.recipients import Addressee, LeftOut, Numbered, Recipients, Roster, number_addressees
from newsletter.model.swedish import swedish_order

LATE_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DeliveryStanding:
    """A delivery of the issue, as the log has it. ``in_progress``: it is being sent by a run that is alive."""

    status: Status
    in_progress: bool = False

    @property
    def is_unresolved(self) -> bool:
        return self.status is Status.UNKNOWN or (self.status is Status.SENDING and not self.in_progress)


@dataclass(frozen=True, slots=True)
class Lateness:
    """What decides who came too late: when the issue first went out, and who was entitled in the two weeks that followed.
    ``renewed`` are the hashes of addresses that have been renewed since: they are there by a decision of their own.
    """

    now: datetime
    first_run: datetime | None = None
    entitled: frozenset[AddresseeKey] = frozenset()
    renewed: frozenset[str] = frozenset()

    def applies_to(self, key: AddresseeKey) -> bool:
        if self.first_run is None or self.now <= self.first_run + LATE_AFTER:
            return False
        return key not in self.entitled and key[1] not in self.renewed


@dataclass(frozen=True, slots=True)
class Plan:
    """``due`` go in this run; ``put_off`` are those of them that were tried before, and not taken. ``unresolved`` and
    ``closed`` are association ids, because an address may be gone from the file.

    ``closed``: not accepted, and no longer listed, so no association waits for them. ``late``: sent only when asked for.
    """

    due: tuple[Numbered, ...]
    done: tuple[Addressee, ...]
    rejected: tuple[Addressee, ...]
    in_progress: tuple[Addressee, ...]
    late: tuple[Addressee, ...]
    unresolved: tuple[str, ...]
    closed: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    put_off: frozenset[Addressee] = frozenset()

    @property
    def in_order(self) -> tuple[Numbered, ...]:
        """Those due, as they go: letters not yet tried before those put off, so that these never keep the others waiting."""
        return tuple(sorted(self.due, key=lambda one: one.addressee in self.put_off))

    @property
    def associations(self) -> frozenset[str]:
        """Those with a letter due."""
        return frozenset(one.addressee.association_id for one in self.due)


class _PlanGroup(Enum):
    """What a plan sorts the listed addressees into; the unresolved are counted apart, listed or not."""

    DUE = auto()
    DONE = auto()
    REJECTED = auto()
    IN_PROGRESS = auto()
    LATE = auto()


def make_plan(
    roster: Roster,
    standings: Mapping[AddresseeKey, DeliveryStanding],
    lateness: Lateness,
    *,
    only: Collection[str] = (),
    include_late: bool = False,
) -> Plan:
    """Compare; ``only`` names the chosen associations, none means all."""
    sorted_out: dict[_PlanGroup, list[Numbered]] = {group: [] for group in _PlanGroup}
    listed = set()
    for one in number_addressees(roster):
        key = addressee_key(one.addressee)
        listed.add(key)
        if only and one.addressee.association_id not in only:
            continue
        is_late = not include_late and lateness.applies_to(key)
        if group := _group_of(standings.get(key), is_late=is_late):
            sorted_out[group].append(one)
    return Plan(
        due=tuple(sorted_out[_PlanGroup.DUE]),
        done=_addressees(sorted_out[_PlanGroup.DONE]),
        rejected=_addressees(sorted_out[_PlanGroup.REJECTED]),
        in_progress=_addressees(sorted_out[_PlanGroup.IN_PROGRESS]),
        late=_addressees(sorted_out[_PlanGroup.LATE]),
        unresolved=tuple(sorted(key[0] for key, standing in standings.items() if standing.is_unresolved)),
        closed=tuple(sorted(key[0] for key, standing in standings.items() if key not in listed and _can_close(standing))),
        left_out=tuple(one for one in roster.left_out if not only or one.association_id in only),
        put_off=frozenset(one.addressee for one in sorted_out[_PlanGroup.DUE] if _was_put_off(one.addressee, standings)),
    )


def exit_code(after: Plan) -> int:
    """What a run amounts to (design.md 7), from the plan made again after it: 4, 3 or 0."""
    if after.unresolved:
        return 4
    return 3 if after.due or after.rejected or after.in_progress else 0


def _group_of(standing: DeliveryStanding | None, *, is_late: bool) -> _PlanGroup | None:
    """Where a listed addressee belongs; None for the unresolved, who are counted whether listed or not."""
    if standing is None:
        return _PlanGroup.LATE if is_late else _PlanGroup.DUE
    match standing.status:
        case Status.UNSENT | Status.RECALLED:
            return _PlanGroup.DUE
        case Status.ACCEPTED:
            return _PlanGroup.DONE
        case Status.REJECTED:
            return _PlanGroup.REJECTED
        case Status.SENDING:
            return _PlanGroup.IN_PROGRESS if standing.in_progress else None
        case Status.UNKNOWN:
            return None


def _was_put_off(addressee: Addressee, standings: Mapping[AddresseeKey, DeliveryStanding]) -> bool:
    standing = standings.get(addressee_key(addressee))
    return standing is not None and standing.status is Status.UNSENT


def _can_close(standing: DeliveryStanding) -> bool:
    return standing.status is Status.REJECTED or standing.status in DUE_AGAIN


def _addressees(found: list[Numbered]) -> tuple[Addressee, ...]:
    return tuple(one.addressee for one in found)


@dataclass(frozen=True, slots=True)
class AudienceMember:
    """An association in the audience, and whom it has to write to."""

    association: str
    name: str
    type: str
    active: bool
    addressees: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class AudienceChanges:
    """How the recipients differ from those of an earlier run; names of associations, in Swedish order."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    more_addresses: tuple[str, ...] = ()
    fewer_addresses: tuple[str, ...] = ()


def make_audience(recipients: Recipients, roster: Roster, plan: Plan) -> tuple[AudienceMember, ...]:
    """All associations as they are now, without those that came too late to be entitled."""
    late = set(plan.late)
    entitled: dict[str, list[Addressee]] = {}
    for addressee in roster.addressees:
        if addressee not in late:
            entitled.setdefault(addressee.association_id, []).append(addressee)
    too_late = {addressee.association_id for addressee in late} - set(entitled)
    return tuple(
        AudienceMember(one.id, one.name, one.type, one.active, tuple(entitled.get(one.id, ())))
        for one in recipients.recipients
        if one.id not in too_late
    )


def audience_changes(before: Audience, now: Collection[AudienceMember]) -> AudienceChanges:
    """What an editor should look at before sending: associations that have come or gone, and addresses more or fewer."""
    old = {one.association: one for one in before.associations if one.active}
    new = {one.association: one for one in now if one.active}
    both = old.keys() & new.keys()
    return AudienceChanges(
        added=_names(new[key].name for key in new.keys() - old.keys()),
        removed=_names(old[key].name for key in old.keys() - new.keys()),
        more_addresses=_names(new[key].name for key in both if len(new[key].addressees) > old[key].addresses),
        fewer_addresses=_names(new[key].name for key in both if len(new[key].addressees) < old[key].addresses),
    )


def previous_audience(audiences: Sequence[Audience], issue: str) -> Audience | None:
    """The audience of the last live run of another issue."""
    return next((one for one in reversed(audiences) if one.issue != issue), None)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=swedish_order))
