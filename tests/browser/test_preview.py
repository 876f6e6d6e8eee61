"""The preview in a real browser, used as an editor uses it: typing, saving, choosing, with the keyboard alone."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from newsletter.web import address, create_app, listen, serve

pytestmark = pytest.mark.proof

PATIENCE = 60_000
"""Milliseconds; nothing here is decided by how long something takes, unless it is for ever."""

OUTLINE = """() => {
  const focused = document.activeElement;
  return getComputedStyle(focused.type === 'radio' ? focused.nextElementSibling : focused).outlineStyle;
}"""


@dataclass(frozen=True)
class Desk:
    """An editor's two windows: the file and the page."""

    workspace: Path
    url: str

    @property
    def issue(self) -> Path:
        return self.workspace / "issues" / "2026-q4.yaml"

    def save(self, old: str, new: str) -> None:
        """As editors do it: beside, and then in its place."""
        text = self.issue.read_text(encoding="utf-8")
        assert old in text
        beside = self.issue.with_name(".saving")
        beside.write_text(text.replace(old, new, 1), encoding="utf-8")
        beside.replace(self.issue)


@pytest.fixture
def desk(workspace: Path) -> Iterator[Desk]:
    faults: list[Exception] = []
    server = listen(create_app(workspace, "2026-q4"), None)
    thread = threading.Thread(target=serve, args=(server, faults.append))
    thread.start()
    yield Desk(workspace, address(server))
    server.shutdown()
    thread.join()
    assert faults == []


@pytest.fixture
def opened(desk: Desk, browser: Browser) -> Iterator[Callable[..., Page]]:
    """``opened("?show=text", width=375, scheme="dark")``: the page, which asks nobody else and has no script errors."""
    contexts, asked, faults = [], [], []

    def open_page(query: str = "", width: int = 1280, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{desk.url}{query}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((desk.url, "data:", "cid:"))] == []
    assert faults == []


def letter(page: Page) -> Page:
    return page.frame_locator("#frame")  # type: ignore[return-value] # it has the methods of a page that are used here


def see(page: Page, words: str) -> None:
    expect(letter(page).locator("h1")).to_contain_text(words, timeout=PATIENCE)


def ground(page: Page) -> str:
    return str(letter(page).locator(".page").first.evaluate("e => getComputedStyle(e).backgroundColor"))


