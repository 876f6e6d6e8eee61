"""I korthet: at most four rows, and each of them true (issue 13). A no-break space is ~ here."""

from collections.abc import Callable
from typing import Any

import pytest

from newsletter.letter.templates.brief import brief_rows
from newsletter.model.issue import Issue


def decision(outcome: str, vote: str | None = None, **more: Any) -> dict[str, Any]:
    return {"board": "hsn", "date": "2026-08-17", "title": "T", "outcome": outcome, **({"vote": vote} if vote else {}), **more}


def article(number: int) -> dict[str, str]:
    return {"kind": "article", "title": f"Artikel {number}", "text": "…"}


def issue_of(small: Callable[..., Issue], *sections: dict[str, Any], **changes: Any) -> Issue:
    padding = [article(number) for number in range(4)]
    return small(date="2026-09-03", sections=[*padding, *sections], **changes)


def rows(issue: Issue) -> list[str]:
    return [f"{row.anchor} {row.label}: {row.words}{row.after_words}".replace("\u00a0", "~") for row in brief_rows(issue)]


ACTION = {"kind": "action", "title": "Skriv under", "text": "…"}
CALENDAR = {
    "kind": "calendar",
    "items": [
        {"date": "2026-09-01", "title": "Var redan"},
        {"date": "2026-09-05", "title": "Inställd kampanjdag", "status": "inställt"},
        {"date": "2026-10-14", "title": "Fullmäktige"},
        {"date": "2026-09-07", "time": "18.00", "title": "Möte på kvällen?"},
        {"date": "2026-09-07", "time": "09.00", "title": "Möte på morgonen?"},
    ],
}
DECISIONS = {
    "kind": "decisions",
    "items": [decision("bifall", "för"), decision("avslag", "emot"), decision("bifall", "emot"), decision("noterat")],
}
QUESTIONS = {"kind": "questions", "items": ["Varför?", "Hur?"]}


def test_it_has_one_thing_to_do_how_the_decisions_went_the_nearest_date_and_the_questions(small: Callable[..., Issue]) -> None:
    late, soon = ACTION | {"deadline": "2027-01-10"}, ACTION | {"title": "Bjud in oss", "deadline": "2026-09-12"}

    assert rows(issue_of(small, QUESTIONS, CALENDAR, DECISIONS, late, ACTION, soon)) == [
        "10 Gör en sak: Bjud in oss. Sista dag: lördag 12~september",
        "7 Beslut: Två gick som vi ville, ett emot oss",
        "6 Närmast: Möte på morgonen? Måndag 7~september kl.~09.00",
        "5 Ta upp: Två frågor att diskutera",
    ]


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ([decision("bifall", "för")], "Ett gick som vi ville"),
        ([decision("bifall", "emot"), decision("avslag", "för")], "Två gick emot oss"),
        ([decision("bifall", "avstod"), decision("bordlagt"), decision("avslag")], "Tre beslut"),
        ([decision("bifall", "eget förslag", mark=["reservation"]), decision("bifall")], "Ett gick emot oss"),
        ([decision("bifall")], "Ett beslut"),
    ],
)
def test_the_decisions_are_counted_by_how_they_went_for_us(
    decisions: list[dict[str, Any]], words: str, small: Callable[..., Issue]
) -> None:
    made = issue_of(small, {"kind": "decisions", "items": decisions}, QUESTIONS)

    assert rows(made)[0] == f"5 Beslut: {words}"


def test_what_was_only_noted_is_no_decision(small: Callable[..., Issue]) -> None:
    made = issue_of(small, {"kind": "decisions", "items": [decision("noterat")]}, QUESTIONS, ACTION)

    assert rows(made) == ["7 Gör en sak: Skriv under", "6 Ta upp: Två frågor att diskutera"]


def test_a_day_that_has_passed_or_was_cancelled_is_not_the_nearest(small: Callable[..., Issue]) -> None:
    gone = CALENDAR | {"items": CALENDAR["items"][:2]}  # type: ignore[index]

    assert rows(issue_of(small, gone, QUESTIONS, ACTION)) == [
        "7 Gör en sak: Skriv under",
        "6 Ta upp: Två frågor att diskutera",
    ]


def test_it_is_left_out_where_it_would_say_nothing_new_or_the_editor_wants_none(small: Callable[..., Issue]) -> None:
    assert rows(issue_of(small, ACTION)) == []
    assert rows(small(sections=[article(1), ACTION, QUESTIONS])) == []
    assert rows(issue_of(small, ACTION, QUESTIONS, brief="nej")) == []
    assert rows(issue_of(small, ACTION, {"kind": "questions", "items": ["Varför?"]}))[1] == "6 Ta upp: En fråga att diskutera"
