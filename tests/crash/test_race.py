"""Several processes over one issue: on PostgreSQL they share the work, on SQLite they take turns; nobody gets two letters."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.crash.workshop import Workshop, Zygote, make_workspace
from tests.postgres import new_database
from tests.postgres import server as postgres_server
from tests.servers.sendgrid import SendGridServer
from tests.servers.sendgrid_faults import Exchange


def racers(shop: Workshop, zygotes: Callable[[int], Zygote], count: int) -> list[Workshop]:
    return [replace(shop, zygote=zygotes(number), codes=[]) for number in range(count)]


def race(shops: list[Workshop]) -> list[int]:
    for shop in shops:
        shop.zygote.start(shop.command, shop.environment)
    codes = []
    for shop in shops:
        code, shop.said = shop.zygote.ended()
        codes.append(code)
    return codes


def test_processes_on_one_postgresql_share_the_work(tmp_path: Path, zygotes: Callable[[int], Zygote]) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 40), server, zygotes(0), new_database(), 40)
        codes = race(racers(shop, zygotes, 3))
        assert set(codes) <= {0, 3}  # 3: another was still sending when this one had nothing left
        assert 0 in codes
        shop.judge(shop.finish())
        assert len(server.ledger) == 40


def test_processes_on_one_postgresql_with_one_killed(tmp_path: Path, zygotes: Callable[[int], Zygote]) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 40), server, zygotes(0), new_database(), 40)
        first, second = racers(shop, zygotes, 2)

        def deadly(exchange: Exchange) -> None:
            exchange.accept()
            first.zygote.kill()
            exchange.close()

        server.script(*[None] * 5, deadly)
        race([first, second])
        shop.judge(shop.finish())


def test_a_run_whose_database_cuts_it_off_sends_nothing_more(tmp_path: Path, zygotes: Callable[[int], Zygote]) -> None:
    """Both its sessions are ended while calls are in flight: the run is over, and what came of them is recorded."""
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), server, zygotes(0), new_database(), 12)

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


def test_two_processes_on_one_sqlite_log_take_turns(tmp_path: Path, zygotes: Callable[[int], Zygote]) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), server, zygotes(0), "sqlite:log.sqlite3", 12)
        first, second = racers(shop, zygotes, 2)
        second_said: list[tuple[int, str]] = []

        def slow(exchange: Exchange) -> None:
            """While the first is sending, the second tries."""
            second.zygote.start(second.command, second.environment)
            second_said.append(second.zygote.ended())
            exchange.answer(202, exchange.accept())

        server.script(slow)
        assert first.run() == 0
        ((code, said),) = second_said
        assert code == 3
        assert "pågår" in said
        shop.judge(shop.finish())


@pytest.mark.parametrize("count", [2])
def test_processes_started_at_once_on_one_sqlite_log(tmp_path: Path, zygotes: Callable[[int], Zygote], count: int) -> None:
    with SendGridServer() as server:
        shop = Workshop(make_workspace(tmp_path / "w", 12), server, zygotes(0), "sqlite:log.sqlite3", 12)
        codes = race(racers(shop, zygotes, count))
        assert set(codes) <= {0, 3}
        shop.judge(shop.finish())
