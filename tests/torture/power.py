"""A cut of the current: a kill, and then a disk that has only what it was told to keep.

``kill -9`` alone cannot tell a log that waits for the disk from one that does not: the operating system goes on and writes
what it was given. Needs Linux and a C compiler.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.crash.workshop import ENVIRONMENT
from tests.torture.campaigns import Bench, deadly_at, judged, strike
from tests.torture.tally import Job, Tally


def compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc")


def built(folder: Path) -> Path:
    """The library to preload."""
    library = folder / "power.so"
    command = [compiler() or "cc", "-O1", "-shared", "-fPIC", "-o", library, Path(__file__).with_suffix(".c"), "-ldl"]
    subprocess.run(command, check=True)
    return library


class Disk:
    """A folder for the log, and beside it what would be left of it."""

    def __init__(self, folder: Path) -> None:
        self._disk, self._kept = folder / "disk", folder / "kept"
        for one in (self._disk, self._kept):
            one.mkdir()

    @property
    def log(self) -> str:
        return f"sqlite:{self._disk / 'log.sqlite3'}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {**ENVIRONMENT, "POWER_DISK": str(self._disk.resolve()), "POWER_KEPT": str(self._kept)}

    def cut(self) -> None:
        """What was not synced is gone."""
        for path in self._disk.iterdir():
            path.unlink()
        for path in self._kept.iterdir():
            if path.suffix != ".tmp":
                shutil.copy(path, self._disk / path.name)


def current_cut(bench: Bench, job: Job) -> Tally:
    """Killed at random, at every step and while the server has the letter, and each time the disk forgets."""
    return _current_cut(bench, job, {})


def current_cut_with_normal(bench: Bench, job: Job) -> Tally:
    """SQLite's usual setting for a journal of this kind: a commit is not waited for until the disk has it. Without receipts:
    with them the next run would see that its log has forgotten something.
    """
    return _current_cut(bench, job, {"synchronous": 1}, receipts=False)


def _current_cut(bench: Bench, job: Job, pragmas: Mapping[str, int], *, receipts: bool = True) -> Tally:
    dice, tally = job.dice, Tally(job)
    names = sorted(places := bench.learn(job))
    disk = Disk(bench.scratch())
    with bench.issue(job, 16, workers=dice.choice((1, 2, 4))) as shop:
        shop.log, shop.environment = disk.log, disk.environment
        for _kill in range(6):
            match dice.randrange(3):
                case 0:
                    strike(bench, shop, dice, pragmas=dict(pragmas))
                case 1:
                    place = dice.choice(names)
                    shop.run(kill=[place, dice.randint(1, places[place])], pragmas=dict(pragmas))
                case _:
                    deadly_at(shop, dice.randint(0, 5), taken=dice.random() < 0.5, pragmas=dict(pragmas))
            disk.cut()
            for receipt in shop.directory.glob("issues/*.sent.json") if not receipts else ():
                receipt.unlink()
        return judged(tally, shop)
