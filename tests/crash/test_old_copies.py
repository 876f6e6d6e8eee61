"""A copy of the log taken while letters leave, and put back later: it knows that the run began, and not whom it reached."""

import random
from pathlib import Path

import pytest

from tests.crash.conftest import Open
from tests.crash.copies import Copier, make_copier
from tests.crash.workshop import ISSUE, Workshop
from tests.servers.sendgrid_faults import Exchange


def copy_during(shop: Workshop, request: int, copier: Copier) -> None:
    """A whole run, with a copy taken while the server has its so-manieth request."""

    def accept_and_copy(exchange: Exchange) -> None:
        message = exchange.accept()
        copier.take()
        exchange.answer(202, message)

    shop.server.script(*[None] * request, accept_and_copy)
    assert shop.run() == 0, shop.said


@pytest.mark.parametrize(("way", "request_number"), [("by hand", 0), ("by hand", 9), ("by restore", 5)])
def test_a_copy_from_during_the_run_sends_nothing_until_it_is_settled(
    workshop: Open, tmp_path: Path, request_number: int, way: str
) -> None:
    shop = workshop()
    copier = make_copier(shop, tmp_path)
    copy_during(shop, request_number, copier)
    (copier.put_back if way == "by hand" else copier.restore)(shop)
    for _time in range(2):
        assert shop.run() in {1, 4}, shop.said
        assert shop.server.counts.total() == 12
    code, said = shop.newsletter("resolve", ISSUE)
    assert code == 4, said
    shop.judge(shop.finish())
    assert shop.newsletter("resolve", ISSUE, "--all", "--arrived", "--by", "Kim", "--reason", "Alla har det.")[0] == 0
    assert shop.run() == 0, shop.said
    assert set(shop.server.counts.values()) == {1}


@pytest.mark.parametrize("way", ["by hand", "by restore"])
def test_a_copy_from_after_the_run_is_as_good_as_the_log(workshop: Open, tmp_path: Path, way: str) -> None:
    shop = workshop()
    copier = make_copier(shop, tmp_path)
    assert shop.run() == 0
    copier.take()
    (copier.put_back if way == "by hand" else copier.restore)(shop)
    assert shop.run() == 0, shop.said
    shop.judge(shop.finish())


def test_adopting_an_old_copy_sends_no_letter_that_may_have_left(workshop: Open, tmp_path: Path) -> None:
    shop = workshop()
    copier = make_copier(shop, tmp_path)
    copy_during(shop, 4, copier)
    copier.put_back(shop)
    shop.newsletter("adopt", "--by", "Kim", "--reason", "Det finns ingen annan.")
    assert shop.run() == 4, shop.said
    shop.judge(shop.finish())


def test_a_run_that_was_killed_is_gone_on_with_from_the_log_itself(workshop: Open) -> None:
    """Its receipt has no end, but the log knows every attempt that the receipt does."""
    shop = workshop(people=30)
    for step, occasion in (("claim committed", 3), ("mark half written", 2), ("mark moved", 2), ("answer come", 3)):
        shop.run(kill=(step, occasion))
    assert shop.kills == 4
    assert shop.run() in {0, 4}, shop.said
    shop.judge(shop.finish())


@pytest.mark.parametrize("workshop", ["sqlite"], indirect=True)  # restore is for files
def test_what_was_settled_on_an_old_copy_does_not_stand_in_the_way_of_the_right_log(workshop: Open, tmp_path: Path) -> None:
    """The letters that it had put in doubt are none of which the right log knows less."""
    shop = workshop()
    copier = make_copier(shop, tmp_path)
    right = tmp_path / "right.sqlite3"
    copy_during(shop, 4, copier)
    assert shop.newsletter("backup", str(right))[0] == 0
    copier.put_back(shop)
    assert shop.newsletter("resolve", ISSUE)[0] == 4
    assert shop.newsletter("restore", str(right))[0] == 0
    assert shop.run() == 0
    shop.judge(shop.finish())


def test_copies_from_random_moments(workshop: Open, tmp_path: Path) -> None:
    dice = random.Random(20261201)
    for number in range(3):
        shop = workshop()
        copier = make_copier(shop, tmp_path / str(number))
        (tmp_path / str(number)).mkdir(exist_ok=True)
        moment = dice.randrange(12)
        copy_during(shop, moment, copier)
        copier.put_back(shop)
        for _time in range(2):
            assert shop.run() in {0, 1, 4}
            assert max(shop.server.counts.values()) == 1, f"copied at request {moment}"
