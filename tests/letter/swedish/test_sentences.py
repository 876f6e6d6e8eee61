"""The torture table: every line of ``sentences.txt`` is what the program says of what the editor wrote (issue 13)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsletter.letter.swedish import fact_lines, phrases
from newsletter.letter.swedish.capitals import within_sentence
from newsletter.letter.swedish.dates import capitalised
from newsletter.letter.swedish.typography import typeset
from newsletter.model.sections import CalendarItem, Decision, FollowUp, MediaItem, Proposal, Visit
from newsletter.model.settings import Settings, plan_for
from tests.conftest import ROOT

TABLE = Path(__file__).with_name("sentences.txt")
PLAN = plan_for(Settings.model_validate(yaml.load((ROOT / "newsletter.yaml").read_text("utf-8"), yaml.BaseLoader)), 2026)


def rows() -> Iterator[tuple[str, str, str]]:
    sort = ""
    for line in TABLE.read_text("utf-8").split("\n"):
        if line.startswith("["):
            sort = line.strip("[]")
        elif line and not line.startswith("#"):
            written, _, expected = line.partition(" =>")
            yield sort, written, expected.strip()


def fields(written: str) -> dict[str, Any]:
    """``key: value`` after each comma that another key follows; a value may have commas of its own."""
    found: dict[str, Any] = {}
    for part in written.split(", ") if written != "-" else ():
        key, colon, value = part.partition(": ")
        if colon:
            found[key] = value
        else:
            found[next(reversed(found))] += f", {part}"
    return found


def outcome(written: str) -> str:
    decided, vote, marks = written.split(", ")
    given: dict[str, Any] = {"outcome": decided}
    given |= {"vote": vote} if vote != "-" else {}
    given |= {"mark": marks.split(" + ")} if marks != "-" else {}
    decision = Decision.model_validate({"board": "hsn", "date": "2026-02-17", "title": "T", **given})
    said = " ".join((f"{capitalised(phrases.outcome_phrase(decision))}.", *phrases.stances(decision)))
    return f"{phrases.stand_colour(decision)}: {said}"


def decision_of(written: str) -> Decision:
    return Decision.model_validate({"date": "2026-02-17", "title": "T", "outcome": "noterat", **fields(written)})


def proposal(written: str) -> str:
    read = Proposal.model_validate({"title": "T", **fields(written)})
    status = capitalised(fact_lines.proposal_status_line(read, year_of_issue=2026))
    return f"{status}. {fact_lines.proposal_line(read, PLAN, year_of_issue=2026)}"


def follow_up(written: str) -> str:
    return fact_lines.follow_up_line(FollowUp.model_validate({"title": "T", "status": "pågår", **fields(written)}), PLAN)


def media(written: str) -> str:
    item = MediaItem.model_validate({"date": "2026-03-12", "outlet": "Bruksposten", "title": "T", **fields(written)})
    return fact_lines.media_line(item, PLAN, year_of_issue=2026)


def visit(written: str) -> str:
    (line,) = fact_lines.visit_lines(Visit.model_validate({"title": "T", **fields(written)}), PLAN, year_of_issue=2026)
    return line


def occasion(written: str) -> CalendarItem:
    return CalendarItem.model_validate({"date": "2026-04-13", "title": "Gruppmöte", **fields(written)})


SAID: dict[str, Callable[[str], str]] = {
    "outcome": outcome,
    "within a sentence": lambda words: within_sentence(typeset(words), PLAN),
    "proposal": proposal,
    "decision": lambda words: fact_lines.decision_line(decision_of(words), PLAN, year_of_issue=2026),
    "noted": lambda words: fact_lines.noted_line(decision_of(words), PLAN, year_of_issue=2026),
    "follow-up": follow_up,
    "media": media,
    "visit": visit,
    "occasion": lambda words: fact_lines.calendar_line_beside_mark(occasion(words), year_of_issue=2026),
    "who may come": lambda words: " · ".join(fact_lines.calendar_details(occasion(words))) or "-",
    "credit": fact_lines.credit_line,
}


@pytest.mark.parametrize(("sort", "written", "expected"), list(rows()))
def test_a_sentence_says_what_a_reader_of_swedish_expects(sort: str, written: str, expected: str) -> None:
    assert SAID[sort](written).replace("\u00a0", "~") == expected


def test_the_table_has_two_hundred_sentences() -> None:
    assert len(list(rows())) >= 200
