"""A document as Markdown: nothing of the words becomes markup."""

from dataclasses import replace

import pytest

from newsletter.editions.documents import Block, Chart, Heading, Paragraph, Series, Signatures, Table, Verbatim, to_markdown
from tests.editions.documents.test_forms import DOCUMENT


def written(*blocks: Block) -> str:
    return to_markdown(replace(DOCUMENT, blocks=blocks))


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("# ett", "\\# ett"),
        ("- ett", "\\- ett"),
        ("+ ett", "\\+ ett"),
        ("1. ett", "1\\. ett"),
        ("12) ett", "12\\) ett"),
        ("1.5 ett", "1.5 ett"),
        ("mer # ett", "mer # ett"),
        ("a_b|c", "a\\_b\\|c"),
    ],
)
def test_what_would_begin_a_list_or_a_heading_does_not(words: str, escaped: str) -> None:
    assert written(Paragraph((words,))) == f"{escaped}\n"


@pytest.mark.parametrize(("text", "fence"), [("rad", "```"), ("`kod`", "```"), ("``` x", "````"), ("````` x", "``````")])
def test_a_fence_is_longer_than_what_it_holds(text: str, fence: str) -> None:
    assert written(Verbatim(f"{text}\n")) == f"{fence}text\n{text}\n{fence}\n"


def test_a_heading_has_as_many_signs_as_its_level() -> None:
    assert written(Heading(1, "Ett"), Heading(3, "Tre")) == "# Ett\n\n### Tre\n"


def test_a_table_s_numbers_stand_to_the_right() -> None:
    table = Table("Rubrik", ("A", "B"), ((("x",), ("1",)),), frozenset({1}))

    assert written(table) == "**Rubrik**\n\n| A | B |\n| --- | ---: |\n| x | 1 |\n"


def test_a_chart_is_lines_as_they_are_with_a_key() -> None:
    chart = Chart(
        "Inslag", ("ett", "två", "tre", "fyra", "fem"), (Series("Vård", (1, 1, 1, 1, 1)), Series("A", (0, 0, 0, 0, 1)))
    )

    bar = "█" * 6 + "▓" * 6 + "▒" * 6 + "░" * 6 + "█" * 6
    assert written(chart) == (
        f"**Inslag**\n\n```text\nVård  {bar} 5\nA     {'█' * 6} 1\n\n█ ett  ▓ två  ▒ tre  ░ fyra  █ fem\n```\n"
    )


def test_a_line_to_sign_on_stands_above_each_name() -> None:
    assert written(Signatures(("Ort och datum", "Ordförande"))) == (
        f"{'.' * 40}\\\nOrt och datum\n\n{'.' * 40}\\\nOrdförande\n"
    )
