"""What a document is made of, whatever it is written as."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Note:
    """Where a statement comes from. Equal notes are one, numbered where the first stands."""

    text: str


Text = tuple[str | Note, ...]
"""Plain words with the notes that belong to them, as ``("4 av 4 rapporter", Note("…"), " skickades.")``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 is the document's own title and stands once."""

    level: int
    text: str
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first column names its row. ``numeric`` are the columns, counted from 0, that hold numbers."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Series:
    """One row of a chart: a value for each part."""

    label: str
    values: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of stacked parts. It shows what a table beside it says in numbers, and is never the only carrier."""

    caption: str
    parts: tuple[str, ...]
    rows: tuple[Series, ...]

    @property
    def longest(self) -> int:
        """At least 1, to divide by."""
        return max((row.total for row in self.rows), default=0) or 1


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines as they are: the text edition of a letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line to write on above each of ``labels``."""

    labels: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Table | Chart | Verbatim | Signatures


@dataclass(frozen=True, slots=True)
class Document:
    """``author`` and ``as_of`` (aware) become the file's own data; ``as_of`` is a time of the log, never the clock's. The notes
    stand last, under ``sources``.
    """

    title: str
    author: str
    as_of: datetime
    blocks: tuple[Block, ...]
    sources: str = "Källor"

    @property
    def notes(self) -> tuple[Note, ...]:
        """Each once, in the order of reading; a note's number is its place here, from 1."""
        return tuple(
            dict.fromkeys(note for block in self.blocks for text in _texts(block) for note in text if isinstance(note, Note))
        )


def _texts(block: Block) -> Iterator[Text]:
    match block:
        case Paragraph(text=text):
            yield text
        case Bullets(items=items):
            yield from items
        case Table(rows=rows):
            for row in rows:
                yield from row
        case Heading() | Chart() | Verbatim() | Signatures():
            pass
