"""The audience of a live run: who was active and entitled then. Past issues are accounted for from it, not from today."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from newsletter.delivery.log.records import Audience
from newsletter.delivery.run.plan import Plan
from newsletter.model.recipients import Addressee, Recipients, Roster
from newsletter.model.swedish import swedish_order


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
    """All associations as they are now, without those who came too late to be entitled."""
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
