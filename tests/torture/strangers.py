"""Files that another has made, given to the commands that read them, what is typed where a path or an address is asked for, and
what stands at the program's own paths: each is answered with a sentence, in bearable time.

``python -m tests.torture.strangers``: 0 tracebacks, 0 faults in the program, nothing over 5 s of the processor or 300 MB. What
fails is kept in build/torture/strangers.
"""

import argparse
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from newsletter.cli.app import app
from newsletter.cli.exits import Exit
from newsletter.delivery.log import open_log
from tests.conftest import ROOT
from tests.crash.workshop import Cost, Zygote
from tests.servers.sendgrid import SendGridServer
from tests.torture import typed
from tests.torture.mutations import FileKind, kinds, mutated

SECONDS, MEGABYTES = 5.0, 300.0
HANGS = 30
NOW = "2026-11-20T10:00:00+01:00"
KEPT = ROOT / "build" / "torture" / "strangers"


@dataclass(frozen=True)
class Ending:
    """How one command took one file; ``wrong`` says in words what must not be."""

    kind: str
    number: int
    command: tuple[str, ...]
    code: int
    cost: Cost
    wrong: str


@dataclass
class Stable:
    """An honest workspace, from which each case gets its copy, and what it is run with."""

    workspace: Path
    scratch: Path
    zygote: Zygote
    kinds: dict[str, FileKind] = field(default_factory=dict)

    def fight(self, name: str, number: int, seed: int) -> list[Ending]:
        """Every command of the kind, one after the other, with one file."""
        kind = self.kinds[name]
        data = mutated(kind, random.Random(f"{seed} {name} {number}"))
        folder = self._fresh()
        target = folder / kind.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        found = [self._run(name, number, command, folder) for command in kind.commands]
        if any(one.wrong for one in found):
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"{seed}-{name.replace('/', '-')}-{number}").write_bytes(data)
        return found

    def type(self, seed: int, share: int) -> Iterator[Ending]:
        """``share`` of what may be typed for each parameter of each command."""
        dice = random.Random(f"{seed} typed")
        for number, arguments in enumerate(typed.parameters()):
            folder = self._fresh()
            typed.prepare(folder)
            for value in dice.sample(typed.HOSTILE, min(share, len(typed.HOSTILE))):
                yield self._run("typed", number, tuple(one.replace("{}", value) for one in arguments), folder)

    def stand_there(self, seed: int, share: int) -> Iterator[Ending]:
        """Everything at every path of ours, with ``share`` commands each. What a link leads to is left alone."""
        dice = random.Random(f"{seed} places")
        for number, (place, kind) in enumerate(product(typed.OURS, typed.KINDS)):
            folder, theirs = self._fresh(), self.scratch / "theirs"
            theirs.unlink(missing_ok=True)
            typed.plant(folder / place, kind, theirs)
            for command in dice.sample(typed.COMMANDS, share):
                ending = self._run("at a path of ours", number, command, folder)
                touched = theirs.exists() and theirs.read_bytes() != b"theirs"
                yield (
                    replace(ending, wrong=f"{place} as {kind}: {ending.wrong} theirs: {touched}")
                    if touched or ending.wrong
                    else ending
                )

    def _fresh(self) -> Path:
        folder = self.scratch / "case"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.workspace, folder, symlinks=True)
        return folder

    def _run(self, kind: str, number: int, command: tuple[str, ...], folder: Path) -> Ending:
        environment = {"NEWSLETTER_NOW": NOW, "SENDGRID_API_KEY": "SG.a.b", "XDG_STATE_HOME": str(folder / "state")}
        environment["HOME"] = str(self.scratch)  # what "~" is
        run = self.zygote.start(list(command), environment, processor=HANGS, folder=str(folder))
        code, said, cost = self.zygote.ended_with_cost(run)
        return Ending(kind, number, command, code, cost, "; ".join(faults(code, said, cost)))


def faults(code: int, said: str, cost: Cost) -> Iterator[str]:
    if code < 0:
        yield f"ended by {signal.Signals(-code).name}"
    elif code not in set(Exit) - {Exit.FAULT}:
        yield f"exit {code}: {said[-500:]}"
    if "Traceback" in said or "Warning:" in said:
        yield f"a traceback: {said[-500:]}"
    if cost.seconds > SECONDS:
        yield f"{cost.seconds:.1f} s"
    if cost.megabytes > MEGABYTES:
        yield f"{cost.megabytes:.0f} MB"


