"""How a decision went for us, over every cell of the table in domain.md 4.9. The expected words are written by hand."""

import re
from itertools import chain, combinations, product

import pytest

from newsletter.model.choices import Mark, MatterOutcome, Vote
from newsletter.model.stand import Stand, our_stand, reserves_against_victory
from tests.conftest import ROOT

COLUMNS = "bifall | delvis bifall | avslag | återremiss | bordlagt | noterat"
TABLE = """
för          | won  | won  | lost | won  | won  | none
emot         | lost | lost | won  | lost | lost | none
eget förslag | won  | won  | lost | lost | lost | none
avstod       | none | none | none | none | none | none
deltog inte  | none | none | none | none | none | none
(no vote)    | none | none | none | none | none | none
"""
CONTRADICTIONS = {("bifall", "för"), ("avslag", "emot"), ("återremiss", "för"), ("bordlagt", "för")}
"""What nobody reserves against: the board decided as we voted, and decided all of it."""


def cells(lines: list[str]) -> dict[tuple[str, str], str]:
    """Vote and outcome to the word of that cell."""
    outcomes = [word.strip() for word in COLUMNS.split("|")]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    return {(row[0], outcome): word for row in rows for outcome, word in zip(outcomes, row[1:], strict=True)}


EXPECTED = cells(TABLE.strip().splitlines())
EVERY_CELL = sorted(EXPECTED)
SETS_OF_MARKS = list(chain.from_iterable(combinations(Mark, number) for number in range(4)))


def vote_named(word: str) -> Vote | None:
    return None if word == "(no vote)" else Vote(word)


def test_the_table_has_every_vote_and_every_outcome() -> None:
    assert {vote for vote, _outcome in EXPECTED} == {*Vote, "(no vote)"}
    assert {outcome for _vote, outcome in EXPECTED} == set(MatterOutcome)
    assert len(EXPECTED) == 36


@pytest.mark.parametrize(("vote", "outcome"), EVERY_CELL)
@pytest.mark.parametrize("marks", SETS_OF_MARKS)
def test_each_cell(vote: str, outcome: str, marks: tuple[Mark, ...]) -> None:
    expected = "lost" if "reservation" in marks else EXPECTED[vote, outcome]

    assert our_stand(MatterOutcome(outcome), vote_named(vote), marks) == expected


def test_the_map_has_the_same_table() -> None:
    text = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8").partition("### 4.9 ")[2].partition("\n## ")[0]
    head, _rule, *rows = re.findall(r"^\|.*\|$", text, re.MULTILINE)

    assert head == f"| vote | {COLUMNS} |"
    assert cells(rows) == EXPECTED


@pytest.mark.parametrize(("outcome", "vote"), list(product(MatterOutcome, [*Vote, None])))
def test_a_reservation_against_what_we_voted_for_contradicts_it(outcome: MatterOutcome, vote: Vote | None) -> None:
    contradicts = (str(outcome), str(vote)) in CONTRADICTIONS

    assert reserves_against_victory(outcome, vote, (Mark.NOTE_IN_MINUTES, Mark.RESERVATION)) == contradicts
    assert not reserves_against_victory(outcome, vote, (Mark.NOTE_IN_MINUTES,))


def test_the_words_are_few() -> None:
    assert [str(one) for one in Stand] == ["won", "lost", "none"]