def test_what_is_saved_is_shown_and_the_place_kept(desk: Desk, opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod, samma riktning")
    page.evaluate("document.getElementById('frame').contentWindow.scrollTo(0, 900)")

    desk.save("Ny mandatperiod, samma riktning", "Ny mandatperiod, ny titel")

    see(page, "Ny mandatperiod, ny titel")
    assert page.evaluate("document.getElementById('frame').contentWindow.scrollY") == 900
    expect(page.locator("#state")).to_contain_text("Brevet är uppdaterat.", timeout=PATIENCE)
    expect(page.locator("iframe")).to_have_count(1)


def test_faults_stand_in_place_of_the_letter_until_they_are_mended(desk: Desk, opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod")
    page.evaluate("document.getElementById('frame').contentWindow.scrollTo(0, 700)")
    page.wait_for_timeout(100)  # the browser tells of scrolling in a frame of its own

    desk.save("date: 2026-12-15", "date: 2026-12-35")

    expect(page.locator(".broken .error")).to_contain_text("”2026-12-35” är inte ett datum.", timeout=PATIENCE)
    expect(page.locator("#frame")).to_have_count(0)
    expect(page.locator(".broken mark")).to_have_text("2026-12-35")
    expect(page.locator("#state")).to_contain_text("1 fel hindrar brevet.")

    page.locator(".broken a.place").click()
    meant = page.locator("pre.lines .meant")
    expect(meant).to_be_focused(timeout=PATIENCE)
    expect(meant).to_be_in_viewport()
    assert page.url.endswith("#L9")
    page.go_back()
    expect(page.locator(".broken")).to_be_visible(timeout=PATIENCE)

    desk.save("date: 2026-12-35", "date: 2026-12-15")
    see(page, "Ny mandatperiod")
    expect(page.locator(".broken")).to_have_count(0)
    assert page.evaluate("document.getElementById('frame').contentWindow.scrollY") == 700


def test_recipients_settings_templates_and_pictures_are_followed_too(desk: Desk, opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod")

    recipients = desk.workspace / "recipients.yaml"
    recipients.write_text(recipients.read_text("utf-8").replace("Kerstin", "Lovisa"), encoding="utf-8")
    expect(page.locator("#reader option:checked")).to_contain_text("Lovisa", timeout=PATIENCE)

    settings = desk.workspace / "newsletter.yaml"
    settings.write_text(settings.read_text("utf-8").replace("group: Regiongruppen", "group: Provgruppen"), encoding="utf-8")
    expect(letter(page).locator(".group")).to_contain_text("Provgruppen", timeout=PATIENCE)

    own = desk.workspace / "templates" / "sections" / "links.mjml.j2"
    own.parent.mkdir(parents=True)
    own.write_text("<mj-text><p class='own'>Egen mall</p></mj-text>\n", encoding="utf-8")
    expect(letter(page).locator(".own")).to_have_text("Egen mall", timeout=PATIENCE)

    (desk.workspace / "issues" / "images" / "2026-q4-fullmaktige.jpg").unlink()
    expect(page.locator(".broken")).to_contain_text("finns inte", timeout=PATIENCE)


def test_an_issue_that_is_deleted_and_made_again_comes_back(desk: Desk, opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod")
    text = desk.issue.read_text(encoding="utf-8")

    desk.issue.unlink()
    expect(page.locator(".remark")).to_contain_text("Hittar inte numret 2026-q4", timeout=PATIENCE)
    desk.issue.write_text(text, encoding="utf-8")

    see(page, "Ny mandatperiod")


def test_every_way_of_showing(opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod")

    def choose(name: str) -> None:
        page.get_by_role("radio", name=name, exact=True).check(force=True)

    def wide(pixels: int) -> None:
        expect(page.locator("#frame")).to_have_js_property("clientWidth", pixels, timeout=PATIENCE)

    light = ground(page)
    choose("Mobil")
    wide(375)
    choose("Platta")
    wide(768)
    choose("Mörkt")
    expect(letter(page).locator(".page").first).to_have_css("background-color", "rgb(23, 19, 20)", timeout=PATIENCE)
    choose("Inverterat")
    expect(letter(page).locator("html")).to_have_css("filter", "invert(1) hue-rotate(180deg)", timeout=PATIENCE)
    assert ground(page) == light
    choose("Ljust")
    choose("Spärrade")
    expect(letter(page).locator('img[src^="data:"]')).to_have_count(0, timeout=PATIENCE)
    assert letter(page).get_by_alt_text("En fullsatt sessionssal").evaluate("e => e.naturalWidth") == 0
    choose("Visas")
    choose("Utskrift")
    expect(letter(page).locator(".page").first).to_have_css("background-color", "rgb(255, 255, 255)", timeout=PATIENCE)
    wide(794)
    choose("Ren text")
    expect(page.locator("pre.text")).to_contain_text("Ny mandatperiod, samma riktning\n=====", timeout=PATIENCE)
    choose("Källkod")
    expect(page.locator("pre.letter")).to_contain_text("<!DOCTYPE html>", ignore_case=True, timeout=PATIENCE)
    choose("YAML")
    expect(page.locator("pre.lines")).to_contain_text("title: Ny mandatperiod", timeout=PATIENCE)
    choose("Brev")
    see(page, "Ny mandatperiod")


def test_letter_and_remarks_scroll_each_by_itself_and_the_window_never(desk: Desk, opened: Callable[..., Page]) -> None:
    """What only a screen reader is told lies far down in a long list of remarks, and would make room below the page."""
    desk.save(
        "lead: |\n", "lead: |\n  TODO. Lorem ipsum. Skriv här. Se [här](https://bit.ly/x) och [läs mer](https://bit.ly/y).\n\n"
    )
    page = opened()
    page.set_viewport_size({"width": 1280, "height": 400})
    expect(page.locator(".diagnostics li").nth(3)).to_be_attached()

    assert page.evaluate("document.querySelector('#side').scrollHeight > 400")
    assert page.evaluate("window.scrollTo(0, 9999); window.scrollY") == 0


def test_it_is_seen_as_another_association_and_as_one_that_gets_text(opened: Callable[..., Page]) -> None:
    page = opened()
    page.get_by_label("Så ser det ut för").select_option("grums-1")
    expect(letter(page).locator(".greeting")).to_contain_text("Grums", timeout=PATIENCE)

    page.get_by_label("Så ser det ut för").select_option("torsby-1")
    expect(page.locator(".remark")).to_contain_text("Den här kontakten får bara ren text.", timeout=PATIENCE)
    assert "reader=torsby-1" in page.url

    page.reload()
    expect(page.locator("#reader")).to_have_value("torsby-1")


def test_the_keyboard_reaches_everything_and_is_seen(opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod")
    reached = []
    for _step in range(18):
        page.keyboard.press("Tab")
        now = page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.tagName")
        reached.append(now)
        outline = page.evaluate(OUTLINE)
        assert now in ("frame", "BODY") or outline in ("solid", "auto"), now

    assert reached[:8] == [
        *("skip", "issue", "reader", "show-letter", "width-desktop", "colours-light", "images-on", "styles-on"),
    ]
    assert "frame" in reached

    page.locator("#show-letter").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("pre.text")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#show-text")).to_be_focused()


def test_focus_stays_when_the_files_change(desk: Desk, opened: Callable[..., Page]) -> None:
    page = opened()
    see(page, "Ny mandatperiod")
    page.locator("#reader").focus()
    recipients = desk.workspace / "recipients.yaml"

    recipients.write_text(recipients.read_text("utf-8").replace("Kerstin", "Lovisa"), encoding="utf-8")

    expect(page.locator("#reader option:checked")).to_contain_text("Lovisa", timeout=PATIENCE)
    expect(page.locator("#reader")).to_be_focused()


VIEWS = {
    "letter": "",
    "text": "?show=text",
    "yaml": "?show=yaml&file=issues/2026-q4.yaml&line=9&column=7",
    "source": "?show=source",
}


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [*VIEWS, "warnings", "broken"])
def test_axe_finds_nothing_wrong_and_nothing_overflows(
    view: str, scheme: str, width: int, desk: Desk, opened: Callable[..., Page], axe: Callable[..., list[str]]
) -> None:
    if view == "warnings":
        desk.save("title: Ny mandatperiod, samma riktning", "title: NY MANDATPERIOD SAMMA RIKTNING")
    if view == "broken":
        desk.save("date: 2026-12-15", "date: 2026-12-35")

    page = opened(VIEWS.get(view, ""), width, scheme)
    if view in ("letter", "warnings"):
        expect(letter(page).locator("h1")).to_be_visible(timeout=PATIENCE)

    # What stands in the frame is the letter, which has a test of its own (test_markup); no script runs there.
    assert axe(page, but=("frame-tested",)) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_those_who_want_no_movement_get_none(opened: Callable[..., Page]) -> None:
    page = opened()
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.getElementById('state').classList.add('fresh')")

    assert page.locator("#state").evaluate("e => getComputedStyle(e).animationName") == "none"


def test_a_preview_that_has_ended_says_so(workspace: Path, browser: Browser) -> None:
    server = listen(create_app(workspace, "2026-q4"), None)
    thread = threading.Thread(target=serve, args=(server, lambda _fault: None))
    thread.start()
    page = browser.new_page()
    page.goto(address(server))
    server.shutdown()
    thread.join()

    page.get_by_role("radio", name="Ren text", exact=True).check(force=True)

    expect(page.locator("#state")).to_contain_text("Förhandsgranskningen är avslutad.", timeout=PATIENCE)
    page.context.close()


def test_it_works_without_script(desk: Desk, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.url)
    page.get_by_role("radio", name="Ren text", exact=True).check(force=True)
    page.get_by_role("button", name="Visa detta").click()

    expect(page.locator("pre.text")).to_contain_text("Ny mandatperiod", timeout=PATIENCE)
    context.close()