@contextmanager
def stable(scratch: Path) -> Iterator[Stable]:
    """A workspace with a log of letters that were taken, its receipt, an archive, events, a calendar and pictures."""
    workspace = scratch / "workspace"
    workspace.mkdir(parents=True)
    for name in ("issues", "newsletter.yaml", "recipients.yaml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, workspace / name)
    with SendGridServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SENDGRID_API_KEY", "SG.a.b")
        patch.setenv("NEWSLETTER_NOW", NOW)
        for command in (
            ("send", "2026-q2", "--via", server.via, "--yes"),
            ("archive", str(workspace / "out")),
            ("deadlines", "--ics", str(workspace / "a.ics")),
        ):
            result = CliRunner().invoke(app, ["-C", str(workspace), *command], prog_name="newsletter")
            assert result.exit_code == 0, result.output
    with open_log("sqlite:.newsletter/log.sqlite3", workspace) as log, log.reading() as connection:
        attempts = [row[0] for row in connection.exec_driver_sql("SELECT id FROM attempt")]
    events = [
        {"nl_attempt": one, "event": "delivered", "timestamp": 1_790_000_000, "response": "250 2.0.0 ok"} for one in attempts
    ]
    (workspace / "events.json").write_text(json.dumps(events, indent=1), encoding="utf-8")
    for name in ("a.png", "a.gif"):
        picture = io.BytesIO()
        Image.effect_mandelbrot((300, 200), (-3, -2.5, 2, 2.5), 50).save(picture, name[-3:].upper())
        (workspace / name).write_bytes(picture.getvalue())
    with Zygote(scratch) as zygote:
        yield Stable(workspace, scratch, zygote, {kind.name: kind for kind in kinds(workspace)})


def table(endings: Iterable[Ending]) -> str:
    by_kind: dict[str, list[Ending]] = {}
    for one in endings:
        by_kind.setdefault(one.kind, []).append(one)
    lines = ["| file | commands | exit 0 | 1 | 2 | 3 | 4 | wrong | processor at most | memory at most |", f"|---|{'---:|' * 9}"]
    for kind, group in by_kind.items():
        codes = Counter(one.code for one in group)
        figures = [len(group), *(codes[code] for code in range(5)), sum(bool(one.wrong) for one in group)]
        most = f"{max(one.cost.seconds for one in group):.1f} s | {max(one.cost.megabytes for one in group):.0f} MB"
        lines.append(f"| {kind} | {' | '.join(map(str, figures))} | {most} |")
    return "\n".join(lines)


def tell(endings: Iterable[Ending]) -> list[Ending]:
    """All of them, told on standard error as they come."""
    found = []
    for one in endings:
        found.append(one)
        print(f"\r{one.kind}".ljust(60), end="", file=sys.stderr, flush=True)
        if one.wrong:
            print(f"\nWRONG: {one}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.strangers", description=__doc__)
    parser.add_argument("--cases", type=int, default=60, help="so many files of each kind (60)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="repeat these")
    parser.add_argument("--only", default="", help="kinds with this in their name")
    parser.add_argument("--number", type=int, help="this file alone")
    given = parser.parse_args()
    print(f"Seed {given.seed}.", file=sys.stderr, flush=True)
    endings: list[Ending] = []
    with tempfile.TemporaryDirectory(prefix="newsletter-strangers-") as scratch, stable(Path(scratch)) as those:
        for name in those.kinds:
            for number in range(given.cases) if given.number is None else [given.number]:
                if given.only in name:
                    endings += tell(those.fight(name, number, given.seed))
        for name, more in (("typed", those.type), ("at a path of ours", those.stand_there)):
            if given.only in name:
                endings += tell(more(given.seed, max(1, given.cases // 10)))
    print(f"\n{table(endings)}\n\nSeed {given.seed}, {len(endings)} commands.")
    return 1 if any(one.wrong for one in endings) else 0


if __name__ == "__main__":
    os.environ["NEWSLETTER_LANG"] = "sv"
    sys.exit(main())
