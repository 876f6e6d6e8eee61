"""A document in Word: what python-docx finds when it opens the file again."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image

from newsletter.editions.documents import Block, Bullets, Chart, Note, Paragraph, Series, Table, Verbatim, to_docx
from tests.editions.documents.test_forms import DOCUMENT

TABLE = Table(
    "Förening för förening",
    ("Förening", "Vad som sades om den", "Rapporter"),
    ((("Arvika",), ("En längre text om föreningen och om allt den har fått höra",), ("4",)), (("Eda",), ("Kort",), ("0",))),
    frozenset({2}),
)
CHART = Chart(
    "Inslag",
    ("2026-q1", "2026-q2", "2026-q3"),
    (Series("Vården", (2, 1, 0)), Series("Bussen", (0, 0, 6)), Series("Inget", (0, 0, 0))),
)


def opened(*blocks: Block) -> Any:
    return docx.Document(io.BytesIO(to_docx(replace(DOCUMENT, blocks=blocks))))


def test_a_table_keeps_the_widths_it_was_given() -> None:
    (table,) = opened(TABLE).tables

    assert table.autofit is False
    widths = [cell.width for cell in table.rows[0].cells]
    assert sum(widths) == pytest.approx(Mm(162), rel=0.001)
    assert [column.width for column in table.columns] == widths
    assert widths[1] > 1.5 * widths[0]  # what has more to say has more room


def test_a_table_s_head_comes_again_on_each_page_and_its_caption_stays_with_it() -> None:
    made = opened(TABLE)
    (table,) = made.tables
    caption = next(one for one in made.paragraphs if one.text == TABLE.caption)

    assert ["tblHeader" in row._tr.xml for row in table.rows] == [True, False, False]
    assert caption.paragraph_format.keep_with_next is True
    assert caption.runs[0].bold is True
    assert all(cell.paragraphs[0].runs[0].bold is True for cell in table.rows[0].cells)
    assert table.rows[1].cells[0].paragraphs[0].runs[0].bold is None


def test_numbers_stand_to_the_right_and_words_to_the_left() -> None:
    (table,) = opened(TABLE).tables

    for row in table.rows[1:]:
        assert [cell.paragraphs[0].alignment for cell in row.cells] == [None, None, WD_ALIGN_PARAGRAPH.RIGHT]


def test_the_margins_of_its_cells_are_those_its_widths_were_made_for() -> None:
    (table,) = opened(TABLE).tables

    assert re.findall(r'<w:(left|right) w:w="(\d+)" w:type="dxa"/>', table._tbl.tblPr.xml) == [("left", "57"), ("right", "57")]
    tags = [one.tag.rpartition("}")[2] for one in table._tbl.tblPr]
    assert tags.index("tblLayout") < tags.index("tblCellMar") < tags.index("tblLook")  # the order of ECMA-376, 17.4.59


def test_every_text_of_a_table_has_the_size_that_its_widths_were_made_for() -> None:
    narrow = Table("Många", tuple(f"Kolumnen{n}" for n in range(9)), (tuple((f"Ord{n}", Note("Loggen")) for n in range(9)),))
    for table, size in ((TABLE, 9.5), (narrow, 8.5)):
        (made,) = opened(table).tables
        sizes = {int(size) for size in re.findall(r'<w:sz w:val="(\d+)"/>', made._tbl.xml)}
        assert sizes == {2 * size}  # notes too
        assert {run.font.size for row in made.rows for cell in row.cells for run in cell.paragraphs[0].runs} == {Pt(size)}


def bars(made: Any) -> list[tuple[str, int]]:
    """The alternative text and the width of each picture."""
    found = re.findall(r'<wp:extent cx="(\d+)".*?<wp:docPr [^>]*?descr="([^"]*)"', made.element.xml, re.DOTALL)
    return [(words, int(width)) for width, words in found]


def test_a_bar_is_as_long_as_its_sum_and_says_its_parts_in_words() -> None:
    made = opened(CHART)
    (table,) = made.tables

    (care, short), (bus, long), *_key = bars(made)
    assert (care, bus) == ("2026-q1: 2, 2026-q2: 1, 2026-q3: 0", "2026-q1: 0, 2026-q2: 0, 2026-q3: 6")
    assert long == pytest.approx(Mm(80), rel=0.001)
    assert short == pytest.approx(long / 2, rel=0.001)
    assert [row.cells[0].text for row in table.rows] == ["Vården", "Bussen", "Inget"]
    assert [row.cells[1].text.strip() for row in table.rows] == ["3", "6", "0"]


def test_the_key_names_each_part_beside_its_colour() -> None:
    written = to_docx(replace(DOCUMENT, blocks=(CHART,)))
    made = docx.Document(io.BytesIO(written))
    archive = zipfile.ZipFile(io.BytesIO(written))
    (key,) = [one for one in made.paragraphs if "2026-q1" in one.text]
    ids = re.findall(r'r:embed="(\w+)"', key._p.xml)
    colours = []
    for one in ids:
        picture = Image.open(io.BytesIO(archive.read(f"word/{made.part.rels[one].target_ref}"))).convert("RGB")
        colours.append(bytes(picture.getpixel((0, 0))).hex())

    assert key.text.split() == ["2026-q1", "2026-q2", "2026-q3"]
    assert colours == ["780d07", "de6f63", "2f2a2a"]


def test_lines_as_they_are_stay_lines_and_a_blank_one_ends_a_paragraph() -> None:
    made = opened(Verbatim("Hej\nalla\nvänner\n\nSlut\n"))

    assert [one.text for one in made.paragraphs] == ["Hej\nalla\nvänner", "Slut"]
    assert {run.font.name for one in made.paragraphs for run in one.runs if run.text.strip()} == {"Courier New"}


def test_a_note_of_a_bullet_and_of_a_paragraph_is_the_same_one_once() -> None:
    note, other = Note("Loggen"), Note("Planen")
    made = opened(Paragraph(("Ett", note, ".")), Bullets((("Två", other, note, "."),)))

    assert [one.text for one in made.paragraphs][-3:] == ["Bilaga 9. Källor", "1. Loggen", "2. Planen"]
    assert re.findall(r'w:anchor="kalla_(\d)"', made.element.xml) == ["1", "2", "1"]
    assert made.paragraphs[1].style.name == "List Bullet"
