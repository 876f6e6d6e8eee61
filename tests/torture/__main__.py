"""``make torture``: campaigns until so many runs have been killed, then the tables; it ends with 1 if anything was wrong.

What has been fought is kept in build/torture/SEED.jsonl: given the same seed again, it goes on where it was broken off.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from tests.conftest import ROOT
from tests.postgres import server
from tests.torture import power
from tests.torture.fighter import begin, fight
from tests.torture.kinds import KINDS, NAIVE_ROUNDS
from tests.torture.table import caught, kills, tables
from tests.torture.tally import Job, Tally


def jobs(seed: int, kinds: Callable[[str], bool]) -> Iterator[Job]:
    """Without end, in rounds; the campaigns of each kind and database have numbers of their own."""
    numbers: Counter[tuple[str, str]] = Counter()
    for turn in count():
        for name, kind in KINDS.items():
            for database in kind.databases if kinds(name) and (turn < NAIVE_ROUNDS or not kind.naive) else ():
                for _campaign in range(kind.share):
                    yield Job(numbers[name, database], name, database, seed)
                    numbers[name, database] += 1


def fought(file: Path) -> list[Tally]:
    """What an earlier torture with the same seed came to."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [Tally(**{**found, "job": Job(**found["job"])}) for found in map(json.loads, lines)]


def torture(seed: int, goal: int, processes: int, kinds: Callable[[str], bool]) -> list[Tally]:
    """All that came of it, and each as it comes on standard error."""
    file = ROOT / "build" / "torture" / f"{seed}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    tallies = fought(file)
    known = {one.job for one in tallies}
    waiting = (job for job in jobs(seed, kinds) if job not in known)
    under_way: set[Future[Tally]] = set()
    with (
        ProcessPoolExecutor(processes, get_context("spawn"), begin, (server(),)) as pool,
        file.open("a", encoding="utf-8") as out,
    ):
        while kills(tallies) < goal or under_way:
            while kills(tallies) < goal and len(under_way) < processes:
                under_way.add(pool.submit(fight, next(waiting)))
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for tally in (future.result() for future in done):
                tallies.append(tally)
                out.write(json.dumps(asdict(tally), ensure_ascii=False) + "\n")
                out.flush()
                tell(tally, kills(tallies))
    return tallies


def tell(tally: Tally, total: int) -> None:
    job = tally.job
    wrong = tally.wrong and not KINDS[job.kind].naive
    if wrong:
        print(f"\nWRONG: {job}\n{tally.wrong}", file=sys.stderr, flush=True)
    print(f"\r{total} killed; {job.kind} ({job.database}, {job.number})".ljust(100)[:100], end="", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=2000, help="end when so many runs have been killed (2000)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="go on with, or repeat, these campaigns")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="so many campaigns at a time")
    parser.add_argument("--only", default="", help="kinds of campaigns with this in their name")
    given = parser.parse_args()
    if not power.compiler():
        print("No C compiler: the campaigns that cut the current are not fought.", file=sys.stderr)
    begun = time.monotonic()
    print(f"Seed {given.seed}. To go on after a break: make torture SEED={given.seed}", file=sys.stderr, flush=True)
    tallies = torture(given.seed, given.kills, given.processes, lambda name: given.only in name and can_be_fought(name))
    print(file=sys.stderr)
    print(tables(tallies))
    print(f"\nSeed {given.seed}, {(time.monotonic() - begun) / 60:.0f} minutes, {given.processes} processes.")
    wrong = [one for one in tallies if one.wrong and not KINDS[one.job.kind].naive]
    blind = [name for name, kind in KINDS.items() if kind.naive and (of := of_kind(tallies, name)) and not caught(of)]
    print(f"Campaigns in which something was wrong: {len(wrong)}. Naive designs that were not caught: {len(blind)}.")
    return 1 if wrong or blind else 0


def of_kind(tallies: list[Tally], name: str) -> list[Tally]:
    return [one for one in tallies if one.job.kind == name]


def can_be_fought(name: str) -> bool:
    return power.compiler() is not None or not KINDS[name].needs_compiler


if __name__ == "__main__":
    sys.exit(main())
