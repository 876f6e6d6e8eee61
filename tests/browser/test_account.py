"""The year's account in the browser: readable by anybody at any width, on paper too, and it asks for nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page

from newsletter.accounting import Evidence, year_facts
from newsletter.editions.account.page import account_page
from newsletter.model.deliveries import By, Event, Status
from newsletter.source import read
from tests.accounting.evidence import deviation, evidence, given_by_hand, letter, listed, report
from tests.browser.conftest import Scheme
from tests.conftest import ROOT

pytestmark = pytest.mark.proof

NAMES = ("Arvika", "Eda", "Forshaga", "Kil", "Munkfors", "Storfors")
LISTED = [*(listed(name) for name in NAMES[:4]), listed("Munkfors", active=False), listed("Storfors", contacts=0)]
STATUSES = [Status.ACCEPTED, Status.UNKNOWN, Status.REJECTED, Status.ACCEPTED]


def past() -> Evidence:
    """Every word that a cell may say."""
    letters = [letter("2026-q1", name.lower(), at="2026-03-12T07:00:00.000Z") for name in NAMES[:4]]
    letters += [
        letter("2026-q2", name.lower(), status, at="2026-06-25T07:00:00.000Z")
        for name, status in zip(NAMES[:4], STATUSES, strict=True)
    ]
    return evidence(
        files=[report(f"2026-q{number}") for number in (1, 2, 3, 4)],
        today=LISTED,
        letters=letters,
        events=[("2026-q2/0@kil.example", Event.BOUNCED)],
        audiences=[("2026-q1", LISTED), ("2026-q2", LISTED)],
        handovers=[given_by_hand("2026-q1", "storfors", By.MEETING, date(2026, 3, 20))],
        deviations=[deviation("2026-q2", date(2026, 6, 25), "Redaktören var sjuk")],
    )


def page() -> str:
    reading = read(ROOT)
    assert reading.settings
    assert reading.recipients
    settings = reading.settings.settings
    files = {file.id: file.issue for file in reading.issues}
    facts = year_facts(settings, past(), files, reading.recipients.recipients, year=2026, today=date(2026, 9, 20))
    assert facts.as_of == datetime(2026, 9, 3, 6, tzinfo=UTC)
    return account_page(facts, settings, ROOT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_wrong(width: int, scheme: Scheme, shown: Callable[..., Page], axe: Callable[..., list[str]]) -> None:
    assert axe(shown(page(), width, scheme)) == []


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_only_tables_are_wider_than_the_window(width: int, shown: Callable[..., Page]) -> None:
    assert shown(page(), width).evaluate("document.documentElement.scrollWidth") <= width


def test_every_table_can_be_scrolled_with_the_keyboard(shown: Callable[..., Page]) -> None:
    opened = shown(page(), 375)

    tables, reachable = opened.locator("table").count(), opened.locator('[tabindex="0"] table').count()
    assert tables == reachable >= 7


def test_names_stay_while_a_table_is_scrolled(shown: Callable[..., Page]) -> None:
    opened = shown(page(), 375)
    region = opened.get_by_role("region", name="Tabell: Förening för förening")
    region.evaluate("region => region.scrollLeft = 200")

    name = region.get_by_role("rowheader", name="Arvika").bounding_box()
    assert name
    assert name["x"] >= 0


def test_on_paper_everything_is_there(shown: Callable[..., Page]) -> None:
    opened = shown(page(), 1280)
    opened.emulate_media(media="print")

    hidden = opened.evaluate(
        "[...document.querySelectorAll('.wide')].filter(one => getComputedStyle(one).overflowX !== 'visible').length"
    )
    assert hidden == 0
