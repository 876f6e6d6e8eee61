"""Every form of a document says all of it, with its notes, and the same bytes each time."""

import io
import re
import zipfile
from datetime import UTC, datetime
from html.parser import HTMLParser

import docx
import pytest

from newsletter.editions.documents import (
    Bullets,
    Chart,
    Document,
    Heading,
    Note,
    Paragraph,
    Series,
    Table,
    Verbatim,
    to_docx,
    to_html,
    to_markdown,
)
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
)
SAID = (
    "Rapporter 2026",
    "4 av 4",
    "Nådde alla",
    "Annars inget.",
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
