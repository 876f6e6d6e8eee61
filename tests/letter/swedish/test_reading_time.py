"""How long an issue takes to read (domain.md 2.2)."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from newsletter.letter.swedish import reading_time
from newsletter.model.issue import Issue
from tests.conftest import ROOT


def shown(text: str) -> str:
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (200 - 3, 1), (200 - 2, 2), (1000 - 3, 5)])
def test_reading_time_is_words_by_two_hundred_rounded_up(small: Callable[..., Issue], words: int, minutes: int) -> None:
    """The title and the one section have three words."""
    assert reading_time.reading_minutes(small(lead="ord " * words)) == minutes


@pytest.mark.parametrize(("name", "minutes"), [("2026-q1", 7), ("2026-q2", 5), ("2026-q3", 5), ("2026-q4", 6)])
def test_reading_times_of_the_samples(name: str, minutes: int) -> None:
    """1215, 898, 861 and 1010 words (domain.md 2.2)."""
    text = Path(ROOT / "issues" / f"{name}.yaml").read_text("utf-8")

    assert reading_time.reading_minutes(Issue.model_validate(yaml.load(text, yaml.BaseLoader))) == minutes


def test_a_reading_time_is_said_in_words(small: Callable[..., Issue]) -> None:
    assert shown(reading_time.reading_time_line(small())) == "Lästid cirka 1~minut"
    assert shown(reading_time.reading_time_line(small(lead="ord " * 300))) == "Lästid cirka 2~minuter"
