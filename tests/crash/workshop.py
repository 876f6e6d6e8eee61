"""A small workspace, processes that send from it, and the one question: who has got what?"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from newsletter.delivery import open_log
from newsletter.model.deliveries import UNRESOLVED, Status
from tests.conftest import ROOT
from tests.servers.sendgrid import SendGridServer

KILLED = -signal.SIGKILL
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


def make_workspace(directory: Path, people: int) -> Path:
    (directory / "issues").mkdir(parents=True)
    (directory / "issues" / f"{ISSUE}.yaml").write_text(TEXT, encoding="utf-8")
    shutil.copy(ROOT / "newsletter.yaml", directory)
    lines = ["defaults: {basis: uppdrag}", "recipients:"]
    for number in range(people):
        contact = f"{{name: Kim, email: kim{number}@x{number}.example}}"
        lines.append(f"  - {{id: f{number}, name: Föreningen F{number}., municipality: Sunne, contacts: [{contact}]}}")
    (directory / "recipients.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return directory


class Zygote:
    """One helper process; see ``zygote``. Only one run at a time: start several for a race."""

    def __init__(self, scratch: Path) -> None:
        self._output = scratch / "output.txt"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.zygote"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.pid = 0

    def start(self, arguments: list[str], environment: dict[str, str], kill: tuple[str, int] | None = None) -> None:
        assert self._process.stdin
        order = {"arguments": arguments, "environment": environment, "kill": kill, "output": str(self._output)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self.pid = self._said()["pid"]

    def ended(self) -> tuple[int, str]:
        """Wait; the exit code (negative for a signal) and everything that was printed."""
        code = self._said()["code"]
        self.pid = 0
        return code, self._output.read_text(encoding="utf-8")

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.kill(self.pid, signal.SIGKILL)

    def _said(self) -> dict[str, Any]:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@dataclass
class Workshop:
    """One issue to one list of people through one server, killed and run again until it is done."""

    directory: Path
    server: SendGridServer
    zygote: Zygote
    log: str
    people: int
    kills: int = 0
    said: str = ""
    codes: list[int] = field(default_factory=list)

    @property
    def command(self) -> list[str]:
        via = ["--via", self.server.via, "--yes", "--workers", "2"]
        return ["-C", str(self.directory), "--log", self.log, "send", ISSUE, *via]

    @property
    def environment(self) -> dict[str, str]:
        return {"SENDGRID_API_KEY": "SG.test", "NEWSLETTER_LANG": "sv"}

    def run(self, kill: tuple[str, int] | None = None, meanwhile: Callable[[], None] | None = None) -> int:
        self.zygote.start(self.command, self.environment, kill)
        if meanwhile:
            meanwhile()
        code, self.said = self.zygote.ended()
        self.codes.append(code)
        self.kills += code == KILLED
        return code

    def finish(self) -> int:
        """Run until nothing is left that can be sent: never more than twice, the second time to see that it sends nothing."""
        self.run()
        before = len(self.server.ledger)
        code = self.run()
        assert len(self.server.ledger) == before, "a run after the last one sent something"
        return code

    def judge(self, code: int) -> None:
        """Nobody twice, nobody silently lost, and whoever is in doubt is named."""
        counts = self.server.counts
        wire = [f"kim{number}@x{number}.example" for number in range(self.people)]
        assert not {address: count for address, count in counts.items() if count > 1}, "somebody got two letters"
        assert set(counts) <= set(wire)
        with open_log(self.log, self.directory) as log:
            stands = {one.address: one.status for one in log.deliveries(ISSUE)}
        doubtful = {address for address, status in stands.items() if status in UNRESOLVED}
        assert set(stands) == set(wire), "somebody is not in the log"
        for address in wire:
            assert stands[address] is Status.ACCEPTED or address in doubtful, (address, stands[address])
            if stands[address] is Status.ACCEPTED:
                assert counts[address] == 1, f"{address} is said to have it and has not"
        assert code == (4 if doubtful else 0), self.said
        for address in doubtful:
            number = str(address).split("@")[0].removeprefix("kim")
            assert f"Föreningen F{number}." in self.said, f"{address} is in doubt and is not named: {self.said}"

    @property
    def in_doubt(self) -> Counter[Status]:
        with open_log(self.log, self.directory) as log:
            return Counter(one.status for one in log.deliveries(ISSUE))
