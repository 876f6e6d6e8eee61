"""What an editor sees in VS Code: yaml-language-server, which its YAML extension runs, is asked over LSP."""

from pathlib import Path
from typing import Any

import pytest

from newsletter.source.schema import KINDS
from newsletter.source.skeleton import modeline, refresh_schemas
from tests.browser.node_tools import asked
from tests.conftest import ROOT

pytestmark = pytest.mark.proof

HEAD = f"""\
{modeline("issue", depth=1)}
year: 2026
quarter: 4
date: 2026-12-15
title: Rapport
lead: |
  En mening.
sections:
"""
KEYS_OF_ARTICLE = {"title", "intro", "kind", "text", "topic", "image", "button", "by"}


@pytest.fixture
def opened(tmp_path: Path) -> Any:
    """``opened("  - kind: ¦", …)``: faults and offers for each issue that ends so, offered where the sign stands."""
    refresh_schemas(tmp_path)
    (tmp_path / "issues").mkdir()

    def ask(*endings: str, head: str = HEAD) -> list[dict[str, Any]]:
        files = []
        for number, ending in enumerate(endings):
            before, sign, after = f"{head}{ending}".partition("¦")
            line = before.rpartition("\n")[2]
            at = {"line": before.count("\n"), "character": len(line)} if sign else None
            files.append({"uri": (tmp_path / "issues" / f"{number}.yaml").as_uri(), "text": before + after, "at": at})
        answers: list[dict[str, Any]] = asked("edit.mjs", files)
        return answers

    return ask


def test_a_wrong_kind_gets_all_kinds_as_choices(opened: Any) -> None:
    wrong, empty = opened("  - kind: artikel¦\n    title: A\n    text: B\n", "  - kind: ¦\n")

    assert [(one["line"], one["message"]) for one in wrong["faults"]] == [(9, f"Välj bland: {', '.join(KINDS)}.")]
    assert wrong["offers"] == list(KINDS)
    assert empty["offers"] == list(KINDS)


def test_inside_an_article_the_keys_of_an_article_are_offered(opened: Any) -> None:
    (inside,) = opened("  - kind: article\n    title: A\n    ¦\n")

    assert "text" in inside["offers"]
    assert set(inside["offers"]) - {"Article"} == KEYS_OF_ARTICLE - {"kind", "title"}  # Article: all that is still needed


def test_a_new_section_is_offered_as_a_ready_piece_of_each_kind(opened: Any) -> None:
    (begun,) = opened("  - ¦\n")

    assert [label for label in begun["offers"] if label in KINDS] == list(KINDS)


@pytest.mark.parametrize("day", ["2026-02-29", "2026-02-30", "2026-06-31", "2026-13-01", "2026-00-10", "12/3 2026"])
def test_a_day_that_there_is_not_gets_a_squiggle(day: str, opened: Any) -> None:
    (found,) = opened(f"  - kind: calendar\n    items:\n      - date: {day}\n        title: Möte\n")

    expected = "Skriv en dag som finns, år-månad-dag, till exempel 2026-03-12."
    assert [(one["line"], one["message"]) for one in found["faults"]] == [(11, expected)]


def test_days_that_there_are_get_none(opened: Any) -> None:
    days = ("2026-02-28", "2024-02-29", "2000-02-29", "2026-12-31", "2026-04-30", "2026-01-30")
    items = "".join(f"      - date: {day}\n        title: Möte\n" for day in days)
    (found,) = opened(f"  - kind: calendar\n    items:\n{items}")

    assert found["faults"] == []


def test_the_samples_have_no_squiggle(opened: Any) -> None:
    for issue in ("2026-q1", "2026-q2", "2026-q3", "2026-q4"):
        (found,) = opened("", head=(ROOT / "issues" / f"{issue}.yaml").read_text(encoding="utf-8"))

        assert found["faults"] == []
