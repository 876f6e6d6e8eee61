"""Whom the next letter does not go to: the table of issue 10, and what holds of it in whatever order things became known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.run.suppression import AddressFact, Renewal, suppressed_addresses
from newsletter.model.deliveries import OBJECTIONS, Cause, Event

KINDS = {
    Cause.COMPLAINED: Event.COMPLAINED,
    Cause.UNSUBSCRIBED: Event.UNSUBSCRIBED,
    Cause.DEAD: Event.BOUNCED,
    Cause.BLOCKED: Event.BOUNCED,
    Cause.FULL: Event.BOUNCED,
    Cause.OTHER: Event.BOUNCED,
    None: Event.DELIVERED,
}


def moment(day: int) -> str:
    return f"2026-09-{day:02}T08:00:00.000Z"


def fact(cause: Cause | None, day: int, *, known: int | None = None, kind: Event | None = None, of: str = "a") -> AddressFact:
    return AddressFact(of, kind or KINDS[cause], cause, "", moment(day), moment(known or day))


def renewal(day: int, consent: int | None = None) -> Renewal:
    return Renewal("a", date(2026, 9, consent) if consent else None, moment(day))


def stopping(facts: list[AddressFact], renewals: list[Renewal] | None = None) -> Cause | None:
    found = suppressed_addresses(facts, renewals or [])
    return found["a"].cause if found else None


@pytest.mark.parametrize("kind", [Event.BOUNCED, Event.DROPPED])
@pytest.mark.parametrize(
    ("cause", "stops"),
    [
        (Cause.COMPLAINED, True),
        (Cause.UNSUBSCRIBED, True),
        (Cause.DEAD, True),
        (Cause.BLOCKED, False),
        (Cause.FULL, False),
        (Cause.OTHER, False),
    ],
)
def test_the_cause_decides_the_next_letter_also_of_what_the_provider_dropped(cause: Cause, kind: Event, *, stops: bool) -> None:
    assert (stopping([fact(cause, 1, kind=kind)]) is cause) == stops


@pytest.mark.parametrize("objection", sorted(OBJECTIONS))
def test_an_objection_holds_whatever_comes_after_it(objection: Cause) -> None:
    later = [fact(None, 2), fact(Cause.DEAD, 3), fact(Cause.FULL, 4)]

    assert stopping([fact(objection, 1), *later]) is objection


def test_a_letter_that_was_delivered_later_proves_the_address() -> None:
    assert stopping([fact(Cause.DEAD, 2), fact(None, 3)]) is None
    assert stopping([fact(None, 1), fact(Cause.DEAD, 2)]) is Cause.DEAD


@pytest.mark.parametrize("objection", sorted(OBJECTIONS))
def test_an_objection_is_ended_by_a_consent_alone(objection: Cause) -> None:
    assert stopping([fact(objection, 1)], [renewal(5)]) is objection
    assert stopping([fact(objection, 1)], [renewal(5, consent=4)]) is None


def test_a_dead_address_is_ended_by_any_renewal() -> None:
    assert stopping([fact(Cause.DEAD, 1)], [renewal(5)]) is None


@pytest.mark.parametrize("cause", [*sorted(OBJECTIONS), Cause.DEAD])
def test_a_renewal_ends_nothing_that_happens_after_it(cause: Cause) -> None:
    assert stopping([fact(cause, 1), fact(cause, 7)], [renewal(5, consent=5)]) is cause


def test_what_happened_before_a_renewal_and_became_known_after_it_is_ended_too() -> None:
    assert stopping([fact(Cause.DEAD, 3, known=9)], [renewal(5)]) is None
    assert stopping([fact(Cause.UNSUBSCRIBED, 3, known=9)], [renewal(5, consent=4)]) is None


def test_a_consent_that_is_older_than_an_objection_learnt_later_ends_it_not() -> None:
    assert stopping([fact(Cause.UNSUBSCRIBED, 4, known=9)], [renewal(5, consent=3)]) is Cause.UNSUBSCRIBED


def test_an_address_is_judged_by_its_own_facts() -> None:
    found = suppressed_addresses([fact(Cause.COMPLAINED, 1, of="b"), fact(Cause.FULL, 1)], [renewal(2, consent=2)])

    assert {key: one.cause for key, one in found.items()} == {"b": Cause.COMPLAINED}


FACTS = st.lists(st.builds(fact, st.sampled_from([*Cause, None]), st.integers(1, 28)), max_size=8)
RENEWALS = st.lists(st.builds(renewal, st.integers(1, 28)), max_size=3)


@given(FACTS, RENEWALS)
def test_without_a_consent_nobody_who_has_objected_is_ever_written_to(
    facts: list[AddressFact], renewals: list[Renewal]
) -> None:
    objected = any(one.cause in OBJECTIONS for one in facts)

    assert (stopping(facts, renewals) in OBJECTIONS) == objected


@given(
    st.lists(
        st.builds(fact, st.sampled_from([*Cause, None]), st.integers(1, 28)), max_size=6, unique_by=lambda one: one.at
    ).flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(facts)))
)
def test_the_order_in_which_things_became_known_changes_nothing(pair: tuple[list[AddressFact], list[AddressFact]]) -> None:
    told, shuffled = pair

    assert stopping(told) is stopping(list(shuffled))
