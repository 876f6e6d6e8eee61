"""Every kind of section looks as it did when somebody last looked at it (tests/golden)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Page

from newsletter.model.issue import Issue
from tests.browser.conftest import page_of
from tests.browser.goldens import FOLDER, SCHEMES, differences, golden, parts, taken
from tests.conftest import ROOT

pytestmark = pytest.mark.proof

PARTS = list(parts())


@pytest.mark.parametrize(("name", "issue", "css"), PARTS, ids=[name for name, _issue, _css in PARTS])
def test_it_looks_as_it_did(name: str, issue: Issue, css: str, shown: Callable[..., Page], tmp_path: Path) -> None:
    for scheme, picture in taken(shown(page_of(issue, ROOT), 375), css):
        now = tmp_path / f"{name}-{scheme}.png"
        picture.save(now)
        with Image.open(golden(name, scheme)) as then:
            assert differences(then, picture) == 0, f"Compare {now} with {then.filename}; make goldens if it is as you want it."


def test_there_is_a_golden_of_every_part_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}-{scheme}.png" for name, _, _ in PARTS for scheme in SCHEMES}


@pytest.mark.parametrize(
    ("box", "colour"),
    [((582, 176, 806, 198), "#FFFFFF"), ((427, 270, 870, 310), "#FFFFFF"), ((429, 174, 571, 200), "#E2F3E7")],
    ids=["words of a vote", "a line in grey", "a badge of another colour"],
)
def test_what_is_gone_or_of_another_colour_is_noticed(box: tuple[int, int, int, int], colour: str) -> None:
    then = opened("decisions")
    changed = then.copy()
    ImageDraw.Draw(changed).rectangle(box, fill=colour)

    assert differences(then, changed) > 0


@pytest.mark.parametrize(("x", "y"), [(0, 1), (1, 0)])
@pytest.mark.parametrize("name", ["article", "decisions", "masthead"])
def test_a_pixel_to_the_side_is_not(name: str, x: int, y: int) -> None:
    """Which is more than machines differ by in how they draw a letter."""
    then = opened(name)

    assert differences(then, ImageChops.offset(then, x, y)) == 0


def opened(name: str) -> Image.Image:
    with Image.open(golden(name, "light")) as then:
        return then.convert("RGB")
