"""The settings, as far as they are seen in a letter."""

from collections.abc import Iterator

from newsletter.checks.findings import error
from newsletter.letter.appearance import CARD, DARK_CARD, DARK_PAGE, PAGE, contrast, palette
from newsletter.locale import _
from newsletter.model.diagnostics import Finding
from newsletter.model.settings import Settings

ENOUGH = 4.5
"""WCAG 2.2, 1.4.3 (AA), for text of ordinary size."""


def low_contrast(settings: Settings) -> Iterator[Finding]:
    """Accents that cannot be read as links, headings and button labels."""
    colours = palette(settings.appearance)
    light = min(contrast(colours.accent, ground) for ground in (CARD, PAGE, colours.tint))
    dark = min(contrast(colours.accent_dark, ground) for ground in (DARK_CARD, DARK_PAGE, colours.tint_dark))
    for key, colour, ratio in (("accent", colours.accent, light), ("accent_dark", colours.accent_dark, dark)):
        if ratio < ENOUGH:
            yield error(
                "low-contrast",
                ("appearance", key),
                _("The colour {colour} cannot be read: its contrast is {ratio}, at least 4.5 is needed.").format(
                    colour=colour, ratio=f"{ratio:.1f}"
                ),
                _("Choose a darker accent, or a lighter accent_dark."),
            )
