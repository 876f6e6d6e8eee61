"""Every rule finds its seeded fault at the exact place, leaves a near miss alone, and is missed when it is taken out.

The folder of a case is its code, and the first line of the file says where findings are due, as ``line:column``, once for
each finding.
"""

from pathlib import Path

import pytest

from newsletter.checks import tables
from tests.checks.conftest import CORPUS, TARGETS, Review

FILE_RULES = {
    rule.__name__.replace("_", "-"): (table, rule)
    for table in ("ISSUE_RULES", "CONTEXT_RULES", "RECIPIENTS_RULES", "SETTINGS_RULES")
    for rule in getattr(tables, table)
}
FAULTS = sorted(path for path in CORPUS.glob("*/fault*.yaml") if ".before." not in path.name)
NEAR_MISSES = sorted(path for path in CORPUS.glob("*/fine*.yaml") if ".before." not in path.name)


def _code(case: Path) -> str:
    return case.parent.name


def _due(case: Path) -> list[tuple[str, str, str]]:
    file = TARGETS[case.name.split(".")[1]]
    first = case.read_text(encoding="utf-8").split("\n", 1)[0]
    return [(file, place, _code(case)) for place in first.removeprefix("# ").split()]


@pytest.mark.parametrize("case", FAULTS, ids=_code)
def test_a_seeded_fault_is_found_where_it_stands_and_nothing_else(case: Path, reviewed: Review) -> None:
    found = [(one.file, f"{one.line}:{one.column}", one.code) for one in reviewed(case)]

    assert found == _due(case)


@pytest.mark.parametrize("case", NEAR_MISSES, ids=_code)
def test_a_near_miss_does_not_alarm(case: Path, reviewed: Review) -> None:
    assert reviewed(case) == ()


@pytest.mark.parametrize("case", FAULTS, ids=_code)
def test_the_fault_is_missed_when_its_rule_is_taken_out(case: Path, reviewed: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    table, rule = FILE_RULES[_code(case)]
    monkeypatch.setattr(tables, table, tuple(other for other in getattr(tables, table) if other is not rule))

    assert reviewed(case) == ()


@pytest.mark.parametrize("cases", [FAULTS, NEAR_MISSES], ids=["fault", "near miss"])
def test_every_rule_has_a_case(cases: list[Path]) -> None:
    assert {_code(case) for case in cases} == set(FILE_RULES)


@pytest.mark.parametrize("case", FAULTS, ids=_code)
def test_every_finding_says_what_to_do(case: Path, reviewed: Review) -> None:
    for diagnostic in reviewed(case):
        assert diagnostic.message.endswith((".", "?"))
        assert diagnostic.hint
