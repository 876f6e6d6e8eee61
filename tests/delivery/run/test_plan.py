"""The plan of a run: a table of who is due, done, in doubt, late or closed; and what the run amounts to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.log.rows import AddresseeKey, addressee_key, hash_address
from newsletter.delivery.run.plan import DeliveryStanding, Lateness, Plan, exit_code, make_plan
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee, LeftOut, Roster, WhyLeftOut
from tests.delivery.ledger import addressee

NOW = datetime(2026, 9, 20, tzinfo=UTC)
IN_TIME = Lateness(NOW)


def plan_of(
    one: Addressee, standing: DeliveryStanding | None, lateness: Lateness = IN_TIME, *, include_late: bool = False
) -> Plan:
    standings = {} if standing is None else {addressee_key(one): standing}
    return make_plan(Roster((one,), ()), standings, lateness, include_late=include_late)


def place(plan: Plan) -> str:
    (found,) = [name for name in ("due", "done", "rejected", "in_progress", "late", "unresolved") if getattr(plan, name)]
    return found


@pytest.mark.parametrize(
    ("status", "in_progress", "expected", "code"),
    [
        (None, False, "due", 3),
        (Status.UNSENT, False, "due", 3),
        (Status.RECALLED, False, "due", 3),
        (Status.ACCEPTED, False, "done", 0),
        (Status.REJECTED, False, "rejected", 3),
        (Status.UNKNOWN, False, "unresolved", 4),
        (Status.SENDING, False, "unresolved", 4),
        (Status.SENDING, True, "in_progress", 3),
        (Status.UNKNOWN, True, "unresolved", 4),
    ],
)
def test_where_a_listed_addressee_belongs_and_what_that_amounts_to(
    status: Status | None, in_progress: bool, expected: str, code: int
) -> None:
    plan = plan_of(addressee(1), DeliveryStanding(status, in_progress) if status else None)
    assert (place(plan), exit_code(plan)) == (expected, code)


@pytest.mark.parametrize(
    ("status", "closed", "unresolved", "code"),
    [
        (Status.UNSENT, True, False, 0),
        (Status.RECALLED, True, False, 0),
        (Status.REJECTED, True, False, 0),
        (Status.ACCEPTED, False, False, 0),
        (Status.UNKNOWN, False, True, 4),
        (Status.SENDING, False, True, 4),
    ],
)
def test_of_addresses_no_longer_listed_only_the_unresolved_remain(
    status: Status, closed: bool, unresolved: bool, code: int
) -> None:
    gone = addressee(9)
    plan = make_plan(Roster((), ()), {addressee_key(gone): DeliveryStanding(status)}, IN_TIME)
    assert (bool(plan.closed), bool(plan.unresolved), exit_code(plan)) == (closed, unresolved, code)


def test_a_corrected_address_is_another_delivery_and_closes_the_rejected_one() -> None:
    wrong, right = addressee(1, "eda"), addressee(2, "eda")
    plan = make_plan(Roster((right,), ()), {addressee_key(wrong): DeliveryStanding(Status.REJECTED)}, IN_TIME)
    assert [one.addressee for one in plan.due] == [right]
    assert plan.closed == ("eda",)
    assert plan.rejected == ()


def test_only_chooses_but_the_issues_unresolved_are_named_all_the_same() -> None:
    people = tuple(addressee(number) for number in range(3))
    standings = {addressee_key(people[2]): DeliveryStanding(Status.UNKNOWN)}
    plan = make_plan(Roster(people, ()), standings, IN_TIME, only=["f000"])
    assert [one.addressee for one in plan.due] == [people[0]]
    assert plan.unresolved == ("f002",)
    assert exit_code(plan) == 4


def test_who_is_left_out_and_why_is_passed_on_for_the_chosen() -> None:
    left_out = (
        LeftOut("eda", "Eda", WhyLeftOut.NO_ACTIVE_CONTACT),
        LeftOut("kil", "Kil", WhyLeftOut.UNSUBSCRIBED, "Kim"),
    )
    assert make_plan(Roster((), left_out), {}, IN_TIME).left_out == left_out
    assert make_plan(Roster((), left_out), {}, IN_TIME, only=["kil"]).left_out == left_out[1:]


def test_an_addressee_keeps_its_number_whoever_else_is_due() -> None:
    people = (addressee(1, "eda"), addressee(2, "kil"), addressee(3, "eda"))
    plan = make_plan(Roster(people, ()), {addressee_key(people[0]): DeliveryStanding(Status.ACCEPTED)}, IN_TIME)
    assert [(one.addressee.association_id, one.number) for one in plan.due] == [("kil", 1), ("eda", 2)]


@pytest.mark.parametrize(
    ("days", "entitled", "include_late", "expected"),
    [
        (13, False, False, "due"),
        (14, False, False, "due"),
        (15, False, False, "late"),
        (15, False, True, "due"),
        (15, True, False, "due"),
        (400, True, False, "due"),
    ],
)
def test_additions_after_two_weeks_are_late(days: int, entitled: bool, include_late: bool, expected: str) -> None:
    one = addressee(1)
    keys: frozenset[AddresseeKey] = frozenset({addressee_key(one)}) if entitled else frozenset()
    lateness = Lateness(NOW, NOW - timedelta(days=days), keys)
    assert place(plan_of(one, None, lateness, include_late=include_late)) == expected


def test_whoever_has_a_delivery_is_never_late() -> None:
    lateness = Lateness(NOW, NOW - timedelta(days=30))
    assert place(plan_of(addressee(1), DeliveryStanding(Status.UNSENT), lateness)) == "due"
    assert exit_code(plan_of(addressee(2), None, lateness)) == 0


standings_of_all = st.dictionaries(
    st.integers(0, 30), st.builds(DeliveryStanding, st.sampled_from(list(Status)), st.booleans()), max_size=31
)


@given(standings_of_all, st.sets(st.integers(0, 30)))
def test_every_listed_addressee_is_in_one_place_and_only_the_claimable_are_due(
    known: dict[int, DeliveryStanding], listed: set[int]
) -> None:
    people = tuple(addressee(number) for number in sorted(listed))
    standings = {addressee_key(addressee(number)): standing for number, standing in known.items()}
    plan = make_plan(Roster(people, ()), standings, IN_TIME)
    places = [*(one.addressee for one in plan.due), *plan.done, *plan.rejected, *plan.in_progress, *plan.late]
    unresolved = [key[0] for key, standing in standings.items() if standing.is_unresolved]
    assert len(places) == len(set(places))
    assert set(plan.unresolved) == set(unresolved)
    assert {one.association_id for one in places} | (set(unresolved) & {one.association_id for one in people}) == {
        one.association_id for one in people
    }
    for one in plan.due:
        standing = standings.get(addressee_key(one.addressee))
        assert standing is None or standing.status in {Status.UNSENT, Status.RECALLED}


def test_the_hash_of_an_address_heeds_no_capitals_and_tells_addresses_apart() -> None:
    one = addressee(1).address
    assert hash_address(one) == hash_address(one.__class__(one.local.upper(), one.domain))
    assert hash_address(one) != hash_address(addressee(2).address)
