"""``python -m tests.mutants``: each survivor as it is found, and the score by room."""

import argparse
import os
import random
import tempfile
from collections import Counter
from pathlib import Path

from tests.conftest import ROOT
from tests.mutants.campaign import Verdict, draw, run


def rooms(root: Path) -> list[str]:
    """Those with code that is the room's own; the catalogue's tools are the developer's."""
    return sorted(path.parent.name for path in (root / "newsletter").glob("*/__init__.py") if path.parent.name != "locale")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--room", choices=rooms(ROOT), help="one room; else all")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10_000) if options.seed is None else options.seed
    drawn = draw(ROOT, [options.room] if options.room else rooms(ROOT), options.count, seed)
    verdicts: Counter[tuple[str, Verdict]] = Counter()
    print(f"seed {seed}: {len(drawn)} changes", flush=True)
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        for mutant, verdict in run(ROOT, Path(scratch), drawn, 60 * options.minutes, os.cpu_count() or 1):
            verdicts[mutant.room, verdict] += 1
            if verdict is Verdict.SURVIVED:
                print(f"  survived  {mutant}", flush=True)
    for room in sorted({room for room, _verdict in verdicts}):
        noticed, survived = verdicts[room, Verdict.NOTICED], verdicts[room, Verdict.SURVIVED]
        print(f"{room:<12} {noticed} of {noticed + survived} noticed, {noticed / (noticed + survived):.0%}")


if __name__ == "__main__":
    main()
