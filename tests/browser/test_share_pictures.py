"""Pictures to share, as a browser draws them: nothing is cut, however long the words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from newsletter.editions.share_pictures import SIZES, TEMPLATE, share_cards
from newsletter.letter.compile import page_html
from newsletter.model.issue import Issue
from newsletter.source import read
from tests.conftest import ROOT

LONG = "Ändrad inriktning för patientsäkerhetsarbetet och tillgänglighetsutredningen på de minsta vårdcentralerna i länet"


@pytest.mark.proof
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_longest_words_and_titles_are_not_cut(width: int, height: int, shown: Callable[..., Page]) -> None:
    marks = ("reservation", "särskilt yttrande", "protokollsanteckning")
    decision = {"board": "annat", "name": LONG[:60], "date": "2026-03-10", "title": LONG, "outcome": "delvis bifall"}
    section = {"kind": "decisions", "items": [decision | {"vote": "eget förslag", "mark": marks}]}
    settings = read(ROOT, ()).settings
    assert settings
    issue = (
        read(ROOT, ["2026-q1"])
        .issue("2026-q1")
        .issue.model_copy(update={"sections": Issue.model_validate(_least() | {"sections": [section]}).sections})
    )
    page = shown(
        page_html(
            TEMPLATE, issue, settings.settings, ROOT, cards=share_cards(issue, settings.settings), width=width, height=height
        ),
        width,
    )

    boxes = page.locator(".card").evaluate_all(
        "all => all.map(card => { const foot = card.querySelector('.foot').getBoundingClientRect();"
        " return [...card.querySelectorAll('p:not(.foot)')].every(p => p.getBoundingClientRect().bottom <= foot.top"
        " && p.scrollWidth <= p.clientWidth) && foot.bottom <= card.getBoundingClientRect().bottom; })"
    )
    assert boxes == [True, True]


def _least() -> dict[str, object]:
    return {"year": 2026, "quarter": 1, "date": "2026-03-26", "title": "T", "lead": "L"}
