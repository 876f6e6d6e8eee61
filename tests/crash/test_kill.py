"""kill -9 at every step of a sending, from inside, from the server and from outside, on both databases (design.md 4).

The server keeps its own ledger. After each campaign: nobody has two letters, nobody is lost without a word.
"""

import os
import random
import signal
import time
from queue import SimpleQueue

import pytest

from tests.crash.conftest import Open
from tests.crash.workshop import KILLED, Run
from tests.crash.zygote import ONCE_A_RUN, STEPS
from tests.servers.sendgrid_faults import Exchange


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_again_and_again(workshop: Open, step: str) -> None:
    shop = workshop()
    for occasion in (1, 1, 1) if step in ONCE_A_RUN else (1, 2, 1):
        shop.run(kill=(step, occasion))
    assert shop.kills == 3
    shop.judge(shop.finish())


@pytest.mark.parametrize("moment", ["before the letter is taken", "after the letter is taken"])
def test_killed_while_the_server_has_the_request(workshop: Open, moment: str) -> None:
    shop = workshop()

    def deadly(exchange: Exchange) -> None:
        if moment.startswith("after"):
            exchange.accept()
        running.get().kill()
        exchange.close()

    running: SimpleQueue[Run] = SimpleQueue()
    for request in (1, 3, 2):
        shop.server.script(*[None] * (request - 1), deadly)
        assert shop.run(meanwhile=running.put) == KILLED
    shop.judge(shop.finish())


def test_killed_at_random_moments(workshop: Open) -> None:
    dice = random.Random(20260913)
    shop = workshop(people=20)
    for _kill in range(8):
        delay = dice.uniform(0.02, 0.4)

        def strike(run: Run, delay: float = delay) -> None:
            time.sleep(delay)
            run.kill()

        shop.run(meanwhile=strike)
    shop.judge(shop.finish())


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda wish: wish.name)
def test_who_wishes_it_to_end_gets_an_end_after_the_letters_on_their_way(workshop: Open, wish: signal.Signals) -> None:
    """Ctrl-C, however impatiently; a computer that is shut down; a terminal that is closed."""
    shop = workshop()

    def interrupt(exchange: Exchange) -> None:
        pid = running.get().pid
        for _time in range(3):
            os.kill(pid, wish)
            time.sleep(0.05)
        exchange.answer(202, exchange.accept())

    running: SimpleQueue[Run] = SimpleQueue()
    shop.server.script(None, None, interrupt)
    assert shop.run(meanwhile=running.put) == 3
    assert "Ctrl-C" in shop.said
    assert "återstår att skicka" in shop.said
    assert 3 <= len(shop.server.ledger) < 12
    shop.judge(shop.finish())
    assert len(shop.server.ledger) == 12


def test_a_run_that_is_left_alone_leaves_nobody_in_doubt(workshop: Open) -> None:
    shop = workshop()
    assert shop.run() == 0
    shop.judge(shop.finish())
