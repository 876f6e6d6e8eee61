"""What the HTML edition lays out in ways that templates should not have to work out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from newsletter.letter.swedish.dates import weekday
from newsletter.letter.swedish.phrases import section_title
from newsletter.model.sections import AnySection, Figure, Share
from newsletter.model.swedish import SHORT_MONTHS

_SHORT = 9
"""Characters of a large value that half the column holds."""
_LONGEST_ADDRESS = 2000
_WEEK = 7
_TINTED = ("figures", "action")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """``number`` counts the issue's sections from 1, those without a title included: it is the anchor's."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring sections on the same ground, each with its number: one section of MJML, which is what costs bytes."""

    ground: str
    sections: tuple[tuple[int, AnySection], ...]


def section_bands(sections: Sequence[AnySection]) -> tuple[Band, ...]:
    """``card`` for most kinds, ``tint`` for those that are to stand out."""
    numbered = groupby(enumerate(sections, 1), key=lambda entry: "tint" if entry[1].kind in _TINTED else "card")
    return tuple(Band(ground, tuple(entries)) for ground, entries in numbered)


def contents_columns(sections: Sequence[AnySection]) -> tuple[tuple[ContentsEntry, ...], tuple[ContentsEntry, ...]]:
    """The titled sections in two columns, the first read to its end before the second."""
    entries = tuple(
        ContentsEntry(number, title) for number, section in enumerate(sections, 1) if (title := section_title(section))
    )
    middle = -(-len(entries) // 2)
    return entries[:middle], entries[middle:]


def figure_rows(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Two short numbers a row, in the editor's order; a long one has a row of its own."""
    rows: list[list[Figure]] = []
    for figure in figures:
        fits = len(figure.value) <= _SHORT
        if rows and fits and len(rows[-1]) == 1 and len(rows[-1][0].value) <= _SHORT:
            rows[-1].append(figure)
        else:
            rows.append([figure])
    return rows


def share_paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; an empty line parts paragraphs, and all line breaks are the editor's."""
    return [
        [line.rstrip() for line in paragraph.split("\n") if line.strip()]
        for paragraph in text.split("\n\n")
        if paragraph.strip()
    ]


def share_mail(section: Share, subject: str) -> str:
    """A mail with the text to share, for the reader's own mail program to open: nothing is loaded, no reader is counted.

    Empty for a text that Outlook, which takes 2,083 characters of an address, would cut.
    """
    lines = [*section.text.split("\n"), *(("", section.url) if section.url else ())]
    body = "\r\n".join(lines)  # RFC 6068, section 5
    href = f"mailto:?subject={quote(subject)}&body={quote(body)}"
    return href if len(href) <= _LONGEST_ADDRESS else ""


def weekday_mark(first: date, until: date | None) -> str:
    """``torsdag``, or ``lör–sön`` of two neighbouring days; nothing above a longer span, whose days stand beside it."""
    if until is None or until == first:
        return weekday(first)
    return f"{weekday(first)[:3]}–{weekday(until)[:3]}" if (until - first).days < _WEEK else ""


def day_mark(first: date, until: date | None) -> str:
    """``13``, or ``10–14`` within a month: what the eye runs down the calendar by."""
    if until is None or until == first or (until.year, until.month) != (first.year, first.month):
        return str(first.day)
    return f"{first.day}–{until.day}"


def month_mark(day: date) -> str:
    return SHORT_MONTHS[day.month - 1]
