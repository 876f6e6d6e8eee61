"""How heavy the letter is."""

from collections.abc import Iterator

from newsletter.checks.findings import error, warning
from newsletter.letter.content import Content
from newsletter.locale import _
from newsletter.model.diagnostics import Finding

CLIPPED = 102_000
HEAVY = 80_000
TOO_HEAVY = 100_000
"""Bytes of HTML; Gmail clips at about 102 kB, and a provider's own additions take their share."""


def html_bytes(content: Content) -> int:
    """Of the HTML edition before its slots are filled."""
    return sum(len(part.encode()) for part in content.html if isinstance(part, str))


def html_size(content: Content) -> Iterator[Finding]:
    size = html_bytes(content)
    if size > HEAVY:
        yield (error if size > TOO_HEAVY else warning)(
            "html-size",
            (),
            _("The letter is {size} kB. Gmail clips letters over 102 kB.").format(size=round(size / 1000)),
            _("Shorten the text, or divide the issue in two."),
        )
