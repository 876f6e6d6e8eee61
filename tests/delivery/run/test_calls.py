"""What is made ready beforehand: in order, no more than is wanted, and nothing of it claimed."""

from collections.abc import Iterator

import pytest

from newsletter.delivery.run.calls import Group, Ticket, open_ticket_queue, usual_workers
from newsletter.model.recipients import Numbered
from tests.delivery.ledger import addressee, due


def lazily(count: int, taken: list[int]) -> Iterator[Group]:
    for number in range(count):
        taken.append(number)
        yield (Numbered(addressee(number), 1),)


def numbers(tickets: list[Ticket]) -> list[str]:
    return [ticket.members[0].addressee.association_id for ticket in tickets]


def test_tickets_come_in_the_order_of_the_groups_until_there_are_no_more() -> None:
    with open_ticket_queue(lazily(7, []), 3) as coming:
        found = [numbers(coming.take(wanted)) for wanted in (2, 3, 1, 3, 3)]
    expected = [f"{addressee(number).association_id}" for number in range(7)]
    assert [one for some in found for one in some] == expected
    assert list(map(len, found)) == [2, 3, 1, 1, 0]


def test_no_more_is_taken_than_has_been_asked_for_and_as_much_again() -> None:
    taken: list[int] = []
    with open_ticket_queue(lazily(100, taken), 3) as coming:
        coming.take(3)
        coming.take(2)
    assert len(taken) <= 8


def test_nothing_wanted_is_nothing_given() -> None:
    with open_ticket_queue(lazily(5, []), 3) as coming:
        assert coming.take(0) == []


def test_every_attempt_is_another() -> None:
    with open_ticket_queue(lazily(50, []), 4) as coming:
        tickets = [ticket for _turn in range(13) for ticket in coming.take(4)]
    assert len({attempt for ticket in tickets for attempt in ticket.attempts}) == 50


def test_a_fault_in_the_list_is_not_taken_for_its_end() -> None:
    def broken() -> Iterator[Group]:
        yield from lazily(2, [])
        raise LookupError("the file ends here")

    with open_ticket_queue(broken(), 2) as coming:
        assert len(coming.take(2)) == 2
        with pytest.raises(LookupError, match="the file ends here"):
            coming.take(2)


@pytest.mark.parametrize(
    ("letters", "size", "workers"),
    [(0, 1000, 4), (21, 1000, 4), (401, 1000, 4), (2000, 1, 20), (10_000, 1, 64)],
)
def test_few_for_few_calls_and_more_for_many(letters: int, size: int, workers: int) -> None:
    assert usual_workers(due(letters), lambda one: one.association_id, size) == workers


def test_equal_letters_are_few_calls() -> None:
    assert usual_workers(due(10_000), lambda _one: "alike", 1000) == 4
