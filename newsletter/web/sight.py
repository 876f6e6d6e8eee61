"""What there is to see of an issue right now: its letter as one addressee gets it, or why there is none."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from newsletter.checks import Examined, examine
from newsletter.letter import Letter, fill, standalone_html
from newsletter.model.recipients import Addressee, Recipients, numbered, roster
from newsletter.model.settings import Settings
from newsletter.source import read

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """An addressee and the word for it in the page's address: ``karlstad-2``."""

    key: str
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class Sight:
    examined: Examined
    readers: tuple[Reader, ...]
    settings: Settings | None

    def reader(self, key: str | None) -> Reader:
        """The one of that key, else the first of that association, else the first of all."""
        named = (reader for reader in self.readers if key in (reader.key, reader.addressee.association_id))
        return next(named, self.readers[0])

    def letter(self, reader: Reader) -> Letter | None:
        """What that reader gets; None while no letter can be made."""
        return fill(self.examined.content, reader.addressee) if self.examined.content else None

    @property
    def can_be_read(self) -> bool:
        return self.examined.content is not None and bool(self.readers)


def look(directory: Path, issue: str) -> Sight:
    """The issue as its files are now; kept until one of them changes."""
    return _look(directory, issue, version(directory))


@lru_cache(maxsize=2)
def _look(directory: Path, issue: str, _version: str) -> Sight:
    reading = read(directory, [issue])
    recipients = reading.recipients.recipients if reading.recipients else None
    return Sight(
        examined=examine(issue, reading),
        readers=tuple(_readers(recipients)) if recipients else (),
        settings=reading.settings.settings if reading.settings else None,
    )


def _readers(recipients: Recipients) -> Iterator[Reader]:
    for one in numbered(roster(recipients)):
        yield Reader(f"{one.addressee.association_id}-{one.number}", one.addressee)


def version(directory: Path) -> str:
    """A word that is another as soon as any file that a letter is made of has changed, come or gone."""
    state = hashlib.sha256()
    for path in _sources(directory):
        with suppress(FileNotFoundError):  # replaced while we looked, as editors do on saving: the next look sees it
            facts = path.stat()
            state.update(f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode(errors="surrogateescape"))
    return state.hexdigest()[:16]


def _sources(directory: Path) -> Iterator[Path]:
    yield from (path for name in ("newsletter.yaml", "recipients.yaml") if (path := directory / name).is_file())
    for folder in ("issues", "templates"):
        yield from sorted(path for path in (directory / folder).rglob("*") if path.is_file())


def framed(letter: Letter) -> str:
    """The HTML edition for a frame: its pictures in place, its links in windows of their own."""
    return _HEAD.sub(lambda head: f'{head[0]}<base target="_blank" />', standalone_html(letter), count=1)
