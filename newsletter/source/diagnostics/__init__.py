"""From the code of a fault to a diagnostic in the user's language, and the word that was probably meant."""

from newsletter.source.diagnostics.suggestions import nearest_id
from newsletter.source.diagnostics.words import CODES

__all__ = [
    "CODES",
    "nearest_id",
]
