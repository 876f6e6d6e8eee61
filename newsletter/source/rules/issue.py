"""Rules of an issue that need more than one field or file. They read the text tree, and so speak also when other fields
are wrong; a field that is itself wrong is silently passed over.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsletter.model.choices import IssueType
from newsletter.model.diagnostics import Finding, Location
from newsletter.model.issue import ISSUE_ID, quarter_of
from newsletter.model.plan_year import PlanYear
from newsletter.model.settings import OTHER_BOARD, Settings, plan_for
from newsletter.source.diagnostics.suggestions import comma_list, nearest
from newsletter.source.diagnostics.words import did_you_mean, finding
from newsletter.source.rules.tree import Entry, day_of, entries, mappings, text_of, texts

MOST_TEXT = 120_000
"""Characters: a letter may hold 100 000 bytes, and what is longer would only be laid out in vain."""
PLACEHOLDERS = ("{contact}", "{name}", "{municipality}")


def issue_findings(tree: Any, issue: str, settings: Settings | None, existing: tuple[str, ...]) -> list[Finding]:
    """What is wrong with the issue whose file is named ``issue``. ``settings`` None: what needs the plan is not judged."""
    if not isinstance(tree, dict):
        return []
    found = [
        *_file_name(tree, issue),
        *_corrects(tree, issue, existing),
        *_greeting(tree),
        *spans(tree),
        *other_board(_items(tree, "decisions")),
        *_people(tree),
        *_too_much(tree),
    ]
    if settings:
        found += _plan_of_another_year(issue, settings)
        found += names_of_plan(tree.get("sections"), ("sections",), plan_of(issue, settings))
    return found


def plan_of(issue: str, settings: Settings) -> PlanYear:
    """The plan that holds for the issue of that name."""
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    return plan_for(settings, quarter.year)


def _file_name(tree: Mapping[str, Any], issue: str) -> Iterator[Finding]:
    named = ISSUE_ID.match(issue)
    assert named is not None
    for key, expected in (("year", named[1]), ("quarter", named[2])):
        value = text_of(tree, key)
        # Compared as text: Python makes no number of what has more than 4,300 digits.
        if value is not None and value.isascii() and value.isdigit() and value.lstrip("0") != expected:
            yield finding((key,), "file-name-disagrees", key=key, value=value, name=f"{issue}.yaml", remedy=expected)


def _corrects(tree: Mapping[str, Any], issue: str, existing: tuple[str, ...]) -> Iterator[Finding]:
    corrected = text_of(tree, "corrects")
    if text_of(tree, "type") == IssueType.CORRECTION:
        if corrected is None:
            yield finding(("type",), "corrects-missing")
        elif corrected == issue:
            yield finding(("corrects",), "corrects-itself")
        elif corrected not in existing:
            guess = did_you_mean(nearest(corrected, existing))
            yield finding(("corrects",), "corrects-unknown", value=corrected, choices=comma_list(existing), guess=guess)
    elif corrected is not None:
        yield finding(("corrects",), "corrects-not-allowed")


def _greeting(tree: Mapping[str, Any]) -> Iterator[Finding]:
    greeting = text_of(tree, "greeting") or ""
    for found in re.finditer(r"\{[^{}]*\}?|\}", greeting):
        if found.group() not in PLACEHOLDERS:
            before = greeting[: found.start()]
            yield finding(
                ("greeting",), "unknown-placeholder", before, value=found.group(), placeholders=comma_list(PLACEHOLDERS)
            )
            return


def spans(tree: Mapping[str, Any]) -> Iterator[Finding]:
    for location, mapping in mappings(tree):
        first, until = day_of(mapping, "date"), day_of(mapping, "until")
        if first and until and until < first:
            yield finding((*location, "until"), "until-before-date", value=until, first=first)


def _items(tree: Mapping[str, Any], kind: str) -> Iterator[Entry]:
    """The items of every section of ``kind``."""
    for location, section in entries(tree.get("sections"), ("sections",)):
        if section.get("kind") == kind:
            yield from entries(section.get("items"), (*location, "items"))


def other_board(decisions: Iterator[Entry]) -> Iterator[Finding]:
    for location, item in decisions:
        board = text_of(item, "board")
        if board == OTHER_BOARD and text_of(item, "name") is None:
            yield finding((*location, "board"), "board-name-missing")
        elif board is not None and board != OTHER_BOARD and text_of(item, "name") is not None:
            yield finding((*location, "name"), "board-name-unused")


def _people(tree: Mapping[str, Any]) -> Iterator[Finding]:
    for location, item in _items(tree, "contacts"):
        if text_of(item, "name") is None and text_of(item, "role") is None:
            yield finding(location, "contact-without-name")


def _too_much(tree: Mapping[str, Any]) -> Iterator[Finding]:
    written = list(texts(tree))
    length = sum(len(text) for _location, text in written)
    if length > MOST_TEXT:
        longest = max(written, key=lambda one: len(one[1]))
        yield finding(longest[0], "too-much-text", n=length, limit=MOST_TEXT)


def _plan_of_another_year(issue: str, settings: Settings) -> Iterator[Finding]:
    quarter = quarter_of(issue)
    assert quarter is not None, f"{issue} is no issue's id"
    earlier = [planned for planned in settings.plan if planned < quarter.year]
    if quarter.year not in settings.plan and earlier:
        yield finding(("year",), "borrowed-plan", year=quarter.year, borrowed=max(earlier))


def names_of_plan(tree: Any, location: Location, plan: PlanYear) -> Iterator[Finding]:
    """Boards and topics that the plan does not know, wherever they stand in the tree."""
    boards = {name: name for name in (*plan.boards, OTHER_BOARD)} | {full: name for name, full in plan.boards.items()}
    topics = {topic.id: topic.id for topic in plan.topics} | {topic.label: topic.id for topic in plan.topics}
    for where, mapping in mappings(tree, location):
        yield from _name_findings(mapping, where, "board", "unknown-board", boards)
        yield from _name_findings(mapping, where, "topic", "unknown-topic", topics)


def _name_findings(
    mapping: Mapping[str, Any], location: Location, key: str, code: str, names: Mapping[str, str]
) -> Iterator[Finding]:
    """``names`` are the allowed words, and other words for them that only help to guess."""
    value = text_of(mapping, key)
    allowed = dict.fromkeys(names.values())
    if value is not None and value not in allowed:
        near = nearest(value, names)
        guess = did_you_mean(names[near] if near else None)
        yield finding((*location, key), code, value=value, choices=comma_list(allowed), guess=guess)
