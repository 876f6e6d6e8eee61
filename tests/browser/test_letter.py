"""The letter in a browser: as wide as its window, without a request, light and dark, readable, tappable, printable."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from newsletter.model.issue import Issue
from newsletter.source import read
from tests.browser.conftest import ISSUES, LETTERS, page_of
from tests.conftest import ROOT

pytestmark = pytest.mark.proof

WIDTHS = (320, 375, 600, 640, 1280)
"""Telephones, a tablet, a computer; 640 is a computer's at 200 %."""
# A word is broken when one text node's characters stand on two lines with no blank, hyphen or slash between them; where a soft
# hyphen is shown, a word ends. The hyphen that is shown counts to the
# letter after it.
BROKEN_WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.offsetParent || node.parentElement.closest('a[href^="http"]')) continue;
    for (const match of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, match.index + (node.data[match.index - 1] === '\u00ad'));
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
      if (tops.size > 1) found.push(match[0]);
    }
  }
  return found;
}"""
# Whatever has a number and a dash, a hyphen or a slash within: hours, dates, registry numbers.
BROKEN_RANGES = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (const match of node.data.matchAll(/[^ \\n]*\\d[^ \\n]*[–\\/-][^ \\n]+|[^ \\n]+[–\\/-][^ \\n]*\\d[^ \\n]*/g)) {
      const range = document.createRange();
      range.setStart(node, match.index + (node.data[match.index - 1] === '\u00ad'));
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
      if (tops.size > 1) found.push(match[0]);
    }
  }
  return found;
}"""
CONTRASTS = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.offsetParent) continue;
    const [low, high] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return found;
}"""
SMALL_TEXTS = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 14)
  .map(e => e.textContent.trim().slice(0, 40))"""


