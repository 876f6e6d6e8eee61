"""How fast it goes and how long it takes yet, in Swedish words and on one line."""

import io
import sys
from collections import Counter
from itertools import repeat

import click
import pytest

from newsletter.cli.show.progress import pace, show_progress
from newsletter.delivery.run.engine import Progress
from newsletter.delivery.run.plan import Plan
from newsletter.model.deliveries import Status
from tests.delivery.ledger import due


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "of", "seconds", "said"),
    [
        (0, 1000, 2.0, ""),
        (500, 1000, 2.0, "250 brev i sekunden, 0:02 kvar"),
        (1000, 100_000, 10.0, "100 brev i sekunden, 16:30 kvar"),
        (20, 100, 20.0, "60 brev i minuten, 1:20 kvar"),
        (100, 100, 20.0, "5 brev i sekunden, 0:00 kvar"),
    ],
)
def test_the_pace_is_the_mean_so_far(done: int, of: int, seconds: float, said: str) -> None:
    assert pace(done, of, seconds) == said


@pytest.mark.parametrize("letters", [20, 300, 1_000_000])
def test_the_bar_stays_on_its_line(letters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    plan = Plan(tuple(repeat(due(1)[0], letters)), (), (), (), (), (), (), ())
    show_progress(plan, iter([Progress(Counter({Status.ACCEPTED: count})) for count in (1, letters // 2, letters)]))
    shown = [line.strip() for line in click.unstyle(terminal.getvalue()).split("\r")]
    assert f"{letters}/{letters}" in shown[-1]
    assert max(map(len, shown)) <= 80
