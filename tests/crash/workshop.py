"""A small workspace, processes that send from it, and the one question: who has got what?"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Protocol, Self

from newsletter.delivery.log import open_log
from newsletter.model.deliveries import UNRESOLVED, Status
from tests.conftest import ROOT

KILLED = -signal.SIGKILL
ENVIRONMENT = MappingProxyType({"SENDGRID_API_KEY": "SG.test", "NEWSLETTER_LANG": "sv"})
ISSUE = "2026-q3"
TEXT = """\
year: 2026
quarter: 3
date: 2026-09-01
title: Hösten i regionen
greeting: "Hej {name}!"
lead: Kort om hösten.
sections:
  - kind: article
    title: Vården
    text: En rad om vården.
"""


class Server(Protocol):
    """What sends are judged by: where it is, and how many letters it has taken for each address."""

    @property
    def via(self) -> str: ...

    @property
    def counts(self) -> Counter[str]: ...


def association(address: str) -> str:
    """The name of the one association that has ``address``, with its full stop: no name is the beginning of another."""
    return f"Föreningen F{address.partition('@')[0].removeprefix('kim')}."


def make_workspace(directory: Path, people: int, text: str = TEXT) -> Path:
    (directory / "issues").mkdir(parents=True)
    (directory / "issues" / f"{ISSUE}.yaml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "newsletter.yaml", directory)
    lines = ["defaults: {basis: uppdrag}", "recipients:"]
    for number in range(people):
        contact = f"{{name: Kim, email: kim{number}@x{number}.example}}"
        lines.append(f"  - {{id: f{number}, name: Föreningen F{number}., municipality: Sunne, contacts: [{contact}]}}")
    (directory / "recipients.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return directory


@dataclass
class Run:
    """A process that was started: the same one until it has been waited for."""

    pid: int
    output: Path

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.kill(self.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor, and the most memory that a process had."""

    seconds: float
    megabytes: float


class Zygote:
    """The helper process; see ``zygote``. Any number of runs at a time, from one thread."""

    def __init__(self, scratch: Path, environment: Mapping[str, str] = MappingProxyType({})) -> None:
        self._scratch = scratch
        self._numbers = count(1)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.zygote"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def start(self, arguments: list[str], environment: Mapping[str, str], **more: object) -> Run:
        """``more`` is what befalls it, as ``zygote.child`` reads it: ``kill``, ``stop``, ``no_rights``, ``file_size`` ..."""
        output = self._scratch / f"output{next(self._numbers)}.txt"
        output.touch()  # it may be killed before it has said a word
        order = {"arguments": arguments, "environment": dict(environment), "output": str(output), **more}
        return Run(self._ask(order)["pid"], output)

    def ended(self, run: Run) -> tuple[int, str]:
        """Wait; the exit code (negative for a signal) and everything that was printed."""
        code, said, _cost = self.ended_with_cost(run)
        return code, said

    def ended_with_cost(self, run: Run) -> tuple[int, str, Cost]:
        """The same, and what it took."""
        answer = self._ask({"wait": run.pid})
        said = run.output.read_text(encoding="utf-8")
        run.output.unlink()
        return answer["code"], said, Cost(answer["seconds"], answer["kilobytes"] / 1024)

    def _ask(self, order: dict[str, object]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@dataclass(frozen=True)
class Verdict:
    """What the server's ledger, the log and the last run's words say of one issue together. Everybody stands in exactly one of
    ``has_it``, ``in_doubt`` and ``refused`` (all true, and the latter two named), or else in ``lost``.

    ``twice``: letters beyond the first to an address; ``strangers``: addresses that nobody asked to send to.
    """

    has_it: tuple[str, ...]
    in_doubt: tuple[str, ...]
    refused: tuple[str, ...]
    lost: tuple[str, ...]
    twice: Counter[str]
    strangers: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.twice or self.strangers)


@dataclass
class Workshop:
    """One issue to one list of people through one server, killed and run again until it is done. ``way`` is for ``--via``
    where that is not what the server calls itself.
    """

    directory: Path
    server: Server
    zygote: Zygote
    log: str
    people: int
    workers: int = 2
    way: str = ""
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: ENVIRONMENT)
    kills: int = 0
    said: str = ""
    codes: list[int] = field(default_factory=list)

    def newsletter(self, *arguments: str, **more: object) -> tuple[int, str]:
        """Another command in the same workspace: its exit code and what it says."""
        run = self.zygote.start(["-C", str(self.directory), "--log", self.log, *arguments], self.environment, **more)
        return self.zygote.ended(run)

    @property
    def command(self) -> list[str]:
        via = ["--via", self.way or self.server.via, "--yes", "--workers", str(self.workers), *self.options]
        return ["-C", str(self.directory), "--log", self.log, "send", ISSUE, *via]

    def start(self, **more: object) -> Run:
        return self.zygote.start(self.command, self.environment, **more)

    def ended(self, run: Run) -> int:
        code, self.said = self.zygote.ended(run)
        self.codes.append(code)
        self.kills += code == KILLED
        return code

    def run(self, meanwhile: Callable[[Run], None] = lambda _run: None, **more: object) -> int:
        run = self.start(**more)
        meanwhile(run)
        return self.ended(run)

    def places(self, file: Path) -> dict[str, int]:
        """Every place in the delivery room that a whole run comes to, and how often, as ``zygote.watch`` names them."""
        assert self.run(places=str(file)) == 0, self.said
        found: dict[str, int] = json.loads(file.read_text(encoding="utf-8"))
        return found

    def finish(self) -> int:
        """Run until nothing is left that can be sent: never more than twice, the second time to see that it sends nothing."""
        self.run()
        before = self.server.counts
        code = self.run()
        assert self.server.counts == before, "a run after the last one sent something"
        return code

    def verdict(self) -> Verdict:
        """By the server's own ledger, the log, and the words of the last run."""
        counts, stands = self.server.counts, self.stands
        wire = [f"kim{number}@x{number}.example" for number in range(self.people)]
        named = {address for address in wire if association(address) in self.said}
        has_it = [address for address in wire if stands.get(address) is Status.ACCEPTED and counts[address]]
        in_doubt = [address for address in wire if stands.get(address) in UNRESOLVED and address in named]
        refused = [a for a in wire if stands.get(a) is Status.REJECTED and not counts[a] and a in named]
        return Verdict(
            has_it=tuple(has_it),
            in_doubt=tuple(in_doubt),
            refused=tuple(refused),
            lost=tuple(sorted(set(wire) - {*has_it, *in_doubt, *refused})),
            twice=Counter({address: count - 1 for address, count in counts.items() if count > 1}),
            strangers=tuple(sorted(set(counts) - set(wire))),
        )

    def judge(self, code: int) -> None:
        """Nobody twice, nobody silently lost, and whoever is in doubt is named."""
        found = self.verdict()
        assert not found.twice, "somebody got two letters"
        assert not found.lost, f"lost without a word: {found.lost}\n{self.said}"
        assert not found.strangers
        assert code == (4 if found.in_doubt else 3 if found.refused else 0), self.said

    @property
    def stands(self) -> dict[str, Status]:
        """Where the log says that each address stands."""
        with open_log(self.log, self.directory) as log:
            return {str(one.address): one.status for one in log.deliveries(ISSUE)}
