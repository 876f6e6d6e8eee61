"""What others say of the markup: html-validate on both views, axe-core in both schemes, the official MJML to the pixel."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from newsletter.letter import Letter, standalone_html
from newsletter.letter.compile.html import finish_html, mjml_to_html, render_templates
from newsletter.letter.compile.issue import template_view
from newsletter.letter.html.normalise import keep_numbers_whole, normalise
from newsletter.model.issue import Issue
from newsletter.source import read
from tests.browser.conftest import LETTERS, NOT_ASKED_OF_A_LETTER
from tests.browser.node_tools import asked
from tests.browser.specimen import specimen
from tests.conftest import ROOT

pytestmark = pytest.mark.proof

HIDDEN_FROM_OUTLOOK = re.compile(r"<!--\[if !mso[^\]]*\]><!-->.*?<!--<!\[endif\]-->", re.DOTALL)
FOR_OUTLOOK = re.compile(r"<!--\[if [^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)


def outlook_s_view(html: str) -> str:
    """What classic Outlook reads: the conditional comments are its markup, and what is hidden from it is gone."""
    return FOR_OUTLOOK.sub(r"\1", HIDDEN_FROM_OUTLOOK.sub("", html))


def test_html_validate_has_nothing_to_say_of_either_view(letters: dict[str, str]) -> None:
    views = [view for html in letters.values() for view in (html, outlook_s_view(html))]

    assert asked("validate.mjs", views) == [[]] * len(views)


def test_html_validate_would_see_a_cell_left_open_in_either_view(letters: dict[str, str]) -> None:
    """Else the test above proves nothing."""
    ours = letters["2026-q3"].replace("</td></tr></tbody>", "</tr></tbody>", 1)
    outlook = letters["2026-q3"].replace("</td></tr></table><![endif]-->", "</tr></table><![endif]-->", 1)

    found = asked("validate.mjs", [ours, outlook_s_view(outlook), letters["2026-q1"].replace(' alt="', ' title="')])

    assert all("no-implicit-close" in str(faults) for faults in found[:2])
    assert "wcag/h37" in str(found[2])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("issue", LETTERS)
def test_axe_finds_nothing_wrong(
    issue: str, scheme: str, letters: dict[str, str], shown: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    assert axe(shown(letters[issue], 375, scheme), but=NOT_ASKED_OF_A_LETTER) == []


def test_axe_would_see_what_cannot_be_read(
    letters: dict[str, str], shown: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    page = shown(letters["2026-q3"].replace("#5C5353", "#B5ADAD"), 375)

    assert "color-contrast" in str(axe(page, but=NOT_ASKED_OF_A_LETTER))


def both_makers(issue: Issue) -> tuple[str, str]:
    """The letter as our MJML and as the official one make it, styled alike."""
    reading = read(ROOT, ())
    assert reading.settings
    slots = {"greeting": "Hej!", "name": "Vänsterpartiet Säffle", "municipality": "Säffle"}
    view = template_view(issue, reading.settings.settings, ROOT, slots)
    mjml, css = render_templates(view, ROOT)
    clean = keep_numbers_whole(normalise(mjml))
    (official,) = asked("mjml.mjs", [clean])
    pictures = tuple(dict.fromkeys(shown.image for shown in view["images"].values()))
    ours, theirs = (
        standalone_html(Letter("", html, "", pictures)) for html in (mjml_to_html(clean, css), finish_html(official, css))
    )
    return ours, theirs


@pytest.mark.parametrize("issue", ["2026-q1", "specimen"])
def test_the_official_mjml_gives_the_same_pixels(issue: str, shown: Callable[..., Page]) -> None:
    """Any difference is one that mrml has and MJML's documentation has not (gaps in mjml-python are silent)."""
    made = specimen() if issue == "specimen" else read(ROOT, [issue]).issue(issue).issue
    ours, theirs = both_makers(made)

    for width in (375, 1280):
        one, other = (picture(shown(html, width)) for html in (ours, theirs))
        assert one.size == other.size
        assert ImageChops.difference(one, other).getbbox() is None


def picture(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
