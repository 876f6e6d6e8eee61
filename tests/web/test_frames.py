"""The letter as mail programs of several sorts show it."""

import re
from pathlib import Path

import pytest

from newsletter.letter import Letter
from newsletter.web.sight import Colours, html_for_frame, look

STYLE = (
    "<html><head><style>@media (prefers-color-scheme: dark) { p { color: red } } "
    "@media only screen and (max-width:479px) { p { margin: 0 } } @media print { p { color: black } }</style></head>"
    "<body><p>(prefers-color-scheme: dark) @media print</p></body></html>"
)


def rules(**choices: object) -> list[str]:
    html = html_for_frame(Letter("", STYLE, "", ()), "v", **choices)  # type: ignore[arg-type] # as the caller chose
    return re.findall(r"@media ([^{]*?) \{", html)


def test_each_choice_answers_what_the_letter_asks() -> None:
    narrow = "only screen and (max-width:479px)"

    assert rules() == ["(max-width: 0px)", narrow, "print"]
    assert rules(colours=Colours.DARK) == ["(min-width: 0px)", narrow, "print"]
    assert rules(colours=Colours.FORCED) == ["(max-width: 0px)", narrow, "print"]
    assert rules(colours=Colours.DARK, paper=True) == ["(max-width: 0px)", "not all and (max-width:479px)", "all"]


def test_colours_are_turned_around_only_when_forced() -> None:
    letter = Letter("", STYLE, "", ())

    assert "invert(1)" in html_for_frame(letter, "v", Colours.FORCED)
    assert "invert(1)" not in html_for_frame(letter, "v", Colours.DARK)
    assert "invert(1)" not in html_for_frame(letter, "v", Colours.FORCED, paper=True)


def test_what_is_said_in_the_letter_is_left_alone() -> None:
    assert "<p>(prefers-color-scheme: dark) @media print</p>" in html_for_frame(Letter("", STYLE, "", ()), "v", Colours.DARK)


@pytest.mark.parametrize("issue", ["2026-q1", "2026-q4"])
def test_a_sample_asks_nothing_that_is_not_answered(issue: str, workspace: Path) -> None:
    sight = look(workspace, issue)
    letter = sight.letter(sight.reader(None))
    assert letter

    for colours in Colours:
        html = html_for_frame(letter, sight.version, colours)
        assert "prefers-color-scheme" not in html
        assert f'<meta name="version" content="{sight.version}" />' in html


def test_blocked_pictures_leave_their_words(workspace: Path) -> None:
    sight = look(workspace, "2026-q1")
    letter = sight.letter(sight.reader(None))
    assert letter

    html = html_for_frame(letter, "v", images=False)

    assert "data:image" not in html
    assert 'alt="Tre undersköterskor' in html


def test_without_style_sheets_the_letter_has_its_inlined_styles_alone(workspace: Path) -> None:
    """As Gmail for other providers' accounts shows it."""
    sight = look(workspace, "2026-q1")
    letter = sight.letter(sight.reader(None))
    assert letter

    html = html_for_frame(letter, "v", Colours.DARK, styles=False)

    assert "@media" not in html
    assert "prefers-color-scheme" not in html
    assert 'style="margin:0' in html
