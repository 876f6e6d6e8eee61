"""What is measured inside one process."""

import statistics
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.workspaces import ISSUE
from newsletter import source
from newsletter.letter import Letter, fill
from newsletter.letter.compile import compile_content
from newsletter.model.recipients import roster


def median(action: Callable[[], object], runs: int) -> float:
    return statistics.median(timed(action) for _ in range(runs))


def timed(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def compiling(directory: Path) -> float:
    """The first compilation also shrinks the pictures, and is left out."""
    reading = source.require_valid(source.read(directory, [ISSUE]))
    issue, settings = reading.issue(ISSUE).issue, reading.settings.settings
    compile_content(issue, settings, directory)
    return median(lambda: compile_content(issue, settings, directory), 15)


def filling(directory: Path) -> float:
    """Every addressee's letter many times over, as a mean of each round; none is kept, as the engine keeps none."""
    reading = source.require_valid(source.read(directory, [ISSUE]))
    content = compile_content(reading.issue(ISSUE).issue, reading.settings.settings, directory)
    everyone = roster(reading.recipients.recipients).addressees
    letters = deque[Letter](maxlen=1)
    return median(lambda: letters.extend(fill(content, one) for _ in range(20) for one in everyone), 15) / (20 * len(everyone))
