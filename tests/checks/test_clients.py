"""What mail clients understand, by caniemail: told where it would lose something, silent where it would not."""

import gzip
import json
from pathlib import Path

import pytest

from newsletter.checks.rules.clients import CLIENTS, HARMLESS
from newsletter.letter import Content
from newsletter.operations.examining import client_support, review_markup
from tests.conftest import ROOT


def _content(html: str) -> Content:
    return Content("Ämne", "Förhandstext", "Hej!", (html,), (), (), "0" * 64)


# Not supported in the named client according to https://www.caniemail.com/features/…
@pytest.mark.parametrize(
    ("html", "client"),
    [
        ('<div style="position: absolute">x</div>', "Gmail"),
        ('<div style="display:flex">x</div>', "Outlook (Windows)"),
        ('<div style="float:left">x</div>', "Outlook (Windows)"),
        ('<div style="color:var(--accent)">x</div>', "Gmail"),
        ('<div style="width:calc(100% - 2px)">x</div>', "Outlook (Windows)"),
        ('<div style="background:url(cid:x)">x</div>', "Outlook (Windows)"),
        ('<div style="background-image:linear-gradient(red, blue)">x</div>', "Outlook (Windows)"),
        ("<style>@font-face { font-family: X }</style>", "Gmail"),
        ("<style>.a { transform: rotate(3deg) }</style>", "Gmail"),
        ("<svg></svg>", "Gmail"),
        ("<video></video>", "Gmail"),
        ('<form action="x"></form>', "Outlook (Windows)"),
        ('<img srcset="x 2x">', "Gmail"),
    ],
)
def test_what_a_client_would_lose_is_told_with_the_client_and_the_date(html: str, client: str) -> None:
    found = review_markup(_content(html), ROOT)

    assert found
    assert all(client in one.message and client_support().date in one.hint for one in found)


@pytest.mark.parametrize(
    "html",
    [
        '<td style="padding:4px 8px; color:#1F1A1A; border-radius:4px">x</td>',
        "<style>@media (prefers-color-scheme: dark) { .a:hover > b { color: #fff !important } }</style>",
        '<!--[if mso]><v:rect style="position:absolute"></v:rect><![endif]--><p>x</p>',
        "<p>position: absolute och display: flex är ord i en text</p>",
    ],
)
def test_what_does_no_harm_is_not_told(html: str) -> None:
    assert review_markup(_content(html), ROOT) == ()


def test_every_element_is_looked_at_wherever_it_stands() -> None:
    styles = ("float:left", "color:red", "position:absolute", "transform:rotate(3deg)")
    html = "".join(f'<p style="{style}">x</p>' for style in styles)

    told = " ".join(one.message for one in review_markup(_content(html), ROOT))

    assert all(name in told for name in ("float", "position", "transform"))


def test_it_is_told_at_the_template_line_that_writes_it(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "sections"
    folder.mkdir(parents=True)
    (folder / "article.mjml.j2").write_text('<mj-text>\n<p style="float: left">x</p>\n</mj-text>', encoding="utf-8")

    [found] = review_markup(_content('<p style="float: left">x</p>'), tmp_path)

    assert (found.file, found.line, found.code) == ("templates/sections/article.mjml.j2", 2, "unsupported-css")


def test_everything_that_is_said_to_be_harmless_is_in_the_data() -> None:
    data = json.loads(gzip.decompress((ROOT / "newsletter" / "operations" / "caniemail.json.gz").read_bytes()))

    assert set(HARMLESS) <= set(data["features"])
    assert data["licence"].startswith("MIT License")
    assert set(CLIENTS) <= {client for feature in data["features"].values() for client in feature}
