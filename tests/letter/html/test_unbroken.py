"""Ranges and numbers that a browser could break after a dash, a hyphen or a slash stay whole in the HTML edition."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.letter import Content, fill
from newsletter.letter.compile import compile_content
from newsletter.letter.html.nodes import read_nodes
from newsletter.letter.html.normalise import keep_numbers_whole
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from tests.letter.conftest import SAMPLES, addressee
from tests.letter.html_tree import tree

NBSP = "\u00a0"
KEPT = re.compile(r'<span style="white-space:nowrap">([^<]*)</span>')


def kept(text: str, around: str = "<mj-text>{}</mj-text>") -> list[str]:
    return KEPT.findall(keep_numbers_whole(around.format(text)))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (f"Lördag 5{NBSP}september kl.{NBSP}11.00–14.00", [f"kl.{NBSP}11.00–14.00"]),
        (f"den 10–14{NBSP}augusti", [f"10–14{NBSP}augusti"]),
        (f"30{NBSP}augusti–1{NBSP}september", [f"30{NBSP}augusti–1{NBSP}september"]),
        (f"28{NBSP}december 2026–3{NBSP}januari 2027", [f"2026–3{NBSP}januari"]),
        (f"(9–15{NBSP}%),", [f"(9–15{NBSP}%),"]),
        (f"dnr{NBSP}KTN/26-EX018", [f"dnr{NBSP}KTN/26-EX018"]),
        (f"ring 070-174{NBSP}06{NBSP}05", [f"070-174{NBSP}06{NBSP}05"]),
        ("A&amp;B/26-3", ["A&amp;B/26-3"]),
    ],
)
def test_what_belongs_together(text: str, whole: list[str]) -> None:
    assert kept(text) == whole


@pytest.mark.parametrize(
    "text",
    [
        "hälso- och sjukvård",
        "Per-Olof Åsbrink via e-post",
        f"så{NBSP}– men",
        "https://regiongruppen.example/2026-09-03",
        "kurs-2026@example.org",
        "www.kurs-2026.example",
        "Klimatanpassningsutredningens-del-2",
        "arbetstidsförkortnings-utredningen",
        "\ufdd0name\ufdd1",
        "</b> / <i>",
    ],
)
def test_what_may_be_broken_or_would_never_fit(text: str) -> None:
    assert kept(text) == []


def test_headlines_and_figures_keep_only_what_a_telephone_can_hold() -> None:
    long = f"30{NBSP}augusti–1{NBSP}september"

    assert kept(long, "<mj-text><h1>{}</h1></mj-text>") == []
    assert kept(long, "<mj-text><h2>{}</h2></mj-text>") == []
    assert kept(long, '<mj-text><div class="figure"><p>{}</p></div></mj-text>') == []
    assert kept("10–14 maj", "<mj-text><h1>{}</h1></mj-text>") == ["10–14"]
    assert kept(long, "<mj-text><h2>9–15</h2><p>{}</p></mj-text>") == ["9–15", long]


@pytest.mark.parametrize(
    "around",
    [
        "<mj-title>{}</mj-title>",
        "<mj-style>{}</mj-style>",
        "<mj-raw><div>{}</div></mj-raw>",
        "<mj-text><pre><code>{}</code></pre></mj-text>",
        '<mj-text><a href="{}">x</a></mj-text>',
        "<!-- {} -->",
    ],
)
def test_only_running_text_is_touched(around: str) -> None:
    assert kept("9–15", around) == []


@pytest.mark.parametrize("issue", SAMPLES)
def test_no_word_of_the_samples_changes(issue: str, contents: dict[str, Content]) -> None:
    letter = fill(contents[issue], addressee())
    assert letter.html

    assert KEPT.search(letter.html)
    assert "".join(read_nodes(letter.html).texts) == "".join(read_nodes(KEPT.sub(r"\1", letter.html)).texts)
    assert "\u2060" not in letter.html + letter.text


def test_the_calendar_s_hours_stay_on_one_line(small: Callable[..., Issue], settings: Settings, empty_workspace: Path) -> None:
    occasion = {"date": "2026-09-05", "time": "11-14", "title": "Kampanjdag"}
    issue = small(sections=[{"kind": "calendar", "items": [occasion]}])
    html = fill(compile_content(issue, settings, empty_workspace), addressee()).html
    assert html

    (when,) = tree(html).xpath('//td[@class="dated"]/p')
    assert when.text_content() == f"Kl.{NBSP}11.00–14.00"
    assert [span.text for span in when.iter("span")] == [f"Kl.{NBSP}11.00–14.00"]


def test_a_greeting_is_one_text(small: Callable[..., Issue], settings: Settings, empty_workspace: Path) -> None:
    content = compile_content(small(greeting="Hej {contact}!"), settings, empty_workspace)
    letter = fill(content, addressee("Vänsterpartiet Storfors", "Kaisa", "Lars-Ove"))

    assert letter.html
    assert ">Hej Kaisa och Lars-Ove!<" in letter.html
