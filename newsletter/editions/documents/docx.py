"""A document as DOCX, in Word's own styles, so that it can be pasted into an annual report.

The only place that knows python-docx, which writes no footnotes: notes are numbers that lead to a list at the end, by links
inside the document.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.run import Run

from newsletter.editions.documents.blocks import (
    Block,
    Bullets,
    Chart,
    Document,
    Heading,
    Note,
    Paragraph,
    Series,
    Signatures,
    Table,
    Text,
    Verbatim,
)

_TEXT_WIDTH = 162
"""Millimetres between the margins of an A4 page."""
_LONGEST_BAR = Mm(80)
_SIGNATURE = Mm(90)
_SIZES = (9.5, 8.5, 7.5, 6.5)
"""Points of a table's letters: the first that all its words have room in."""
_WIDTH_OF_SIGN = 0.2
"""Millimetres for each point of a bold digit's size (Arial: 0.556 of it)."""
_MARGIN = Mm(1)
_PADDING = 2.6
"""Millimetres beside the words of a cell: its two margins and the lines."""
_WIDEST_CELL = 34
"""Characters; longer texts are broken into lines and need no wider column."""
_COLOURS = ("780D07", "DE6F63", "2F2A2A", "8F8A87")
"""Of the parts of a chart, dark and light by turns: at least 3:1 between neighbours (WCAG 2.2, 1.4.11), also in grey print."""
_GAP = 2
"""White pixels between two parts: one that is nothing may bring two dark ones together."""
_PIXELS = 24
"""For each one counted, so that a stretched edge stays sharp."""
_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def to_docx(document: Document) -> bytes:
    made = docx.Document()
    _prepare(made, document)
    numbers = {note: number for number, note in enumerate(document.notes, 1)}
    for block in document.blocks:
        _add(made, block, numbers)
    if numbers:
        made.add_heading(document.sources, 2)
    for note, number in numbers.items():
        _add_note(made, note, number)
    written = io.BytesIO()
    made.save(written)
    return _without_clock(written.getvalue())


def _prepare(made: Any, document: Document) -> None:
    properties = made.core_properties
    properties.title, properties.author, properties.language = document.title, document.author, "sv-SE"
    properties.created = properties.modified = document.as_of.astimezone(UTC).replace(tzinfo=None)
    properties.last_modified_by, properties.comments = document.author, ""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "sv-SE")
    normal.element.get_or_add_rPr().append(language)
    for level in range(1, 5):
        font = made.styles[f"Heading {level}"].font
        font.name, font.color.rgb = "Arial", RGBColor(0x1F, 0x1A, 0x1A)
        made.styles[f"Heading {level}"].element.rPr.rFonts.set(qn("w:asciiTheme"), "")


def _add(made: Any, block: Block, numbers: Mapping[Note, int]) -> None:
    match block:
        case Heading(level=level, text=text, starts_page=starts_page):
            made.add_heading(text, level).paragraph_format.page_break_before = starts_page or None
        case Paragraph(text=text):
            _fill(made.add_paragraph(), text, numbers)
        case Bullets(items=items):
            for item in items:
                _fill(made.add_paragraph(style="List Bullet"), item, numbers)
        case Table():
            _add_table(made, block, numbers)
        case Chart():
            _add_chart(made, block)
        case Signatures(labels=labels):
            for label in labels:
                _add_signature(made, label)
        case Verbatim(text=text):
            _add_verbatim(made, text)


def _fill(paragraph: Any, text: Text, numbers: Mapping[Note, int]) -> None:
    before: str | Note = ""
    for part in text:
        if isinstance(part, Note):
            if isinstance(before, Note):  # 1 and 2 must not be read as 12
                paragraph.add_run(", ").font.superscript = True
            _add_reference(paragraph, numbers[part])
        else:
            paragraph.add_run(part)
        before = part


def _add_reference(paragraph: Any, number: int) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _anchor(number))
    run = paragraph.add_run(str(number))
    run.font.superscript = True
    link.append(run._r)  # noqa: SLF001 - python-docx has no call for links
    paragraph._p.append(link)  # noqa: SLF001 - the same


