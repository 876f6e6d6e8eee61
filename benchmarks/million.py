"""``python -m benchmarks.million [COUNT]``: a million equal letters, from an iterator through the engine, and what is asked of
such a log; on SQLite, and on PostgreSQL shared by two processes. Each works in a process of its own, whose memory is told.
"""

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.contenders import newsletter, readers
from benchmarks.side_by_side import ENVIRONMENT, PYTHON, sink
from benchmarks.workspaces import ROOT

WORKERS = 8
TOGETHER = 1000
"""So many addressees has each association."""
LISTED = 21
"""So many of those who were written to still stand in recipients.yaml."""


def work(count: int, port: int, log_url: str, folder: Path) -> None:
    """One process's part; told as JSON: seconds of sending, seconds of asking, and MB at most."""
    from newsletter.delivery.log import addressee_key, open_log

    run = newsletter(count, port, folder, distinct=False, workers=WORKERS, log_url=log_url, together=TOGETHER, in_memory=False)
    before = time.perf_counter()
    run()
    sent = time.perf_counter() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    with open_log(log_url, folder) as log:
        listed = [addressee_key(one.addressee) for one in readers(LISTED, distinct=False, together=TOGETHER)]
        asking = []
        for _time in range(3):
            before = time.perf_counter()
            log.tally(listed)
            asking.append(time.perf_counter() - before)
    print(json.dumps({"sent": sent, "asked": min(asking), "memory": memory}))


def measured(count: int, processes: int, log_url: str) -> str:
    """Several processes are given the same addressees; the ledger must hold each of them once."""
    with tempfile.TemporaryDirectory() as folder, sink("http", 0.0) as server, ExitStack() as stack:
        command = [PYTHON, "-m", "benchmarks.million", str(count), str(server.port), log_url, folder]
        before = time.perf_counter()
        working = [
            stack.enter_context(subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True))
            for _process in range(processes)
        ]
        found = [json.loads(one.communicate()[0]) for one in working]
        seconds = max(one["sent"] for one in found) if processes == 1 else time.perf_counter() - before
        ledger = server.ledger()
    assert (ledger["letters"], ledger["twice"]) == (count, 0), ledger
    memory = " and ".join(f"{one['memory']:.0f}" for one in found)
    return f"{seconds:.0f} s ({count / seconds:,.0f}/s) | {memory} MB | {min(one['asked'] for one in found):.2f} s"


def table(count: int) -> None:
    from tests.postgres import new_database

    print(f"Python {platform.python_version()}, {count:,} equal letters.\n")
    print("| log | sent in | memory at most | the queries behind `status` |\n|---|---|---|---|")
    print(f"| SQLite | {measured(count, 1, 'sqlite:log.sqlite3')} |", flush=True)
    print(f"| PostgreSQL, shared by two processes | {measured(count, 2, new_database())} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        work(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    else:
        table(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
