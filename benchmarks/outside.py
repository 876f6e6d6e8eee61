"""What is measured as whole processes, started as an editor would start them."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.workspaces import ISSUE, ROOT, workspace
from tests.servers.sendgrid import SendGridServer

NEWSLETTER = shutil.which("newsletter", path=str(Path(sys.executable).parent)) or sys.exit("newsletter is not installed")
BARE = (sys.executable, "-c", "pass")
# Byte code is kept, as it is where an editor runs the program.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("NEWSLETTER_") and name != "PYTHONDONTWRITEBYTECODE"
} | {"SENDGRID_API_KEY": "SG.benchmark"}


def process(*command: str) -> float:
    start = perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return perf_counter() - start


def starts(directory: Path, rounds: int = 21) -> list[float]:
    """Medians of bare Python, ``--help`` and ``check``, run by turns so that a busy moment falls on all three."""
    commands = (BARE, (NEWSLETTER, "--help"), (NEWSLETTER, "-C", str(directory), "check", ISSUE))
    for command in commands:
        process(*command)  # the first compiles byte code
    return [
        statistics.median(times) for times in zip(*([process(*each) for each in commands] for _ in range(rounds)), strict=True)
    ]


@contextmanager
def trial() -> Iterator[tuple[Path, SendGridServer]]:
    with tempfile.TemporaryDirectory() as scratch, SendGridServer() as server:
        yield workspace(Path(scratch) / "workspace"), server


def sending(runs: int = 5) -> float:
    """A new log each time: migration, receipt, claims and outcomes included."""
    times = []
    for _ in range(runs):
        with trial() as (fresh, server):
            command = (NEWSLETTER, "-C", str(fresh), "send", ISSUE, "--via", f"sendgrid+http://{server.url}", "--yes")
            times.append(process(*command))
            assert len(server.counts) == 21
    return statistics.median(times)


def sending_plainly(runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        with trial() as (fresh, server):
            times.append(process(sys.executable, "-m", "benchmarks.plain_loop", str(fresh), server.url))
            assert len(server.counts) == 21
    return statistics.median(times)
