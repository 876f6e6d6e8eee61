"""The settings, as far as they are seen in a letter."""

from collections.abc import Iterator

from newsletter.letter.appearance import appearance_findings
from newsletter.model.diagnostics import Finding
from newsletter.model.settings import Settings


def low_contrast(settings: Settings) -> Iterator[Finding]:
    yield from appearance_findings(settings.appearance)
