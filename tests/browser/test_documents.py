"""A report as a page and on paper: axe finds nothing wrong in either scheme, it fits a telephone, and the PDF says the same."""

import io
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from newsletter.editions.documents import to_html
from newsletter.editions.pdf import pdf_of
from tests.browser.conftest import Scheme
from tests.conftest import ROOT
from tests.editions.documents.test_forms import DOCUMENT, SAID

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(scheme: Scheme, shown: Callable[..., Page], axe: Callable[..., list[str]]) -> None:
    assert axe(shown(to_html(DOCUMENT, ROOT), 375, scheme)) == []


def test_it_fits_the_smallest_telephone(shown: Callable[..., Page]) -> None:
    page = shown(to_html(DOCUMENT, ROOT), 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_pdf_says_the_same_in_the_same_bytes() -> None:
    pdf = pdf_of(to_html(DOCUMENT, ROOT))
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()

    assert all(" ".join(said.split()) in " ".join(text.split()) for said in SAID)
    assert pdf == pdf_of(to_html(DOCUMENT, ROOT))
    assert io.BytesIO(pdf).read(5) == b"%PDF-"