def _add_note(made: Any, note: Note, number: int) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    for tag, ending in (("w:bookmarkStart", True), ("w:bookmarkEnd", False)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if ending:
            mark.set(qn("w:name"), _anchor(number))
        paragraph._p.append(mark)  # noqa: SLF001 - python-docx has no call for bookmarks
    run = paragraph.add_run(f"{number}. {note.text}")
    run.font.size = Pt(9)


def _anchor(number: int) -> str:
    return f"kalla_{number}"


def _add_table(made: Any, table: Table, numbers: Mapping[Note, int]) -> None:
    _add_caption(made, table.caption)
    added = made.add_table(rows=1, cols=len(table.header), style="Table Grid")
    for cell, words in zip(added.rows[0].cells, table.header, strict=True):
        _fill(cell.paragraphs[0], (words,), numbers)
        cell.paragraphs[0].runs[0].bold = True
    _repeat_on_each_page(added.rows[0])
    for row in table.rows:
        cells = added.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            _fill(cell.paragraphs[0], text, numbers)
            if column in table.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    widths, size = _widths(table)
    added.autofit = False
    _narrow_margins(added)
    for column, width in zip(added.columns, widths, strict=True):  # Word looks at the cells, LibreOffice at the columns
        column.width = Mm(width)
    for row in added.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            for run in cell.paragraphs[0]._p.iter(qn("w:r")):  # noqa: SLF001 - .runs leaves out those of links
                Run(run, cell.paragraphs[0]).font.size = Pt(size)
    made.add_paragraph()


def _widths(table: Table) -> tuple[list[float], float]:
    """Millimetres for each column, and the size of the letters in points: room for each column's longest word, a date among
    them, and more after its longest cell. Word divides a table evenly if nobody says otherwise.
    """
    columns = list(zip(table.header, *(map(_plain, row) for row in table.rows), strict=True))
    longest = [max(len(word) for cell in column for word in re.split("[ \n]", cell)) for column in columns]
    size = next((one for one in _SIZES if sum(_least(longest, one)) <= _TEXT_WIDTH), _SIZES[-1])
    least = _least(longest, size)
    left = _TEXT_WIDTH - sum(least)
    if left < 0:  # words are broken, and the table still is no wider than the page
        return [low * _TEXT_WIDTH / sum(least) for low in least], size
    wanted = [min(max(map(len, column)), _WIDEST_CELL) for column in columns]
    return [low + left * want / sum(wanted) for low, want in zip(least, wanted, strict=True)], size


def _least(longest: Sequence[int], size: float) -> list[float]:
    return [signs * _WIDTH_OF_SIGN * size + _PADDING for signs in longest]


def _plain(text: Text) -> str:
    """With a sign for each note's number."""
    return "".join("0" if isinstance(part, Note) else part for part in text)


def _narrow_margins(table: Any) -> None:
    """Word's own take 4 mm of each column: too much of a table of a year's issues."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(_MARGIN.twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no call for it
    properties.find(qn("w:tblLook")).addprevious(margins)


def _repeat_on_each_page(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for it
    properties.append(OxmlElement("w:tblHeader"))


def _add_caption(made: Any, words: str) -> None:
    caption = made.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.add_run(words).bold = True


def _add_chart(made: Any, chart: Chart) -> None:
    """Bars are pictures one pixel high, stretched: no drawing that only one word processor understands."""
    _add_caption(made, chart.caption)
    added = made.add_table(rows=0, cols=2)
    added.autofit = False
    added.columns[0].width, added.columns[1].width = Mm(62), Mm(100)
    for row in chart.rows:
        label, bar = added.add_row().cells
        label.width, bar.width = Mm(62), Mm(100)
        label.paragraphs[0].add_run(row.label).font.size = Pt(9.5)
        _add_bar(bar.paragraphs[0], row, chart)
    key = made.add_paragraph()
    for number, part in enumerate(chart.parts):
        _add_picture(key, Mm(3), (*[0] * number, 1), "")
        key.add_run(f" {part}   ").font.size = Pt(9)


def _add_bar(paragraph: Any, row: Series, chart: Chart) -> None:
    if row.total:
        words = ", ".join(f"{part}: {value}" for part, value in zip(chart.parts, row.values, strict=True))
        _add_picture(paragraph, int(_LONGEST_BAR * row.total / chart.longest), row.values, words)
    paragraph.add_run(f" {row.total}").font.size = Pt(9.5)


def _add_picture(paragraph: Any, width: int, parts: tuple[int, ...], words: str) -> None:
    picture = paragraph.add_run().add_picture(io.BytesIO(_strip(parts)), width=width, height=Mm(3.2))
    picture._inline.docPr.set("descr", words)  # noqa: SLF001 - python-docx has no call for alternative text


def _strip(parts: tuple[int, ...]) -> bytes:
    """A PNG one pixel high, a stretch of colour for each part (PNG specification, 5.2 and 11.2)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    colours = (
        bytes.fromhex(_COLOURS[number % len(_COLOURS)]) * (value * _PIXELS - _GAP) + b"\xff\xff\xff" * _GAP
        for number, value in enumerate(parts)
        if value
    )
    header = struct.pack(">IIBBBBB", sum(parts) * _PIXELS, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + b"".join(colours))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _add_signature(made: Any, label: str) -> None:
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_before = Mm(11)
    paragraph.paragraph_format.tab_stops.add_tab_stop(_SIGNATURE, leader=WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t").add_break()
    paragraph.add_run(label).font.size = Pt(9.5)


def _add_verbatim(made: Any, text: str) -> None:
    for part in text.rstrip().split("\n\n"):
        paragraph = made.add_paragraph()
        for number, line in enumerate(part.split("\n")):
            run = paragraph.add_run(line)
            run.font.name, run.font.size = "Courier New", Pt(8.5)
            if number < part.count("\n"):
                run.add_break()


def _without_clock(written: bytes) -> bytes:
    """The same archive with the time taken out of its entries, so that the same document gives the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()