def width_needed(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("issue", LETTERS)
def test_it_fits_its_window_and_breaks_no_word(
    issue: str, width: int, letters: dict[str, str], shown: Callable[..., Page]
) -> None:
    page = shown(letters[issue], width)

    assert width_needed(page) == width
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate(BROKEN_RANGES) == []
    assert page.evaluate(SMALL_TEXTS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("issue", LETTERS)
def test_every_text_can_be_read_in_both_schemes(
    issue: str, scheme: str, letters: dict[str, str], shown: Callable[..., Page]
) -> None:
    assert shown(letters[issue], 375, scheme).evaluate(CONTRASTS) == []


def test_the_dark_scheme_is_the_letter_s_own(letters: dict[str, str], shown: Callable[..., Page]) -> None:
    """domain.md 6.3: the dark page and card."""
    page = shown(letters["2026-q1"], 375, "dark")

    def ground(css: str) -> str:
        return str(page.locator(css).first.evaluate("e => getComputedStyle(e).backgroundColor"))

    assert ground(".page") == "rgb(23, 19, 20)"
    assert ground(".card > table") == "rgb(36, 30, 31)"


def test_outlook_s_own_dark_mode_gets_the_same_palette(letters: dict[str, str], shown: Callable[..., Page]) -> None:
    page = shown(letters["2026-q1"], 375)

    page.evaluate("document.querySelectorAll('*').forEach(e => { e.dataset.ogsc = ''; e.dataset.ogsb = ''; })")

    assert page.evaluate(CONTRASTS) == []
    assert page.locator(".card > table").first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(36, 30, 31)"


@pytest.mark.parametrize("issue", LETTERS)
def test_without_its_style_sheet_it_is_still_the_letter(
    issue: str, letters: dict[str, str], shown: Callable[..., Page]
) -> None:
    """Gmail for other providers' accounts drops all of the head's styles, and so do many programs when they forward."""
    page = shown(letters[issue], 1280)

    page.evaluate("document.querySelectorAll('style').forEach(e => e.remove())")

    assert width_needed(page) == 1280
    assert page.evaluate(CONTRASTS) == []
    assert page.locator(".preheader").is_hidden()


@pytest.mark.parametrize("width", [320, 360, 375, 412])
@pytest.mark.parametrize("issue", LETTERS)
def test_without_its_style_sheet_it_fits_a_telephone_and_breaks_no_word(
    issue: str, width: int, letters: dict[str, str], shown: Callable[..., Page]
) -> None:
    """The party's name was broken in two at 412 px (issue 13, point 6)."""
    page = shown(letters[issue], width)

    page.evaluate("document.querySelectorAll('style').forEach(e => e.remove())")

    assert width_needed(page) == width
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate(BROKEN_RANGES) == []
    columns = page.locator(".of-group, .of-issue").evaluate_all("all => all.map(e => e.getBoundingClientRect().left)")
    assert len(set(columns)) == 1  # the second below the first


@pytest.mark.parametrize("issue", LETTERS)
def test_the_first_article_begins_on_the_second_screen_of_a_telephone(
    issue: str, letters: dict[str, str], shown: Callable[..., Page]
) -> None:
    """Two screens down is where readers have left: 1,456 to 1,902 px before (issue 13, point 8)."""
    page = shown(letters[issue], 375)

    assert page.locator("h2.story").first.evaluate("e => e.getBoundingClientRect().top + scrollY") < 1218
    assert page.locator(".contents").first.is_hidden()


HEIGHTS = {"2026-q1": 13_936, "2026-q2": 11_057, "2026-q3": 10_249, "2026-q4": 13_010}
"""Pixels of each sample at 375 px in November 2026, before "I korthet" was added and each fact was told once."""


@pytest.mark.parametrize("issue", HEIGHTS)
def test_the_letter_has_not_grown(issue: str, letters: dict[str, str], shown: Callable[..., Page]) -> None:
    assert shown(letters[issue], 375).evaluate("document.documentElement.scrollHeight") < HEIGHTS[issue]


@pytest.mark.parametrize("issue", LETTERS)
def test_buttons_are_large_enough_for_a_thumb(issue: str, letters: dict[str, str], shown: Callable[..., Page]) -> None:
    page = shown(letters[issue], 600)

    heights = page.locator(".button a").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    links = page.locator(".contents a").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")

    assert all(height >= 44 for height in heights)
    assert all(height >= 24 for height in links)


def test_without_images_their_words_are_read(letters: dict[str, str], shown: Callable[..., Page]) -> None:
    html = letters["2026-q1"].replace("data:image/jpeg;base64,", "data:image/jpeg;base64,AAAA")

    page = shown(html, 375)

    assert width_needed(page) == 375
    assert page.get_by_alt_text("Tre undersköterskor går längs en ljus sjukhuskorridor").is_visible()


def test_forced_to_be_dark_it_is_dark_all_over(letters: dict[str, str], shown: Callable[..., Page]) -> None:
    """Gmail and others drop our dark colours and invert the light ones; only pictures may stay as they were."""
    undeclared = re.sub(r"(supported-)?color-schemes?: ?light dark;?", "", letters["2026-q3"].replace("color-scheme", "x"))
    page = shown(undeclared.replace("prefers-x:dark", "prefers-color-scheme:none"), 375)
    page.context.new_cdp_session(page).send("Emulation.setAutoDarkModeOverride", {"enabled": True})
    page.evaluate("document.querySelectorAll('img').forEach(e => e.remove())")

    seen = Image.open(BytesIO(page.screenshot(full_page=True))).convert("L").resize((24, 600), Image.Resampling.BOX)

    assert seen.getextrema()[1] < 180  # the heaviest line of light text is 150, a ground left light 235 and more


@pytest.mark.parametrize("issue", ISSUES)
def test_one_click_takes_the_whole_text_to_share_and_nothing_else(
    issue: str, letters: dict[str, str], shown: Callable[..., Page]
) -> None:
    """Pasted elsewhere it is what the editor wrote, paragraph by paragraph."""
    page = shown(letters[issue], 1280)
    sections = [section for section in read(ROOT, [issue]).issue(issue).issue.sections if section.kind == "share"]
    copied = []
    for block in page.locator(".copy").all():
        block.click(position={"x": 60, "y": 30})
        copied.append(page.evaluate("getSelection().toString().trim()"))

    assert sections
    assert copied == ["\n\n".join(filter(None, (section.text.strip(), section.url))) for section in sections]


def test_it_prints_on_paper(letters: dict[str, str], shown: Callable[..., Page]) -> None:
    page = shown(letters["2026-q3"], 794)

    page.emulate_media(media="print")

    assert width_needed(page) == 794
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_longest_dates_and_hours_fit_a_calendar_on_the_smallest_telephone(
    shown: Callable[..., Page], tmp_path: Path
) -> None:
    items = [
        {"date": "2026-09-28", "until": "2026-11-29", "time": "09.30-15", "title": "Två månader"},
        {"date": "2026-12-28", "until": "2027-01-03", "time": "09.30-15", "title": "Två år"},
    ]
    calendar = {"kind": "calendar", "items": items}
    figures = {"kind": "figures", "items": [{"value": "12 400–15 000 kronor", "label": "mellan 10 januari-12 februari"}]}
    issue = Issue.model_validate(
        {"year": "2026", "quarter": "3", "date": "2026-09-03", "title": "T", "lead": "L", "sections": [calendar, figures]}
    )

    page = shown(page_of(issue, tmp_path), 320)

    assert width_needed(page) == 320
    assert page.evaluate(BROKEN_RANGES) == ["12\u00a0400–15\u00a0000\u00a0kronor"]  # wider than the letter in its large figures
    edges = page.locator(".dated span, .figure span").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert all(edge <= 316 for edge in edges)


def test_on_paper_every_address_is_read_once(shown: Callable[..., Page], tmp_path: Path) -> None:
    article = {"kind": "article", "title": "A", "text": "[Protokollet](https://a.example/p) och https://a.example/b"}
    links = {"kind": "links", "items": [{"title": "Motionen", "url": "https://a.example/m"}]}
    issue = Issue.model_validate(
        {"year": "2026", "quarter": "3", "date": "2026-09-03", "title": "T", "lead": "L", "sections": [article, links]}
    )
    page = shown(page_of(issue, tmp_path), 718)
    printed = "all => all.map(e => getComputedStyle(e, '::after').content)"

    assert set(page.locator(".md a, a.plain").evaluate_all(printed)) == {"none"}
    page.emulate_media(media="print")
    assert page.locator(".md a").evaluate_all(printed) == ['" (https://a.example/p)"', "none"]
    assert page.locator("a.plain").evaluate_all(printed) == ['"https://a.example/m"']


@pytest.mark.parametrize("width", WIDTHS)
def test_long_words_and_addresses_do_not_widen_it(width: int, shown: Callable[..., Page], tmp_path: Path) -> None:
    long_word = "Sjukvårdsregionsamverkansnämndsledamotsersättare"
    address = "https://regiongruppen.example/" + "a" * 120
    issue = Issue.model_validate(
        {
            "year": "2026",
            "quarter": "3",
            "date": "2026-09-03",
            "title": long_word,
            "lead": f"{long_word} och {address}",
            "sections": [
                {
                    "kind": "article",
                    "title": long_word,
                    "text": f"| a | {long_word} |\n|---|---|\n| {long_word} | 1 310 mnkr |\n| {address} | {address} |",
                    "button": {"text": long_word * 2, "url": address},
                },
                {"kind": "share", "text": address, "url": address},
                {"kind": "figures", "items": [{"value": "1 000 000", "label": long_word}, {"value": "2", "label": "x"}]},
                {"kind": "contacts", "items": [{"role": long_word, "email": f"{'a' * 60}@{'b' * 60}.example"}]},
                {"kind": "calendar", "items": [{"date": "2026-09-30", "until": "2026-10-01", "title": long_word}]},
            ],
        }
    )

    assert width_needed(shown(page_of(issue, tmp_path), width)) == width
