"""Texts that would be more than text are text in the letter."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.letter import fill
from newsletter.letter.compile import compile_content
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from tests.letter.conftest import addressee
from tests.letter.html_tree import shown_text, tree

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    "</mj-text><mj-button href='https://evil.example'>Klicka</mj-button>",
    '" onload="alert(1)',
    "' onmouseover='alert(1)",
    "<img src=x onerror=alert(1)>",
    "<!-- borta -->",
    "]]><b>",
    "&lt;b&gt; &amp; &nbsp;",
    "<%asm_group_unsubscribe_raw_url%>",
    "{{{unsubscribe}}}",
    "</style><style>*{display:none}</style>",
]
"""Each is what a reader would see if it were printed; Swedish quotes may become of straight ones."""


def everywhere(text: str) -> dict[str, object]:
    """The text in every sort of field that plain text may stand in."""
    return {
        "title": text,
        "subject": text,
        "preview": text,
        "notice": text,
        "signature": text,
        "sections": [
            {"kind": "article", "title": text, "text": "x", "by": text, "button": {"text": text, "url": "https://a.example"}},
            {"kind": "figures", "items": [{"value": text, "label": text, "note": text}]},
            {"kind": "questions", "title": text, "items": [text]},
            {"kind": "share", "text": text, "for": text},
            {
                "kind": "decisions",
                "items": [
                    {
                        "board": "annat",
                        "name": text,
                        "date": "2026-09-01",
                        "title": text,
                        "outcome": "bifall",
                        "ref": text,
                        "url": "https://a.example/?a=1&b=2",
                    }
                ],
            },
            {"kind": "contacts", "items": [{"role": text, "name": text, "area": text}]},
            {"kind": "image", "src": "images/borta.png", "alt": text, "caption": text, "credit": text},
            {"kind": "calendar", "items": [{"date": "2026-09-01", "title": text, "place": text, "open": text}]},
            {"kind": "media", "items": [{"date": "2026-09-01", "outlet": text, "title": text, "by": text}]},
            {"kind": "visits", "items": [{"type": "kurs", "date": "2026-09-01", "title": text, "place": text, "who": text}]},
        ],
    }


def elements(html: str) -> list[str]:
    return [str(element.tag) for element in tree(html).iter() if isinstance(element.tag, str)]


def html_of(issue: Issue, settings: Settings, directory: Path) -> str:
    html = fill(compile_content(issue, settings, directory), addressee()).html
    assert html
    return html


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_adds_no_element_and_no_attribute(
    text: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    """The letter is built as with a harmless word in the same fields."""
    harmless = html_of(small(**everywhere("harmlöst")), settings, tmp_path)

    html = html_of(small(**everywhere(text)), settings, tmp_path)

    assert elements(html) == elements(harmless)
    assert [sorted(e.keys()) for e in tree(html).iter()] == [sorted(e.keys()) for e in tree(harmless).iter()]
    assert "49" not in shown_text(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_in_a_share_block_it_stands_to_the_letter(
    text: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    html = html_of(small(sections=[{"kind": "share", "text": text}]), settings, tmp_path)

    (block,) = tree(html).xpath("//td[@class='copy']")
    assert block.text_content().strip() == text


@pytest.mark.parametrize(
    "markdown",
    [
        *HOSTILE,
        "[klicka](javascript:alert(1))",
        "[klicka](JaVaScRiPt:alert(1))",
        "[klicka](data:text/html,x)",
        "![bild](https://evil.example/spion.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "[x]: javascript:alert(1)\n\n[klicka][x]",
        '[titel](https://a.example "onclick=x")',
        "<https://a.example/<script>>",
        "# Rubrik\n\n<table><tr><td>",
        "| a | b |\n|---|---|\n| <script> | {{ 7*7 }} |",
    ],
)
def test_markdown_runs_and_loads_nothing(
    markdown: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path
) -> None:
    article = {"kind": "article", "title": "x", "text": f"Före.\n\n{markdown}\n\nEfter."}
    html = html_of(small(lead=markdown, closing=markdown, sections=[article]), settings, tmp_path)

    found = set(elements(html))
    assert not found & {"script", "img", "iframe", "form", "object", "embed", "link"}
    assert all(link.get("href").startswith(("https:", "mailto:", "tel:", "#")) for link in tree(html).iter("a"))
    assert not [name for element in tree(html).iter() for name in element.attrib if str(name).startswith("on")]
    assert "Före." in shown_text(html)
    assert "Efter." in shown_text(html)


@pytest.mark.parametrize(
    "url", ["https://a.example/?x=%22onload=%22&y='z'", "https://a.example/#</a>", "https://a.example/?a=1&b=2"]
)
def test_a_url_stays_one_attribute(url: str, small: Callable[..., Issue], settings: Settings, tmp_path: Path) -> None:
    if any(sign in url for sign in "<>"):
        with pytest.raises(ValueError, match="not-a-url"):
            small(sections=[{"kind": "links", "items": [{"title": "x", "url": url}]}])
        return
    html = html_of(small(sections=[{"kind": "links", "items": [{"title": "Målet", "url": url}]}]), settings, tmp_path)

    assert {link.text_content(): link.get("href") for link in tree(html).iter("a")}["Målet"] == url


def test_colours_and_fonts_are_all_that_reaches_a_style_sheet(settings: Settings) -> None:
    for appearance in ({"accent": "red;}*{display:none"}, {"font": "x; background: url(https://x)"}, {"font": "</style>"}):
        with pytest.raises(ValueError, match="not-a-"):
            Settings.model_validate(settings.model_dump(exclude_unset=True) | {"appearance": appearance})
