"""This program beside other ways of doing the same, in one go, against the same local server."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.workspaces import ROOT

PYTHON = sys.executable
# Nothing but the contenders: no byte code to be compiled in the middle, no settings of the developer's.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSLETTER_", "SENDGRID_"))}


@dataclass(frozen=True)
class Race:
    """``goal`` times as fast as ``than`` it is meant to be; each sends so many letters."""

    what: str
    delay: float
    name: str
    letters: int
    than: str = ""
    than_letters: int = 0
    goal: float | None = None


def races(scale: float) -> list[Race]:
    """At 0, 20, 50 and 150 ms a call. Slow ones send fewer, because a rate is a rate."""
    found = []
    for delay, equal_goal, distinct_goal in ((0.0, 1.3, 3.0), (0.02, None, 10.0), (0.05, 5.0, None), (0.15, None, None)):
        ms = f"{delay * 1000:.0f} ms"
        equal = 100_000 if delay else 200_000
        found.append(
            Race(f"equal letters, {ms}", delay, f"equal-{16 if delay else 4}", equal, "multiple", equal // 4, equal_goal)
        )
        calls = 64 if delay else 32
        found.append(
            Race(f"distinct letters, {ms}", delay, f"distinct-{calls}", 4000, "plain", 100 if delay else 1000, distinct_goal)
        )
    found.append(Race("distinct letters, 0 ms, beside mailmerge over SMTP", 0.0, "distinct-32", 4000, "mailmerge", 500))
    return [Race(r.what, r.delay, r.name, int(r.letters * scale), r.than, int(r.than_letters * scale), r.goal) for r in found]


@dataclass(frozen=True)
class Result:
    """``sink`` is the share of one processor that the server took meanwhile."""

    rate: float
    cpu: float
    sink: float


def run(name: str, letters: int, delay: float, *, python: str = PYTHON) -> Result:
    """One contender, in a process and a folder of its own; the ledger must hold each reader once."""
    with tempfile.TemporaryDirectory() as folder, sink("smtp" if name == "mailmerge" else "http", delay) as server:
        command = [python, "-m", "benchmarks.contenders", name, str(letters), str(server.port), folder]
        found = json.loads(subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True).stdout)
        ledger = server.ledger()
    assert (ledger["letters"], ledger["twice"]) == (letters, 0), ledger
    return Result(letters / found["seconds"], found["cpu"] / letters * 1e6, ledger["cpu"] / found["seconds"])


class Server:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout
        self.port = int(process.stdout.readline())

    def ledger(self) -> dict[str, float]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        return json.loads(self._process.stdout.readline())


@contextmanager
def sink(kind: str, delay: float) -> Iterator[Server]:
    command = [PYTHON, "-m", "benchmarks.sink", kind, str(delay)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Server(process)


def rows(scale: float, rounds: int) -> Iterator[tuple[str, ...]]:
    """Both run by turns, ``rounds`` times, and the best of each counts: another program can only make a round slower."""
    for race in races(scale):
        print(race.what, "…", file=sys.stderr, flush=True)
        pairs = [
            (run(race.name, race.letters, race.delay), run(race.than, race.than_letters, race.delay)) for _ in range(rounds)
        ]
        ours, theirs = (max(side, key=lambda result: result.rate) for side in zip(*pairs, strict=True))
        yield (
            race.what,
            f"{race.name.partition('-')[2]} calls: {ours.rate:,.0f}/s",
            f"{race.than}: {theirs.rate:,.0f}/s",
            f"{ours.rate / theirs.rate:.1f} ×",
            f"≥ {race.goal:g}" if race.goal else "",
            f"{ours.cpu:.0f} and {theirs.cpu:.0f} µs",
            f"{ours.sink:.0%}",
        )


def table(scale: float = 1.0, rounds: int = 3) -> None:
    print("| letters and time a call | newsletter, log and fsync included | beside it | ratio | goal | CPU a letter | server |")
    print("|---|---|---|---:|---|---|---:|")
    for row in rows(scale, rounds):
        print("| " + " | ".join(row) + " |", flush=True)
    equal, distinct = (
        run(f"{name}-unlogged", int(letters * scale), 0.0) for name, letters in (("equal-4", 200_000), ("distinct-8", 4000))
    )
    print(
        f"\nThe same calls at 0 ms with no log: {equal.rate:,.0f} equal letters a second, {distinct.rate:,.0f} distinct ones."
    )
    ten = run("distinct-64", 10_000, 0.15)
    print(f"\n10,000 distinct letters at 150 ms a call, 64 in flight: {10_000 / ten.rate:.0f} s (goal: under 60 s).")


if __name__ == "__main__":
    table(*(float(argument) if "." in argument else int(argument) for argument in sys.argv[1:]))
