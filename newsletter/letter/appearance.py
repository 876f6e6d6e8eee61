"""The letter's colours: two accents of the editor's choice on a fixed ground, and what contrast they give (domain.md 6.3)."""

from dataclasses import dataclass

from newsletter.model.settings import Appearance

ON_EVERY_WINDOWS = (
    "Arial", "Calibri", "Cambria", "Courier New", "Georgia", "Segoe UI", "Tahoma", "Times New Roman", "Trebuchet MS", "Verdana",
)  # fmt: skip
CARD, PAGE, DARK_CARD, DARK_PAGE = "#FFFFFF", "#F5F2EF", "#241E1F", "#171314"


@dataclass(frozen=True, slots=True)
class Palette:
    """Validated ``#RRGGBB`` colours: the only values of the settings that may stand in a style sheet."""

    accent: str
    tint: str
    accent_dark: str
    tint_dark: str
    header_dark: str
    header_rule: str
    font: str
    outlook_font: str
    card: str = CARD
    page: str = PAGE
    card_dark: str = DARK_CARD
    page_dark: str = DARK_PAGE


def palette(appearance: Appearance) -> Palette:
    """Tints, the dark header and the line in it follow from the accents."""
    return Palette(
        accent=appearance.accent,
        tint=mix_colours(appearance.accent, CARD, 0.08),
        accent_dark=appearance.accent_dark,
        tint_dark=mix_colours(appearance.accent_dark, DARK_CARD, 0.1),
        header_dark=mix_colours(appearance.accent, "#000000", 0.88),
        header_rule=mix_colours(appearance.accent, "#FFFFFF", 0.65),
        font=appearance.font,
        outlook_font=outlook_font(appearance.font),
    )


def outlook_font(stack: str) -> str:
    """The first font of the stack that every Windows has: for one that is not there, classic Outlook takes Times New Roman."""
    named = [name.strip(" '") for name in stack.split(",")]
    return next((known for name in named for known in ON_EVERY_WINDOWS if known.lower() == name.lower()), "Arial")


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix_colours(colour: str, ground: str, share: float) -> str:
    """``colour`` laid over ``ground`` with the opacity ``share``."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02X}" for above, below in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
