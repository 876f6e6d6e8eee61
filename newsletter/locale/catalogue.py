"""Building the Swedish catalogue: one ``.po`` a room is committed, one ``newsletter.mo`` is built from them all.

Imported by the build hook and the tests only; needs Babel, and nothing of ours.
"""

import os
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

MESSAGES = Path(__file__).parent / "sv" / "LC_MESSAGES"


class Conflict(Exception):
    """Two rooms translate one message differently, or a room's file cannot be read."""


def merge_catalogues(directory: Path = MESSAGES) -> Catalog:
    """Every room's catalogue as one; fuzzy and obsolete entries are left out."""
    whole = Catalog(locale="sv", domain="newsletter", charset="utf-8")
    for path in sorted(directory.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale="sv", domain="newsletter", abort_invalid=True)
        for message in part:
            if not message.id or message.fuzzy or not message.string:
                continue
            known = whole.get(message.id)
            if known and known.string != message.string:
                raise Conflict(f"{path.name}: {message.id!r} is translated differently in another room")
            whole.add(message.id, message.string, flags=message.flags)
    return whole


def build(directory: Path = MESSAGES) -> Path:
    """Write ``newsletter.mo`` beside the rooms' files; returns its path."""
    catalogue = BytesIO()
    write_mo(
        catalogue, merge_catalogues(directory)
    )  # before a file is opened: a fault in a catalogue, or a kill meanwhile, leaves none
    scratch = directory / f"newsletter.{os.getpid()}.tmp"
    try:
        scratch.write_bytes(catalogue.getvalue())
        return scratch.replace(
            directory / "newsletter.mo"
        )  # at once: a command that starts now reads the old one or the new one
    finally:
        scratch.unlink(missing_ok=True)
