"""How fast it goes and how long it takes yet, in Swedish words."""

import pytest

from newsletter.cli.send_progress import pace


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
