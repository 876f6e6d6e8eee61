"""A campaign: changes are drawn, made in copies of the tree, and judged by the tests of their room, several at a time."""

import os
import queue
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tests.mutants.changes import Change, changes_of_catalogue, changes_of_module

LEFT_BEHIND = shutil.ignore_patterns(
    ".git",
    ".venv",
    "__pycache__",
    "*_cache",
    ".hypothesis",
    "node_modules",
    "outbox",
    "dist",
    "build",
    ".newsletter",
    "*.mo",
    "*.tmp",
)
GENERATED = {"migrations", "schemas", "__pycache__"}
PATIENCE = 6
"""So many times as long as the tests take without a change, a change may take that makes them run in circles."""


class Verdict(Enum):
    NOTICED = "noticed"
    SURVIVED = "survived"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one file, which belongs to a room."""

    room: str
    file: str
    change: Change

    def __str__(self) -> str:
        return f"{self.file}:{self.change.line}: {self.change.what}"


def mutants(root: Path, room: str) -> Iterator[Mutant]:
    """Every change that a room's modules and its catalogue can have, in the same order on every machine."""
    for path in sorted((root / "newsletter" / room).rglob("*.py")):
        if not GENERATED & set(path.parts):
            file = path.relative_to(root).as_posix()
            yield from (Mutant(room, file, change) for change in changes_of_module(path.read_text(encoding="utf-8")))
    catalogue = root / "newsletter" / "locale" / "sv" / "LC_MESSAGES" / f"{room}.po"
    if catalogue.is_file():
        file = catalogue.relative_to(root).as_posix()
        yield from (Mutant(room, file, change) for change in changes_of_catalogue(catalogue.read_text(encoding="utf-8")))


def draw(root: Path, rooms: list[str], count: int, seed: int) -> list[Mutant]:
    """A sample; the same for the same seed and the same program."""
    every = [mutant for room in rooms for mutant in mutants(root, room)]
    return random.Random(seed).sample(every, min(count, len(every)))


def tests_of(root: Path, mutant: Mutant) -> list[str]:
    """The tests that are called after the module first, then all of the room's; a room without any has the command line's."""
    folder = f"tests/{mutant.room}" if (root / "tests" / mutant.room).is_dir() else "tests/cli"
    namesakes = [path.relative_to(root).as_posix() for path in (root / folder).rglob(f"test_{Path(mutant.file).stem}.py")]
    return [*namesakes, folder]


def copy_tree(root: Path, target: Path) -> Path:
    """The checkout as it stands, without what the tools have made in it. Only copies are ever changed."""
    return Path(shutil.copytree(root, target, ignore=LEFT_BEHIND))


def passes(copy: Path, tests: list[str], limit: float | None) -> bool:
    """Whether the tests pass in a copy. What takes longer than ``limit`` seconds does not."""
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-m",
        "not proof",
        "-p",
        "no:cacheprovider",
        "--hypothesis-seed=0",
        *tests,
    ]
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def judge(copy: Path, mutant: Mutant, limit: float) -> Verdict:
    """Make the change in a copy, let the tests run, and take the change back."""
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(mutant.change.text, encoding="utf-8")
    try:
        return Verdict.SURVIVED if passes(copy, tests_of(copy, mutant), limit) else Verdict.NOTICED
    finally:
        path.write_text(text, encoding="utf-8")


def run(root: Path, scratch: Path, drawn: list[Mutant], seconds: float, workers: int) -> Iterator[tuple[Mutant, Verdict]]:
    """Judge them in the order drawn, each as it is done; none is begun after ``seconds``.

    Raises ``RuntimeError`` where a room's tests fail without any change: then they would notice nothing.
    """
    copies: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for number in range(workers):
        copies.put(copy_tree(root, scratch / f"copy-{number}"))
    end = time.monotonic() + seconds
    limits: dict[str, float] = {}
    for room in {mutant.room: mutant for mutant in drawn}.values():
        copy, began = scratch / "copy-0", time.monotonic()
        if not passes(copy, tests_of(copy, room)[-1:], None):
            raise RuntimeError(f"the tests of {room.room} fail without any change")
        limits[room.room] = 30 + PATIENCE * workers * (time.monotonic() - began)

    def work(mutant: Mutant) -> tuple[Mutant, Verdict] | None:
        if time.monotonic() > end:
            return None
        copy = copies.get()
        try:
            return mutant, judge(copy, mutant, limits[mutant.room])
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(workers) as pool:
        yield from filter(None, pool.map(work, drawn))
