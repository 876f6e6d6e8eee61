"""Pictures of every kind of section, to be looked at and compared with: ``make goldens`` takes anew those that have changed.

Each shows one part of the specimen, in light or dark, at 375 pixels on the left and 1280 on the right (of which only the
letter's 600 are kept).
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser, FloatRect, Page

from newsletter.model.issue import Issue
from tests.browser.conftest import QUIET, Scheme, chromium, page_of
from tests.browser.specimen import specimen
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "golden"
WIDTHS = (375, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
KINDS = tuple(section.kind for section in specimen().sections)
_GAP = 20
_COLOURS = 128

BLOCK = 8
NOTICED = 48
FORGIVEN = 1
"""Pictures are compared by the mean colours of squares of 8 pixels. Another version of FreeType or Chromium draws letters and
their places a little otherwise: moving a whole picture by a pixel changes a mean by at most 34 of 255, and keeping it in 128
colours by 38. A word, a line or a colour that is gone changes it by more. A picture may be a pixel taller or lower.
"""


def parts() -> Iterator[tuple[str, Issue, str]]:
    """The name of each part, an issue that holds it, and where it is: between the lead and the foot when it is a section."""
    whole = specimen()
    yield "masthead", whole, ".page > div:has(~ .contents), .contents"
    for section in whole.sections:
        alone = whole.model_copy(update={"sections": (section,), "closing": None, "signature": None})
        yield section.kind, alone, ".card + div:not(.foot)"
    yield "ending", whole, ".page > .card:has(+ .foot), .foot"


def taken(page: Page, css: str) -> Iterator[tuple[Scheme, Image.Image]]:
    """The part in both schemes, its two widths beside each other."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        both = [_cut(page, css, width) for width in WIDTHS]
        picture = Image.new("RGB", (sum(one.width for one in both) + _GAP, max(one.height for one in both)), "#888888")
        picture.paste(both[0], (0, 0))
        picture.paste(both[1], (both[0].width + _GAP, 0))
        yield scheme, picture


def _cut(page: Page, css: str, width: int) -> Image.Image:
    page.set_viewport_size({"width": width, "height": 900})
    boxes = [box for element in page.locator(css).all() if (box := element.bounding_box())]
    top, left = min(box["y"] for box in boxes), min(box["x"] for box in boxes)
    clip: FloatRect = {
        "x": left,
        "y": top,
        "width": max(box["width"] for box in boxes),
        "height": max(box["y"] + box["height"] for box in boxes) - top,
    }
    return Image.open(BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")


def few_colours(picture: Image.Image) -> Image.Image:
    """As a golden is kept: small, and as good to look at."""
    return picture.quantize(_COLOURS, dither=Image.Dither.NONE)


def differences(one: Image.Image, other: Image.Image) -> int:
    """How many squares differ so much that it is seen; -1 when the sizes do."""
    if one.width != other.width or abs(one.height - other.height) > FORGIVEN:
        return -1
    height = min(one.height, other.height)
    small = (one.width // BLOCK, height // BLOCK)
    means = [p.convert("RGB").crop((0, 0, p.width, height)).resize(small, Image.Resampling.BOX) for p in (one, other)]
    channels = ImageChops.difference(*means).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return sum(most.histogram()[NOTICED:])


def golden(name: str, scheme: Scheme) -> Path:
    return FOLDER / f"{name}-{scheme}.png"


def main(browser: Browser) -> None:
    FOLDER.mkdir(exist_ok=True)
    page = browser.new_page()
    for name, issue, css in parts():
        page.set_content(page_of(issue, ROOT))
        for scheme, picture in taken(page, css):
            if not _as_before(golden(name, scheme), picture):
                few_colours(picture).save(golden(name, scheme), optimize=True)
                print(golden(name, scheme).relative_to(ROOT))


def _as_before(path: Path, picture: Image.Image) -> bool:
    if not path.exists():
        return False
    with Image.open(path) as then:
        return differences(then, picture) == 0


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        main(playwright.chromium.launch(executable_path=chromium() or sys.exit("Chromium is needed."), args=list(QUIET)))
