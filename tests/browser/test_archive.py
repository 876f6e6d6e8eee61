"""The archive opened from the disk: it can be read by anybody, searched, and asks for nothing from outside."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from newsletter.editions.site.archive import build_site
from newsletter.editions.site.published import publish
from tests.browser.conftest import Scheme
from tests.conftest import ROOT
from tests.editions.past import SENT, form, settings

pytestmark = pytest.mark.proof

PAGES = ("index.html", "sok.html", "namnd/hsn.html", "2026-q3/index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arkiv")
    for name, content in build_site(
        publish([form(one) for one in SENT], {}), settings(), ("Hagfors", "Karlstad"), ROOT
    ).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Callable[..., Page]]:
    asked: list[str] = []
    contexts = []

    def open_page(name: str, width: int = 1280, scheme: Scheme = "light", *, script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong(name: str, scheme: Scheme, opened: Callable[..., Page], axe: Callable[..., list[str]]) -> None:
    assert axe(opened(name, 375, scheme)) == []


@pytest.mark.parametrize("name", PAGES)
def test_it_fits_the_smallest_telephone(name: str, opened: Callable[..., Page]) -> None:
    page = opened(name, 320)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_words_and_choices_narrow_the_list_and_it_says_to_how_many(opened: Callable[..., Page]) -> None:
    page = opened("sok.html")
    everything = page.locator("[data-words]:visible").count()
    page.get_by_label("Kommun").select_option("hagfors")
    chosen = page.locator("[data-words]:visible")

    assert 0 < chosen.count() < everything
    assert all("Hagfors" in (piece.get_attribute("data-words") or "") for piece in chosen.all())
    page.get_by_label("Ord", exact=True).fill("finns inte någonstans")
    assert page.locator("[data-words]:visible").count() == 0
    assert page.get_by_role("status").inner_text() == "0 inslag."
    page.get_by_role("button", name="Visa allt").click()
    page.wait_for_function(f"document.querySelectorAll('[data-words]:not([hidden])').length === {everything}")


def test_a_piece_leads_to_its_place_in_the_letter(opened: Callable[..., Page]) -> None:
    page = opened("kommun/hagfors.html")
    page.locator("[data-words] a").first.click()

    assert "#avsnitt-" in page.url
    assert page.locator(page.url[page.url.index("#") :]).count() == 1


def test_without_script_the_whole_list_is_there_to_read(opened: Callable[..., Page]) -> None:
    page = opened("sok.html", script=False)

    assert not page.locator("form").is_visible()
    assert page.locator("[data-words]:visible").count() > 50
