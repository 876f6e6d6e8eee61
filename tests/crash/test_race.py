"""Several processes over one issue: on PostgreSQL they share the work, on SQLite they take turns; nobody gets two letters."""

import threading
from pathlib import Path
from queue import SimpleQueue

import psycopg
import pytest

from tests.crash.test_fence import Leaving
from tests.crash.workshop import ENVIRONMENT, Run, Workshop, Zygote, make_workspace
from tests.postgres import new_database
from tests.postgres import server as postgres_server
from tests.servers.sendgrid import SendGridServer
from tests.servers.sendgrid_faults import Exchange, accepted_then_reset


def race(shop: Workshop, count: int) -> list[int]:
    running = [shop.start() for _number in range(count)]
    return [shop.ended(run) for run in running]


def test_processes_on_one_postgresql_share_the_work(tmp_path: Path, zygote: Zygote) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 40), server, zygote, new_database(), 40)
        codes = race(shop, 3)
        assert set(codes) <= {0, 3}  # 3: another was still sending when this one had nothing left
        assert 0 in codes
        shop.judge(shop.finish())
        assert len(server.ledger) == 40


def test_processes_on_one_postgresql_with_one_killed(tmp_path: Path, zygote: Zygote) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 40), server, zygote, new_database(), 40)
        doomed: SimpleQueue[Run] = SimpleQueue()

        def deadly(exchange: Exchange) -> None:
            exchange.accept()
            doomed.get().kill()
            exchange.close()

        server.script(*[None] * 5, deadly)
        running = [shop.start() for _number in range(2)]
        doomed.put(running[0])
        for run in running:
            shop.ended(run)
        shop.judge(shop.finish())


def test_a_run_whose_database_cuts_it_off_sends_nothing_more(tmp_path: Path, zygote: Zygote) -> None:
    """Both its sessions are ended while a call is in flight: the run is over, and what came of it is recorded. One call at a
    time: with two, the other's answer may be being recorded at that very moment, and is then in doubt.
    """
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), server, zygote, new_database(), 12, workers=1)

        def cut(exchange: Exchange) -> None:
            with psycopg.connect(postgres_server(), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'newsletter'"
                )
            exchange.answer(202, exchange.accept())

        server.script(None, None, cut)
        assert shop.run() == 3
        assert len(server.ledger) < 12
        shop.judge(shop.finish())


def test_a_run_that_its_database_has_cut_off_leaves_taking_back_to_others(tmp_path: Path, zygote: Zygote) -> None:
    """Its letters wait, one of them is in doubt, and its lock may be somebody else's by now."""
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), Leaving(server), zygote, new_database(), 12, workers=1)
        shop.options, shop.environment = ("--undo", "30m"), {**ENVIRONMENT, "TEST_SETTLE": "0.05"}

        def cut(exchange: Exchange) -> None:
            with psycopg.connect(postgres_server(), autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'newsletter'"
                )
            accepted_then_reset(exchange)

        server.script(None, None, cut)
        assert shop.run() == 4, shop.said
        assert server.account.standing == {}, "nothing is cancelled without the lock"
        code = shop.finish()
        shop.judge(code)
        assert code == 0


def test_two_processes_on_one_sqlite_log_take_turns(tmp_path: Path, zygote: Zygote) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), server, zygote, "sqlite:log.sqlite3", 12)
        arrived, looked = threading.Event(), threading.Event()

        def slow(exchange: Exchange) -> None:
            arrived.set()
            looked.wait(60)
            exchange.answer(202, exchange.accept())

        server.script(slow)
        first = shop.start()
        assert arrived.wait(60)
        code, said = zygote.ended(shop.start())
        looked.set()
        assert shop.ended(first) == 0
        assert code == 3
        assert "pågår" in said
        shop.judge(shop.finish())


@pytest.mark.parametrize("count", [2, 4])
def test_processes_started_at_once_on_one_sqlite_log(tmp_path: Path, zygote: Zygote, count: int) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), server, zygote, "sqlite:log.sqlite3", 12)
        codes = race(shop, count)
        assert set(codes) <= {0, 3}
        shop.judge(shop.finish())
