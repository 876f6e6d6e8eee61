"""Every form of a document says all of it, with its notes, and the same bytes each time."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import groupby, pairwise

import docx
import pytest
from docx.shared import Mm, Pt
from PIL import Image

from newsletter.editions.documents import (
    Bullets,
    Chart,
    Document,
    Heading,
    Note,
    Paragraph,
    Series,
    Signatures,
    Table,
    Verbatim,
    to_docx,
    to_html,
    to_markdown,
)
from newsletter.letter.swedish import NBSP
from tests.conftest import ROOT

LOG, PLAN = Note("Utskicksloggen a1b2"), Note("newsletter.yaml, plan 2026")
HOSTILE = "<b>1 & 2</b> | *fet* [länk](x)"
DOCUMENT = Document(
    "Rapporter 2026",
    "Regiongruppen",
    datetime(2026, 12, 10, 6, 30, tzinfo=UTC),
    (
        Heading(1, "Rapporter 2026"),
        Paragraph(("4 av 4", PLAN, LOG, " rapporter.")),
        Signatures(("Ort och datum", "Ordförande")),
        Heading(2, "Delarna", starts_page=True),
        Bullets((("Nådde alla", LOG, "."), ("Annars inget.",))),
        Table(
            "Förening för förening",
            ("Förening", "Rapporter"),
            ((("Arvika",), ("4", LOG)), ((HOSTILE,), ("0",))),
            frozenset({1}),
        ),
        Chart("Inslag", ("2026-q1", "2026-q2"), (Series("Vårdskulden", (2, 1)), Series("Personalskulden", (0, 4)))),
        Heading(2, "Bilaga"),
        Verbatim("Hej\n\n* punkt\n``` inte slut ```\n"),
    ),
    "Bilaga 9. Källor",
)
SAID = (
    "Rapporter 2026",
    "4 av 4",
    "Nådde alla",
    "Annars inget.",
    "Ort och datum",
    "Delarna",
    "Bilaga 9. Källor",
    "Förening för förening",
    "Arvika",
    "Inslag",
    "Vårdskulden",
    "2026-q2",
    "* punkt",
    "``` inte slut ```",
    "Utskicksloggen a1b2",
    "newsletter.yaml, plan 2026",
)


class Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_of_docx(written: bytes) -> str:
    made = docx.Document(io.BytesIO(written))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    xml = made.element.xml  # python-docx leaves the words of links out of a paragraph's text
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells, *re.findall(r"<w:t[^>]*>([^<]*)", xml)])


def test_notes_are_numbered_where_they_first_stand_and_equal_ones_are_one() -> None:
    assert DOCUMENT.notes == (PLAN, LOG)


@pytest.mark.parametrize("said", SAID)
def test_each_form_says_it(said: str) -> None:
    assert said in to_markdown(DOCUMENT).replace("\\", "")
    assert said in "".join(Words(to_html(DOCUMENT, ROOT)).found)
    assert said in words_of_docx(to_docx(DOCUMENT))


def test_markdown_s_footnotes_lead_to_their_sources() -> None:
    markdown = to_markdown(DOCUMENT)

    assert "4 av 4[^1][^2] rapporter." in markdown
    assert "\n[^1]: newsletter.yaml, plan 2026\n[^2]: Utskicksloggen a1b2\n" in markdown


def test_html_s_notes_lead_to_their_sources() -> None:
    html = to_html(DOCUMENT, ROOT)

    assert 'href="#kalla-1"' in html
    assert re.search(r'<li id="kalla-2">Utskicksloggen a1b2</li>', html)


def test_docx_s_notes_lead_to_their_sources() -> None:
    xml = docx.Document(io.BytesIO(to_docx(DOCUMENT))).element.xml

    assert 'w:anchor="kalla_2"' in xml
    assert 'w:name="kalla_2"' in xml


def test_two_notes_in_docx_are_not_read_as_one_number() -> None:
    paragraph = next(one for one in docx.Document(io.BytesIO(to_docx(DOCUMENT))).paragraphs if "4 av 4" in one.text)

    assert "".join(re.findall(r"<w:t[^>]*>([^<]*)", paragraph._p.xml)) == "4 av 41, 2 rapporter."


def test_hostile_words_are_words() -> None:
    assert "\\<b\\>1 & 2\\</b\\> \\| \\*fet\\* \\[länk\\](x)" in to_markdown(DOCUMENT)
    html = Words(to_html(DOCUMENT, ROOT))
    assert "b" not in html.tags
    assert HOSTILE in "".join(html.found)
    assert HOSTILE in words_of_docx(to_docx(DOCUMENT))


def test_the_bars_of_a_chart_are_as_long_as_their_values() -> None:
    lines = to_markdown(DOCUMENT).splitlines()
    care, staff = (next(line for line in lines if line.startswith(name)) for name in ("Vårdskulden", "Personalskulden"))

    assert (care.count("█"), care.count("▓")) == (15, 8)  # 30 signs for the longest, which is 4
    assert (staff.count("█"), staff.count("▓")) == (0, 30)
    assert re.findall(r'class="part p\d" style="width: ([\d.]+)%"', to_html(DOCUMENT, ROOT)) == ["50.0", "25.0", "100.0"]


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_docx(DOCUMENT) == to_docx(DOCUMENT)
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(to_docx(DOCUMENT))).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_s_own_data_are_the_document_s() -> None:
    properties = docx.Document(io.BytesIO(to_docx(DOCUMENT))).core_properties

    assert (properties.title, properties.author) == ("Rapporter 2026", "Regiongruppen")
    assert properties.created == properties.modified
    assert str(properties.created).startswith("2026-12-10 06:30")


@pytest.mark.parametrize("issues", [1, 4, 8, 16])
def test_no_table_of_the_docx_is_wider_than_the_page(issues: int) -> None:
    """Of an association by all the issues of some years, with a date that is not to be broken: 210 mm less 2 × 24."""
    table = Table(
        "Förening för förening",
        ("Förening", *(f"2026-q{number}" for number in range(issues)), "Rapporter"),
        ((("Vänsterpartiet Kristinehamn",), *((f"14{NBSP}september{NBSP}2026", LOG) for _ in range(issues)), ("4",)),),
    )
    chart = Chart("Inslag", ("2026-q1",), (Series("Pågående reformer – arbetstidsförkortning och ambulans", (400,)),))
    made = docx.Document(io.BytesIO(to_docx(replace(DOCUMENT, blocks=(table, chart)))))
    page = made.sections[0]

    room = page.page_width - page.left_margin - page.right_margin
    assert room == pytest.approx(Mm(162), rel=0.001)
    for one in made.tables:
        for row in one.rows:
            assert sum(cell.width for cell in row.cells) <= room * 1.001  # each is rounded to a twentieth of a point
    pictures = [int(width) for width in re.findall(r'<wp:extent cx="(\d+)"', made.element.xml)]
    assert max(pictures) <= Mm(100)


def test_a_date_has_room_for_itself_in_its_column() -> None:
    sent = f"14{NBSP}september{NBSP}2026"
    rows = ((("2026-q1",), (sent,), ("Ord " * 30,)),)
    table = Table("Rapporter", ("Nummer", "Skickad", "Ämnesrad"), rows)
    made = docx.Document(io.BytesIO(to_docx(replace(DOCUMENT, blocks=(table,)))))
    cell = made.tables[0].rows[1].cells[1]

    arial = sum({" ": 278, NBSP: 278, "t": 278, "r": 333}.get(sign, 556) for sign in sent) / 1000
    assert cell.paragraphs[0].runs[0].font.size == Pt(9.5)
    assert cell.width >= Pt(9.5) * arial + 2 * Mm(1)  # its margins


def test_a_part_can_start_a_page() -> None:
    headings = [one for one in docx.Document(io.BytesIO(to_docx(DOCUMENT))).paragraphs if one.style.name.startswith("Heading")]

    assert [one.text for one in headings if one.paragraph_format.page_break_before] == ["Delarna"]
    assert re.findall(r'<h2 class="page">([^<]*)', to_html(DOCUMENT, ROOT)) == ["Delarna"]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def palettes() -> Iterator[tuple[str, ...]]:
    """The page and the four colours: of the screen, of a dark one, of paper."""
    for rule in re.findall(r":root \{[^}]*\}", to_html(DOCUMENT, ROOT)):
        found = dict(re.findall(r"--(page|p\d): #([0-9A-F]{6})", rule))
        yield tuple(found[name] for name in ("page", "p0", "p1", "p2", "p3"))


def test_neighbours_in_a_chart_are_told_apart_and_each_from_the_page() -> None:
    found = [*palettes()]
    assert len(found) == 3
    for page, *colours in found:
        assert min(contrast(page, colour) for colour in colours) >= 3
        assert min(contrast(one, other) for one, other in pairwise([*colours, colours[0]])) >= 3


def test_the_bars_of_the_docx_have_the_colours_of_paper_and_white_between_them() -> None:
    chart = Chart("Inslag", ("a", "b", "c", "d"), (Series("Allt", (1, 0, 2, 1)),))
    written = zipfile.ZipFile(io.BytesIO(to_docx(replace(DOCUMENT, blocks=(chart,)))))
    bars = [Image.open(io.BytesIO(written.read(name))).convert("RGB") for name in written.namelist() if "media/" in name]
    bar = max(bars, key=lambda one: one.width)

    stretches = [bytes(colour).hex().upper() for colour, _same in groupby(bar.getpixel((x, 0)) for x in range(bar.width))]
    _page, red, _light, black, grey = [*palettes()][2]
    assert stretches == [red, "FFFFFF", black, "FFFFFF", grey, "FFFFFF"]


def test_a_short_cell_is_not_broken_and_a_long_one_may_be() -> None:
    table = Table("Rubrik", ("A", "B", "C"), ((("x",), ("tolv tecken.", LOG), ("tretton teck.",)),))
    html = to_html(replace(DOCUMENT, blocks=(table,)), ROOT)

    assert '<td class="short">tolv tecken.<sup>' in html
    assert "<td>tretton teck.</td>" in html
