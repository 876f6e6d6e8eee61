"""Contrast in both modes: what the eye would meet, by WCAG's arithmetic."""

from pathlib import Path

import pytest

from newsletter.checks import Markup
from newsletter.checks.rules.legible import unreadable, unreadable_colours
from newsletter.letter import Content
from newsletter.operations.examining import client_support, examine, review_markup
from newsletter.source import read
from tests.conftest import ROOT

DARK = "<style>@media (prefers-color-scheme: dark){{{}}}</style>"
CARD = '<div class="card" style="background-color:#FFFFFF"><p class="{}" style="{}">Läs mer</p></div>'


def _found(html: str) -> list[tuple[str, str, bool]]:
    return [(one.ink, one.ground, one.is_dark) for one in unreadable(html)]


# Ratios from WebAIM's calculator: #767676 4.54, #777777 4.48, #949494 3.03 on white.
@pytest.mark.parametrize(
    ("style", "is_told"),
    [
        ("color:#767676", False),
        ("color:#777777", True),
        ("color:#949494;font-size:24px", False),
        ("color:#949494;font-size:19px;font-weight:bold", False),
        ("color:#949494;font-size:19px", True),
        ("color:#999;font-size:30px", True),
        ("color:white", True),
        ("color:white;background:#B3170E", False),
        ("color:white;display:none", False),
        ("color:currentcolor", False),
    ],
)
def test_text_on_a_card(style: str, is_told: bool) -> None:
    assert any(not is_dark for _ink, _ground, is_dark in _found(CARD.format("", style))) is is_told


def test_the_dark_letter_is_judged_by_its_own_colours() -> None:
    ground = DARK.format(".card{background-color:#241E1F !important}")
    both = DARK.format(".card{background:#241E1F !important} .card p{color:#F4EFED !important}")
    letter = CARD.format("", "color:#1F1A1A")

    assert _found(letter) == []
    assert _found(ground + letter) == [("#1F1A1A", "#241E1F", True)]
    assert _found(both + letter) == []


@pytest.mark.parametrize(
    ("selector", "fits"),
    [
        ("p", True),
        (".card p", True),
        (".card > p", True),
        ("div.card > .note", True),
        (".other p", False),
        (".card > div > p", False),
    ],
)
def test_a_selector_is_held_against_what_is_around(selector: str, fits: bool) -> None:
    css = DARK.format(f"{selector}{{color:#FFFFFE !important}}")

    assert bool(_found(css + CARD.format("note", "color:#1F1A1A"))) is fits


def test_the_more_particular_selector_wins_over_a_later_one() -> None:
    css = DARK.format(".card p.note{color:#1F1A1A !important} p{color:#FFFFFF !important}")

    assert _found(css + CARD.format("note", "color:#1F1A1A")) == []


def test_what_only_outlook_sees_is_not_looked_at() -> None:
    assert _found('<!--[if mso]><p style="color:#FFFFFF">x</p><![endif]--><p>Läs</p>') == []


@pytest.mark.parametrize("issue", ["2026-q1", "2026-q2", "2026-q3", "2026-q4"])
def test_the_shipped_templates_are_legible(issue: str) -> None:
    content = examine(issue, read(ROOT, [issue])).content
    assert content

    assert list(unreadable("".join(part if isinstance(part, str) else "x" for part in content.html))) == []


def test_an_editors_own_template_is_told_of_at_its_line(workspace: Path) -> None:
    folder = workspace / "templates" / "sections"
    folder.mkdir(parents=True)
    text = (ROOT / "templates" / "sections" / "article.mjml.j2").read_text(encoding="utf-8")
    mine = '<mj-raw><tr><td><p style="color: #AAAAAA">Svårläst</p></td></tr></mj-raw>'
    (folder / "article.mjml.j2").write_text(text.replace("<mj-text", f"{mine}\n<mj-text", 1), encoding="utf-8")
    line = (folder / "article.mjml.j2").read_text(encoding="utf-8").split(mine)[0].count("\n") + 1

    found = examine("2026-q3", read(workspace, ["2026-q3"])).diagnostics

    assert ("templates/sections/article.mjml.j2", line) in {
        (one.file, one.line) for one in found if one.code == "unreadable-colours"
    }
    assert any("Svårläst" in one.message for one in found)


@pytest.mark.parametrize("has_own_templates", [True, False])
def test_without_templates_of_ones_own_nothing_is_looked_for(has_own_templates: bool) -> None:
    markup = Markup('<p style="color:#EEEEEE">x</p>', client_support(), has_own_templates)

    assert bool(list(unreadable_colours(markup))) is has_own_templates


def test_the_shipped_templates_are_not_ones_own(workspace: Path) -> None:
    content = Content("", "", "", ('<p style="color:#EEEEEE">x</p>',), (), (), "0" * 64)

    assert review_markup(content, workspace) == ()
