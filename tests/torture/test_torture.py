"""A torture in small: one campaign of the kinds that tests/crash does not fight, and a judge that is not blind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.workshop import Zygote
from tests.postgres import server
from tests.torture import power
from tests.torture.campaigns import Bench
from tests.torture.kinds import KINDS
from tests.torture.table import caught, tables
from tests.torture.tally import POSTGRESQL, SQLITE, Job, Tally

SEED = 20260913
SMALL = [
    (kind, database)
    for kind in (
        "killed at every call and return of the engine and the log",
        "8 processes at once, half of them killed",
        "an old copy of the log put back",
    )
    for database in (SQLITE, POSTGRESQL)
]
WITH_COMPILER = [kind for kind in KINDS if KINDS[kind].needs_compiler]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    with Zygote(folder) as zygote:
        yield Bench(folder, zygote, server())


def fought(bench: Bench, kind: str, database: str, number: int = 0) -> Tally:
    return KINDS[kind].fight(bench, Job(number, kind, database, SEED))


@pytest.mark.parametrize(("kind", "database"), SMALL)
def test_nobody_twice_and_nobody_lost(bench: Bench, kind: str, database: str) -> None:
    tally = fought(bench, kind, database)
    assert not tally.wrong, tally.wrong


@pytest.mark.parametrize("kind", ["a log written after the call", "a log written before the call, and believed"])
def test_the_judge_finds_a_naive_design_out(bench: Bench, kind: str) -> None:
    assert caught([fought(bench, kind, SQLITE)])


def test_the_table_counts_naive_designs_apart() -> None:
    ours, naive = (Tally(Job(0, kind, SQLITE, SEED), runs=5, kills=3, twice=2) for kind in list(KINDS)[:: len(KINDS) - 1])
    text = tables([ours, naive])
    assert f"| {ours.job.kind} | SQLite | 5 | 3 | 0 | 2 | 0 | 0 |" in text
    assert "| **in all** |  | **5** | **3** |" in text
    assert f"| {naive.job.kind} | SQLite | 5 | 3 | 0 | 2 | 0 | yes |" in text


@pytest.mark.proof
@pytest.mark.parametrize("kind", WITH_COMPILER)
def test_a_cut_of_the_current_costs_nobody_a_letter_and_the_judge_sees_it_where_it_would(kind: str, tmp_path: Path) -> None:
    with Zygote(tmp_path, {"LD_PRELOAD": str(power.built(tmp_path))}) as zygote:
        bench = Bench(tmp_path, zygote, server())
        tallies = [fought(bench, kind, SQLITE, number) for number in range(4)]
    assert caught(tallies) == KINDS[kind].naive
    assert KINDS[kind].naive or not any(one.wrong for one in tallies)
