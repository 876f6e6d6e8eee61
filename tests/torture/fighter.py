"""One process of the pool that fights campaigns."""

import os
import tempfile
import time
import traceback
from pathlib import Path

from tests.crash.workshop import Zygote
from tests.torture import power
from tests.torture.campaigns import Bench
from tests.torture.kinds import KINDS
from tests.torture.tally import Job, Tally

_bench: Bench


def begin(postgres: str) -> None:
    """Make this process ready to fight."""
    global _bench  # noqa: PLW0603 - one for each process of the pool
    os.nice(19)
    folder = Path(tempfile.mkdtemp(prefix="torture"))
    preload = {"LD_PRELOAD": str(power.built(folder))} if power.compiler() else {}
    _bench = Bench(folder, Zygote(folder, preload), postgres)


def fight(job: Job) -> Tally:
    begun = time.monotonic()
    try:
        tally = KINDS[job.kind].fight(_bench, job)
    except Exception:  # noqa: BLE001 - it is a finding of this campaign; the others go on
        tally = Tally(job, wrong=traceback.format_exc())
    tally.seconds = time.monotonic() - begun
    return tally
