"""The form as a page in the browser: what is filled in there is what ``collect`` reads, and the page asks for nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from newsletter.model.contribution import Contribution
from newsletter.source import form_page, read_contributions, read_settings
from tests.browser.conftest import Scheme

pytestmark = pytest.mark.proof

TOLD = {
    "by": "Siv Tallroth",
    "board": "kbn",
    "title": "Biblioteken <först> & sist",
    "topic": "sjukhus",
    "text": "Första stycket.\n\nAndra stycket: med kolon.",
    "decisions": [
        {"board": "kbn", "date": "2026-10-14", "title": "Stöd", "outcome": "bifall", "vote": "för", "text": "Bra."},
        {"board": "rf", "date": "2026-11-02", "title": "Budget", "outcome": "avslag"},
    ],
    "proposals": [{"type": "motion", "title": "Fler bussar", "date": "2026-10-01", "status": "inlämnad", "by": "Siv Tallroth"}],
    "calendar": [{"date": "2027-02-03", "time": "18.00–20.00", "title": "Möte", "place": "Sunne"}],
}


@pytest.fixture
def form(browser: Browser, workspace: Path, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """``form(375, "dark")``: the page from a file, as a member opens it; it fails if it asks for anything or says an error."""
    wrong: list[str] = []
    settings = read_settings(workspace).settings
    file = tmp_path / "bidrag.html"
    file.write_text(form_page("2026-q4", "siv tallroth", date(2026, 12, 1), settings), encoding="utf-8", newline="\n")
    contexts = []

    def open_form(width: int = 1280, scheme: Scheme = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(("file:", "blob:")) else wrong.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_form
    for context in contexts:
        context.close()
    assert wrong == []


def box(page: Page, legend: str) -> Locator:
    return page.get_by_role("group", name=legend, exact=True)


def fill(place: Locator, **values: str) -> None:
    """Each field by its label; ``_`` stands for a space."""
    for label, value in values.items():
        field = place.get_by_label(label.replace("_", " "))
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page: Page, workspace: Path) -> Path:
    folder = workspace / "issues" / "2026-q4"
    folder.mkdir(exist_ok=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Spara som fil").click()
    assert download.value.suggested_filename == "siv-tallroth.txt"
    download.value.save_as(folder / "siv-tallroth.txt")
    return folder / "siv-tallroth.txt"


def test_what_is_filled_in_is_what_collect_reads(form, workspace):
    page = form()
    topic = next(iter(box(page, "Fri text").get_by_label("Fokusfråga").locator("option").all_inner_texts()[1:]))
    fill(box(page, "Om dig"), Nämnd="Kultur- och bildningsnämnden")
    fill(box(page, "Fri text"), Rubrik=TOLD["title"], Fokusfråga=topic, Text=TOLD["text"])
    for _ in range(2):
        page.get_by_role("button", name="Lägg till beslut").click()
    fill(
        box(page, "Beslut 1"),
        Nämnd="Kultur- och bildningsnämnden",
        Datum="2026-10-14",
        Ärende="Stöd",
        Utfall="bifall",
        Röst="för",
        Text="Bra.",
    )
    fill(box(page, "Beslut 2"), Nämnd="Regionfullmäktige", Datum="2026-11-02", Ärende="Budget", Utfall="avslag")
    page.get_by_role("button", name="Lägg till förslag").click()
    fill(box(page, "Förslag 1"), Typ="motion", Rubrik="Fler bussar", Datum="2026-10-01", Status="inlämnad")
    page.get_by_role("button", name="Lägg till kalender").click()
    fill(box(page, "Kalender 1"), Datum="2027-02-03", Tid="18.00–20.00", Rubrik="Möte", Plats="Sunne")

    save(page, workspace)
    found = read_contributions(workspace, "2026-q4", read_settings(workspace).settings)

    assert [str(one) for one in found.diagnostics] == []
    (one,) = found.files
    told = Contribution.model_validate(TOLD | {"topic": one.contribution.topic})
    assert one.contribution.model_dump() == told.model_dump()
    assert one.contribution.topic


def test_nothing_this_time_is_one_box(form, workspace):
    page = form()
    page.get_by_label("Inget denna gång").check()

    save(page, workspace)
    found = read_contributions(workspace, "2026-q4", read_settings(workspace).settings)

    assert [(one.contribution.by, one.contribution.nothing) for one in found.files] == [("Siv Tallroth", True)]


@pytest.mark.parametrize(
    ("heading", "label", "value", "fault"),
    [
        ("Kalender", "Tid", "25.00", "Skriv till exempel 18.00 eller 18.00–20.00."),
        ("Medier", "Länk", "example.org", "Börja med https:// och skriv hela adressen."),
        ("Uppföljning", "Beslutad", "2026-02-30", "Skriv ett år eller ett datum: 2025 eller 2025-11-12."),
        ("Besök", "Text", "Bra.\nDatum: 2026", "”datum:” läses som ett fält i formuläret. Skriv om raden."),
        ("Besök", "Text", "Bra.\nKalender", "”Kalender” läses som en rubrik i formuläret. Skriv om raden."),
        ("Besök", "Text", "Bra.\n\nMvh Siv", "Hälsningen behövs inte: ta bort den."),
        ("Besök", "Text", "Bra.\n\nVi kommer igen", "Avsluta med punkt, annars läses det sista stycket som en underskrift."),
        ("Besök", "Plats", "x" * 201, "Högst 200 tecken. Nu är det 201."),
    ],
)
def test_a_fault_is_told_as_one_types_and_no_file_is_given(form, heading, label, value, fault):
    page = form(375)
    page.get_by_role("button", name=f"Lägg till {heading.lower()}").click()
    field = box(page, f"{heading} 1").get_by_label(label)

    field.fill(value)

    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text() == fault
    page.get_by_role("button", name="Spara som fil").click()
    assert "behöver rättas" in page.get_by_role("status").inner_text()


def test_what_is_needed_is_asked_for_and_the_first_fault_gets_the_keyboard(form):
    page = form()
    page.get_by_role("button", name="Lägg till beslut").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    fill(box(page, "Beslut 1"), Ärende="Stöd")

    page.get_by_role("button", name="Kopiera texten").press("Space")

    assert page.get_by_role("status").inner_text() == "3 fält behöver rättas."
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Nämnd (behövs)"


def test_a_draft_is_kept_only_when_it_is_asked_for(form):
    page = form()
    fill(box(page, "Fri text"), Rubrik="A")
    assert page.evaluate("localStorage.length") == 0

    page.get_by_label("Spara mitt utkast i den här webbläsaren").check()
    page.get_by_role("button", name="Lägg till besök").click()
    fill(box(page, "Besök 1"), Plats="Sunne")
    page.reload()

    assert box(page, "Fri text").get_by_label("Rubrik").input_value() == "A"
    assert box(page, "Besök 1").get_by_label("Plats").input_value() == "Sunne"
    page.get_by_label("Spara mitt utkast i den här webbläsaren").uncheck()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_sound_at_any_width_and_in_both_schemes(form, axe, width, scheme):
    page = form(width, scheme)
    for heading in ("beslut", "förslag", "kalender"):
        page.get_by_role("button", name=f"Lägg till {heading}").click()
    page.get_by_role("button", name="Spara som fil").click()
    box(page, "Beslut 1").get_by_label("Ärende").fill("x" * 300)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
