"""Colours that can be read."""

from collections.abc import Iterator

from newsletter.checks.findings import warning
from newsletter.locale import _
from newsletter.model.diagnostics import Finding
from newsletter.model.settings import Settings

LEAST = 4.5
"""WCAG 2.2, 1.4.3: text of ordinary size."""
LIGHT_GROUNDS = ("#FFFFFF", "#F5F2EF", "#FCEBE9")
DARK_GROUNDS = ("#241E1F", "#171314", "#3A2220")
"""What ``templates/base.mjml.j2`` lays links on: card, page, tinted box."""


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.x between two colours written ``#RRGGBB``: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def low_contrast(settings: Settings) -> Iterator[Finding]:
    chosen = settings.appearance
    for key, colour, grounds in (("accent", chosen.accent, LIGHT_GROUNDS), ("accent_dark", chosen.accent_dark, DARK_GROUNDS)):
        ground = min(grounds, key=lambda ground: contrast(colour, ground))
        if (ratio := contrast(colour, ground)) < LEAST:
            yield warning(
                "low-contrast",
                ("appearance", key),
                _("The colour {colour} is hard to read on {ground}: the contrast is {ratio}, and {least} is needed.").format(
                    colour=colour, ground=ground, ratio=f"{ratio:.1f}", least=LEAST
                ),
                _("Choose a darker colour for accent, a lighter one for accent_dark."),
            )
