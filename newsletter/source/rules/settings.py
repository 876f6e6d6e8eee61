"""Rules of ``newsletter.yaml`` that need more than one field: the plan of each year. They read the text tree."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from newsletter.model.diagnostics import Finding, Location, Places
from newsletter.model.plan_year import Deadlines
from newsletter.model.settings import DEFAULT_BOARDS
from newsletter.source.diagnostics.suggestions import comma_list, nearest
from newsletter.source.diagnostics.words import did_you_mean, finding
from newsletter.source.rules.tree import day_of, entries, number_of, text_of

_STEPS = ("contributions", "draft", "approval")


def settings_findings(tree: Any, places: Places) -> list[Finding]:
    plan = tree.get("plan") if isinstance(tree, dict) else None
    found: list[Finding] = []
    for year, planned in plan.items() if isinstance(plan, dict) else ():
        if isinstance(planned, dict) and year.isdigit():
            found += _plan(planned, int(year), ("plan", year), places)
    return found


def _plan(planned: Mapping[str, Any], year: int, here: Location, places: Places) -> Iterator[Finding]:
    yield from _days(planned, year, here)
    yield from _deadlines(planned, here)
    yield from _members(planned, here, places)
    yield from _changes(planned, year, here)
    approvers = planned.get("approvers")
    approvals, named = number_of(planned, "approvals"), len(approvers) if isinstance(approvers, list) else 0
    if approvals is not None and named and approvals > named:
        yield finding((*here, "approvals"), "too-many-approvals", n=approvals, named=named)


def _days(planned: Mapping[str, Any], year: int, here: Location) -> Iterator[Finding]:
    for key in ("due", "sittings"):
        days = planned.get(key)
        for index, day in enumerate(days if isinstance(days, list) else ()):
            read = day_of({"day": day}, "day")
            if read and read.year != year:
                yield finding((*here, key, index), "day-of-another-year", value=read, year=year)


def _deadlines(planned: Mapping[str, Any], here: Location) -> Iterator[Finding]:
    """Contributions before the draft, the draft before the approval: more days before the due date."""
    written = planned.get("deadlines")
    if not isinstance(written, dict):
        return
    days = {step: number_of(written, step) for step in _STEPS}
    known = Deadlines().model_dump() | {step: number for step, number in days.items() if number is not None}
    for step, following in (("contributions", "draft"), ("draft", "approval")):
        if known[step] < known[following]:
            key = step if days[step] is not None else following
            yield finding((*here, "deadlines", key), "deadlines-out-of-order", first=step, n=known[step], then=following)


def _members(planned: Mapping[str, Any], here: Location, places: Places) -> Iterator[Finding]:
    written = planned.get("boards")
    boards = written if isinstance(written, dict) and written else DEFAULT_BOARDS
    words = {name: name for name in boards} | {full: name for name, full in boards.items() if isinstance(full, str)}
    first: dict[str, Location] = {}
    for location, member in entries(planned.get("members"), (*here, "members")):
        name = text_of(member, "name")
        if name and name.casefold() in first:
            line = places.of(first[name.casefold()]).line
            yield finding((*location, "name"), "duplicate-member", name=name, line=line)
        elif name:
            first[name.casefold()] = (*location, "name")
        sits = member.get("boards")
        for index, board in enumerate(sits if isinstance(sits, list) else [sits]):
            if isinstance(board, str) and board.strip() and board.strip() not in boards:
                near = nearest(board, words)
                where = (*location, "boards", index) if isinstance(sits, list) else (*location, "boards")
                guess = did_you_mean(words[near] if near else None)
                yield finding(where, "unknown-board", value=board, choices=comma_list(boards), guess=guess)


def _changes(planned: Mapping[str, Any], year: int, here: Location) -> Iterator[Finding]:
    seen: set[date] = set()
    for location, change in entries(planned.get("changes"), (*here, "changes")):
        if not change.keys() & {"target", "due", "approvals"}:
            yield finding(location, "change-of-nothing")
        day = day_of(change, "date")
        if day is None:
            continue
        if day.year != year:
            yield finding((*location, "date"), "day-of-another-year", value=day, year=year)
        if day in seen:
            yield finding((*location, "date"), "changes-on-one-day", value=day)
        seen.add(day)
