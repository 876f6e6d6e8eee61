"""Colours: the palette's contrasts as computed in domain.md 6.3."""

import pytest

from newsletter.letter import contrast, palette
from newsletter.model.settings import Appearance


@pytest.mark.parametrize(
    ("foreground", "background", "ratio"),
    [
        ("#1F1A1A", "#FFFFFF", 17.20),
        ("#1F1A1A", "#F5F2EF", 15.42),
        ("#5C5353", "#FFFFFF", 7.45),
        ("#5C5353", "#F5F2EF", 6.68),
        ("#FFFFFF", "#B3170E", 6.90),
        ("#B3170E", "#F5F2EF", 6.18),
        ("#DA291C", "#F5F2EF", 4.36),
        ("#14602F", "#E2F3E7", 6.64),
        ("#704500", "#FFF0D2", 7.34),
        ("#F4EFED", "#241E1F", 14.38),
        ("#FF9A8F", "#171314", 9.01),
        ("#FFB1A8", "#3F1B18", 8.76),
    ],
)
def test_contrast_is_that_of_wcag(foreground: str, background: str, ratio: float) -> None:
    assert round(contrast(foreground, background), 2) == ratio


def test_the_default_palette_can_be_read_everywhere() -> None:
    colours = palette(Appearance())

    assert contrast("#FFFFFF", colours.header_dark) > 4.5
    assert contrast("#1F1A1A", colours.tint) > 7
    assert contrast("#5C5353", colours.tint) > 4.5
    assert contrast("#F4EFED", colours.tint_dark) > 7
    assert contrast("#C0B5B2", colours.tint_dark) > 4.5


@pytest.mark.parametrize(
    ("stack", "in_outlook"),
    [
        ("Arial, Helvetica, sans-serif", "Arial"),
        ("'Source Serif 4', georgia, serif", "Georgia"),
        ("Inter, sans-serif", "Arial"),
        ("'Trebuchet MS'", "Trebuchet MS"),
    ],
)
def test_classic_outlook_gets_a_font_that_it_has(stack: str, in_outlook: str) -> None:
    assert palette(Appearance.model_validate({"font": stack})).outlook_font == in_outlook
