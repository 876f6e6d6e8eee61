"""Chromium, without the network; that of the system (``CHROMIUM`` names another). It fails where there is none.

``shown`` opens a page, ``letters`` has the samples, and ``axe`` asks axe-core what is wrong with a page.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from newsletter.letter import fill, standalone_html
from newsletter.letter.compile import compile_content
from newsletter.model.issue import Issue
from newsletter.model.recipients import roster
from newsletter.source import read
from tests.browser.node_tools import installed
from tests.browser.specimen import specimen
from tests.conftest import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Letters as wide on one machine as on another, and the same colours.
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
ISSUES = ("2026-q1", "2026-q2", "2026-q3", "2026-q4")
LETTERS = (*ISSUES, "specimen")
Scheme = Literal["light", "dark"]


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    assert found, "Chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[..., Page]]:
    """``shown(html, 375, "dark")``: the page, which fails if it asks for anything at all."""
    contexts: list[Any] = []
    asked: list[str] = []

    def show(html: str, width: int, scheme: Scheme = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(html)
        return page

    yield show
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith("data:")] == []


@pytest.fixture(scope="session")
def letters() -> dict[str, str]:
    """The samples, and the specimen of every kind and every key, as a browser shows them by themselves."""
    samples = {issue: read(ROOT, [issue]).issue(issue).issue for issue in ISSUES}
    return {name: page_of(issue, ROOT) for name, issue in (samples | {"specimen": specimen()}).items()}


def page_of(issue: Issue, directory: Path) -> str:
    reading = read(ROOT, ())
    assert reading.settings
    assert reading.recipients
    content = compile_content(issue, reading.settings.settings, directory)
    return standalone_html(fill(content, roster(reading.recipients.recipients).addressees[0]))


NOT_ASKED_OF_A_LETTER = ("landmark-one-main", "region", "page-has-heading-one")
"""What axe wants of a whole web page: a letter is shown inside a mail program's own. (It has one h1: test_compile.)"""


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """``axe(page)``: what axe-core finds wrong, a line each; ``but`` names rules that are not asked.

    The page's own policy does not stop it, and it asks for nothing.
    """
    source = (installed() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def ask(page: Page, but: tuple[str, ...] = ()) -> list[str]:
        page.evaluate(source)
        found = page.evaluate(
            "rules => axe.run(document, {rules: Object.fromEntries(rules.map(rule => [rule, {enabled: false}]))})", list(but)
        )
        assert len(found["passes"]) > 5
        return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]

    return ask
