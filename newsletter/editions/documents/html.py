"""A document as one HTML page that needs nothing else: read on a screen, printed, or made into PDF."""

from collections.abc import Mapping
from pathlib import Path

from newsletter.editions.documents.blocks import Document, Note, Text
from newsletter.letter.templates import environment_for, report_faults

_TEMPLATE = "document/document.html.j2"
_SHORT = 12


def to_html(document: Document, directory: Path) -> str:
    """By the template of the workspace ``directory`` if it has one of its own. Raises ``Invalid`` for a fault in it."""
    numbers = {note: number for number, note in enumerate(document.notes, 1)}
    with report_faults(directory):
        return (
            environment_for(directory)
            .get_template(_TEMPLATE)
            .render(
                document=document,
                notes=document.notes,
                parts=lambda text: _parts(text, numbers),
                kind=lambda block: type(block).__name__,
                is_short=_is_short,
            )
        )


def _is_short(text: Text) -> bool:
    """A number, an issue's id: not to be broken where its column is narrow."""
    return sum(len(part) for part in text if isinstance(part, str)) <= _SHORT


def _parts(text: Text, numbers: Mapping[Note, int]) -> list[tuple[str, int]]:
    """Words with number 0, and notes by their numbers."""
    return [("", numbers[part]) if isinstance(part, Note) else (part, 0) for part in text]
