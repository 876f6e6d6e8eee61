"""Rules of a contribution that need more than one field, and what it may leave out because it stands elsewhere in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from newsletter.model.contribution import KINDS
from newsletter.model.diagnostics import Finding
from newsletter.model.plan_year import PlanYear
from newsletter.model.settings import Settings
from newsletter.model.values import YesNo
from newsletter.source.diagnostics.suggestions import comma_list, nearest
from newsletter.source.diagnostics.words import did_you_mean, finding
from newsletter.source.rules.issue import names_of_plan, other_board, plan_of, spans
from newsletter.source.rules.tree import entries, mappings, text_of

_YES_NO: TypeAdapter[bool] = TypeAdapter(YesNo)


def complete(tree: Any) -> None:
    """A decision is of the contribution's board, and a proposal or a visit is its author's, unless it says otherwise."""
    if not isinstance(tree, dict):
        return
    for kind, key, own in (("decisions", "board", "board"), ("proposals", "by", "by"), ("visits", "who", "by")):
        said = text_of(tree, own)
        for _location, item in entries(tree.get(kind), (kind,)):
            if said and isinstance(item, dict):
                item.setdefault(key, said)


def use_ids(tree: Any, plan: PlanYear) -> None:
    """Names of boards and labels of focus issues, in any letter case, become the words that the plan has for them."""
    boards = {word.casefold(): name for name, full in plan.boards.items() for word in (name, full)}
    topics = {word.casefold(): topic.id for topic in plan.topics for word in (topic.id, topic.label)}
    for _location, mapping in mappings(tree):
        for key, ids in (("board", boards), ("topic", topics)):
            value = text_of(mapping, key)
            if value and value.casefold() in ids and isinstance(mapping, dict):
                mapping[key] = ids[value.casefold()]


def contribution_findings(tree: Any, issue: str, settings: Settings | None) -> list[Finding]:
    """What is wrong with a contribution to ``issue``. ``settings`` None: what needs the plan is not judged."""
    if not isinstance(tree, dict):
        return []
    decisions = entries(tree.get("decisions"), ("decisions",))
    found = [*_nobody(tree), *_nothing(tree), *_heading(tree), *spans(tree), *other_board(decisions)]
    if settings:
        plan = plan_of(issue, settings)
        found += [*names_of_plan(tree, (), plan), *_member(tree, plan)]
    return found


def _nobody(tree: Mapping[str, Any]) -> Iterator[Finding]:
    if text_of(tree, "by") is None and text_of(tree, "board") is None:
        yield finding((), "contribution-of-nobody")


def _nothing(tree: Mapping[str, Any]) -> Iterator[Finding]:
    has_content = any(tree.get(key) for key in ("title", "text", *KINDS))
    if _says_nothing(tree):
        if has_content:
            yield finding(("nothing",), "nothing-and-something")
    elif not any(tree.get(key) for key in ("text", *KINDS)):
        yield finding((), "contribution-empty")


def _says_nothing(tree: Mapping[str, Any]) -> bool:
    try:
        return _YES_NO.validate_python(text_of(tree, "nothing") or False)
    except ValidationError:
        return False


def _heading(tree: Mapping[str, Any]) -> Iterator[Finding]:
    if text_of(tree, "text") is not None and text_of(tree, "title") is None:
        yield finding(("text",), "text-without-title")


def _member(tree: Mapping[str, Any], plan: PlanYear) -> Iterator[Finding]:
    """The plan knows who is waited for: a name spelled differently is still missing there."""
    by, names = text_of(tree, "by"), [member.name for member in plan.members]
    if by is not None and names and by.casefold() not in {name.casefold() for name in names}:
        guess = did_you_mean(nearest(by, names))
        yield finding(("by",), "unknown-member", value=by, choices=comma_list(names), guess=guess)
