"""The HTML edition of the four samples, by a checklist of what mail programs do to letters."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from newsletter.letter import Content, fill
from newsletter.letter.compile import compile_content
from newsletter.model.choices import Format
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from tests.conftest import ROOT
from tests.letter.conftest import SAMPLES, addressee
from tests.letter.html_tree import shown_text, tree

LOADING = {"src", "srcset", "background", "poster", "data", "action", "formaction"}


@pytest.fixture(params=SAMPLES)
def html(request: pytest.FixtureRequest, contents: dict[str, Content]) -> str:
    filled = fill(contents[request.param], addressee("Vänsterpartiet Säffle", "Åsa")).html
    assert filled
    return filled


def test_it_stays_well_below_what_gmail_clips(html: str) -> None:
    assert len(html.encode()) < 80_000


def test_language_and_direction_stand_on_the_document_and_on_a_wrapper_that_gmail_keeps(html: str) -> None:
    document = tree(html)

    assert (document.get("lang"), document.get("dir")) == ("sv", "ltr")
    wrapper = document.xpath("//body/div")[0]
    assert (wrapper.get("lang"), wrapper.get("dir"), wrapper.get("role")) == ("sv", "ltr", "article")


@pytest.mark.parametrize("issue", SAMPLES)
def test_the_title_is_the_subject(issue: str, contents: dict[str, Content]) -> None:
    html = fill(contents[issue], addressee()).html
    assert html

    assert tree(html).findtext("head/title") == contents[issue].subject


def test_nothing_is_loaded_from_anywhere(html: str) -> None:
    document = tree(html)
    fetched = [value for element in document.iter() for name, value in element.items() if name in LOADING]

    assert all(value.startswith("cid:") for value in fetched)
    assert not re.search(r"url\(|@import|<link|<script|<iframe|googleapis", html, re.IGNORECASE)


def test_every_picture_is_embedded_described_and_has_a_width(html: str, request: pytest.FixtureRequest) -> None:
    for image in tree(html).iter("img"):
        assert image.get("src", "").startswith("cid:")
        assert image.get("alt")
        assert int(image.get("width")) <= 536


@pytest.mark.parametrize("issue", SAMPLES)
def test_the_pictures_referred_to_are_those_that_come_along(issue: str, contents: dict[str, Content]) -> None:
    html = fill(contents[issue], addressee()).html
    assert html
    referred = {image.get("src").removeprefix("cid:") for image in tree(html).iter("img")}

    assert referred == {image.cid for image in contents[issue].images}


def test_there_is_one_headline_and_no_level_is_skipped(html: str) -> None:
    levels = [int(element.tag[1]) for element in tree(html).iter("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(levels))


def test_layout_tables_say_so_and_data_tables_have_headings(html: str) -> None:
    for table in tree(html).iter("table"):
        headings = [heading.get("scope") for heading in table.iter("th")]
        assert table.get("role") == "presentation" or headings
        assert not headings or set(headings) == {"col"}


def test_no_text_is_smaller_than_14_pixels(html: str) -> None:
    """What is smaller holds no text: MJML's cells (0px), its divider, and the hidden preview text (1px)."""
    sizes = {float(size) for size in re.findall(r"font-size:\s*([\d.]+)px", html)}

    assert {size for size in sizes if size < 14} <= {0, 1}


def test_contents_lead_to_the_sections(html: str) -> None:
    document = tree(html)
    anchors = [link.get("href").removeprefix("#") for link in document.xpath("//*[@class='contents']//a")]
    brief = [link.get("href").removeprefix("#") for link in document.xpath("//*[@class='brief']//a")]
    ids = [element.get("id") for element in document.iter("h2") if element.get("id")]

    assert anchors
    assert anchors == ids
    assert brief
    assert set(brief) <= set(ids)


def test_equal_link_texts_have_equal_targets_and_none_is_vague(html: str) -> None:
    targets: dict[str, set[str]] = {}
    for link in tree(html).iter("a"):
        # A button in each kit opens a mail with the kit's text: the heading above it says which.
        if not link.get("href").startswith(("#", "mailto:?")):
            targets.setdefault(link.text_content().strip(), set()).add(link.get("href"))

    assert not {"här", "läs mer", "klicka här"} & {text.lower() for text in targets}
    assert [text for text, found in targets.items() if len(found) > 1] == []


def test_no_tag_is_left_unresolved(html: str) -> None:
    text = shown_text(html)

    assert not re.search(r"\{\{|\}\}|\{%|%\}|\{contact\}|\{municipality\}|\bNone\b|\bTrue\b|\bFalse\b", text)
    assert not re.search("[\ufdd0-\ufdef]", html)


def test_the_preview_text_is_hidden_padded_and_not_white(html: str) -> None:
    hidden = tree(html).xpath("//div[@class='preheader']")[0]

    assert "display:none" in hidden.get("style").replace(" ", "")
    assert "color" not in hidden.get("style")
    assert hidden.text_content().count("\u034f") >= 50


