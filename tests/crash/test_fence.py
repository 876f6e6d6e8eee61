"""kill -9 at every step of a sending whose letters wait, and of making it anew: nobody twice, nobody in doubt in the end."""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from queue import SimpleQueue

import pytest

from newsletter.model.deliveries import Status
from tests.crash.conftest import Open
from tests.crash.workshop import ENVIRONMENT, KILLED, Run, Workshop
from tests.crash.zygote import FENCE, STEPS
from tests.servers.sendgrid import SendGridServer
from tests.servers.sendgrid_faults import Exchange, accepted_then_reset

ROUNDS = {"the fence": [*FENCE], "a run": [*STEPS][:6], "a run's end": [*STEPS][6:]}
"""Fewer than the ten cancellations that SendGrid allows."""


@dataclass(frozen=True)
class Leaving:
    """What the server's letters come to in the end: without those that were taken back in time."""

    server: SendGridServer

    @property
    def via(self) -> str:
        return self.server.via

    @property
    def counts(self) -> Counter[str]:
        return self.server.leaving


@pytest.fixture
def waiting(workshop: Open) -> tuple[Workshop, SendGridServer]:
    """A workshop whose letters wait for half an hour, and the server itself."""
    shop = workshop()
    server = shop.server
    assert isinstance(server, SendGridServer)
    shop.server, shop.options = Leaving(server), ("--undo", "30m")
    shop.environment = {**ENVIRONMENT, "TEST_SETTLE": "0.05"}
    return shop, server


def judge(shop: Workshop) -> None:
    code = shop.finish()
    shop.judge(code)
    assert code == 0, shop.said
    assert set(shop.stands.values()) == {Status.ACCEPTED}


@pytest.mark.parametrize("steps", ROUNDS.values(), ids=ROUNDS)
def test_killed_at_one_step_after_another(waiting: tuple[Workshop, SendGridServer], steps: list[str]) -> None:
    """Each run begins with a letter whose fate nobody knows, and is killed before it is over."""
    shop, server = waiting
    for step in steps:
        server.script(None, accepted_then_reset)
        assert shop.run(kill=(step, 1)) == KILLED, (step, shop.said)
    judge(shop)


def test_killed_at_random_and_while_the_server_has_the_request(waiting: tuple[Workshop, SendGridServer]) -> None:
    shop, server = waiting
    dice = random.Random(20261215)
    running: SimpleQueue[Run] = SimpleQueue()

    def deadly(exchange: Exchange) -> None:
        exchange.accept()
        running.get().kill()
        exchange.close()

    server.script(None, None, deadly)
    assert shop.run(meanwhile=running.put) == KILLED
    for _kill in range(4):
        delay = dice.uniform(0.02, 0.4)

        def strike(run: Run, delay: float = delay) -> None:
            time.sleep(delay)
            run.kill()

        shop.run(meanwhile=strike)
    judge(shop)


def test_who_wishes_it_to_end_while_it_settles_gets_an_end(waiting: tuple[Workshop, SendGridServer]) -> None:
    shop, server = waiting
    quick = shop.environment
    shop.environment = {**ENVIRONMENT, "TEST_SETTLE": "300"}
    server.script(None, accepted_then_reset)

    def interrupt(run: Run) -> None:
        while not (run.output.exists() and "Väntar 300" in run.output.read_text(encoding="utf-8")):
            time.sleep(0.02)
        os.kill(run.pid, signal.SIGINT)

    assert shop.run(meanwhile=interrupt) == 4
    shop.environment = quick
    judge(shop)
