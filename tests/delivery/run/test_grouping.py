"""How many calls are in flight when nobody has said it."""

import pytest

from newsletter.delivery.run.calls import usual_workers
from tests.delivery.ledger import due


@pytest.mark.parametrize(
    ("letters", "size", "workers"),
    [(0, 1000, 4), (21, 1000, 4), (401, 1000, 4), (2000, 1, 20), (10_000, 1, 64)],
)
def test_few_for_few_calls_and_more_for_many(letters: int, size: int, workers: int) -> None:
    assert usual_workers(due(letters), lambda one: one.association_id, size) == workers


def test_equal_letters_are_few_calls() -> None:
    assert usual_workers(due(10_000), lambda _one: "alike", 1000) == 4