def test_the_dark_palette_is_declared_for_both_ways_of_asking(html: str) -> None:
    assert '<meta name="color-scheme" content="light dark"' in html
    assert "@media (prefers-color-scheme:dark)" in html.replace("scheme: dark", "scheme:dark")
    assert "[data-ogsc]" in html
    assert "[data-ogsb]" in html


def footer(html: str) -> str:
    return str(" ".join(tree(html).xpath("//div[@class='foot']")[0].text_content().split()))


def test_gmail_has_no_reason_to_drop_a_style_sheet(html: str) -> None:
    """It drops a whole element for an at-rule within another, and all beyond 8192 characters (hteumeuleu/email-bugs 21, 90)."""
    sheets = [str(sheet) for sheet in tree(html).xpath("//head/style/text()")]

    assert sum(map(len, sheets)) < 8192
    assert not [sheet for sheet in sheets if re.search(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*@", sheet)]
    assert not [sheet for sheet in sheets if "@page" in sheet and "max-width" in sheet and "479px" in sheet]


def test_the_footer_says_who_why_and_how_to_stop(html: str) -> None:
    """domain.md 5.3, with the sample's settings."""
    text = footer(html)

    assert "Rapporten går till kontaktpersonerna i Vänsterpartiet Säffle." in text
    assert "Regiongruppen i Värmland lämnar rapport minst fyra gånger per år." in text
    assert "Har ni valt en ny kontaktperson? Svara på mejlet så ändrar vi." in text
    assert "Avsändare: Vänsterpartiets regiongrupp i Värmland, Exempelgatan 1, 650 00 Exempelstad" in text
    assert "070-174 06 20" in text
    links = {link.text_content(): link.get("href") for link in tree(html).iter("a")}
    assert links["Avregistrera dig"] == "mailto:regiongruppen@example.org?subject=Avregistrera"
    assert links["Så hanterar vi personuppgifter"] == "https://regiongruppen.example/personuppgifter"


@pytest.mark.parametrize("issue", SAMPLES)
def test_no_address_of_the_reader_stands_in_the_letter(issue: str, contents: dict[str, Content]) -> None:
    letter = fill(contents[issue], addressee())

    assert "kontakt@saffle.example" not in f"{letter.html}{letter.text}"


def test_outlook_s_conditional_comments_are_balanced(html: str) -> None:
    expanded = re.findall(r"<!--\[if mso \| IE\]>(.*?)<!\[endif\]-->", html, re.DOTALL)
    tables = "".join(expanded)

    assert expanded
    assert "<![endif]--><!--[if mso | IE]>" not in html
    for tag in ("table", "tr", "td"):
        assert len(re.findall(rf"<{tag}\b", tables)) == tables.count(f"</{tag}>")


def test_nothing_of_mjml_s_oddities_is_left(html: str) -> None:
    assert not re.search(r'<td[^>]* vertical-align="', html)
    assert not re.search(r'<img[^>]* height="auto"', html)
    assert '-outlook"' not in html


def test_badges_always_print_their_word(html: str) -> None:
    badges = list(tree(html).xpath("//span[contains(@class, 'badge')]"))

    assert badges
    assert all(badge.text_content().strip() for badge in badges)


def test_content_is_a_function_of_its_inputs(
    settings: Settings, sample: Callable[[str], Issue], contents: dict[str, Content]
) -> None:
    assert compile_content(sample("2026-q3"), settings, ROOT) == contents["2026-q3"]


def test_the_digest_tells_any_change(settings: Settings, sample: Callable[[str], Issue], contents: dict[str, Content]) -> None:
    digests = {content.digest for content in contents.values()}
    changed = sample("2026-q3").model_copy(update={"closing": "Andra sista ord."})
    greeted = sample("2026-q3").model_copy(update={"greeting": "Hallå {contact}!"})
    digests |= {compile_content(issue, settings, ROOT).digest for issue in (changed, greeted)}

    assert len(digests) == 6
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)


@pytest.mark.parametrize("issue", SAMPLES)
def test_those_who_want_text_get_text_alone(issue: str, contents: dict[str, Content]) -> None:
    html = fill(contents[issue], addressee("Vänsterpartiet Säffle", "Åsa"))
    text = fill(contents[issue], addressee("Vänsterpartiet Säffle", "Åsa", form=Format.TEXT))

    assert (text.html, text.images) == (None, ())
    assert text.text == html.text
    assert text.subject == html.subject


def kinds() -> Iterator[str]:
    yield from (path.name.removesuffix(".mjml.j2") for path in (ROOT / "templates" / "sections").iterdir())


def test_every_kind_has_a_template_in_both_editions() -> None:
    text = {path.name.removesuffix(".txt.j2") for path in (ROOT / "templates" / "text").iterdir()}

    assert set(kinds()) == text
    assert len(text) == 14


def test_an_issue_with_one_section_has_no_list_of_contents(
    small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    html = fill(compile_content(small(), settings, tmp_path), addressee()).html
    assert html

    assert "Innehåll" not in shown_text(html)
    assert [element.tag for element in tree(html).iter("h1", "h2")] == ["h1", "h2"]
