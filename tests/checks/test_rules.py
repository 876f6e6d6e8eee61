"""Every rule finds its seeded fault at the exact place, leaves a near miss alone, and is missed when it is taken out.

The folder of a case is its code, and the first line of the file says how bad the findings are and where they are due:
``severity: line:column``, with a place for each finding.
"""

from pathlib import Path

import pytest

from newsletter.checks import Surroundings, checks, registry
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings
from tests.checks.conftest import CORPUS, TARGETS, Review, expected_places, expected_severity, faults

FILE_RULES = {
    check.code.name: check
    for check in checks()
    if check.subjects in ((Issue,), (Issue, Surroundings), (Recipients,), (Settings,))
}
FAULTS = faults()
NEAR_MISSES = sorted(path for path in CORPUS.glob("*/fine*.yaml") if ".before." not in path.name)


def _code(case: Path) -> str:
    return case.parent.name


def _due(case: Path) -> list[tuple[str, str, str, str]]:
    file = TARGETS[case.name.split(".")[1]]
    return [(file, place, expected_severity(case), _code(case)) for place in expected_places(case)]


@pytest.mark.parametrize("case", FAULTS, ids=_code)
def test_a_seeded_fault_is_found_where_it_stands_and_nothing_else(case: Path, reviewed: Review) -> None:
    found = [(one.file, f"{one.line}:{one.column}", str(one.severity), one.code) for one in reviewed(case)]

    assert found == _due(case)


@pytest.mark.parametrize("case", NEAR_MISSES, ids=_code)
def test_a_near_miss_does_not_alarm(case: Path, reviewed: Review) -> None:
    assert reviewed(case) == ()


@pytest.mark.parametrize("case", FAULTS, ids=_code)
def test_the_fault_is_missed_when_its_rule_is_taken_out(case: Path, reviewed: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(check for check in checks() if check is not FILE_RULES[_code(case)])
    monkeypatch.setattr(registry, "checks", lambda: others)

    assert reviewed(case) == ()


@pytest.mark.parametrize("code", FILE_RULES)
@pytest.mark.parametrize("sort", ["fault", "fine"])
def test_every_rule_about_a_file_has_a_case(code: str, sort: str) -> None:
    assert list((CORPUS / code).glob(f"{sort}*.yaml")), f"tests/checks/corpus/{code} needs a {sort}.issue.yaml or the like"


def test_every_case_is_of_a_rule() -> None:
    assert {_code(case) for case in (*FAULTS, *NEAR_MISSES)} == set(FILE_RULES)


@pytest.mark.parametrize("case", FAULTS, ids=_code)
def test_every_finding_says_what_to_do(case: Path, reviewed: Review) -> None:
    for diagnostic in reviewed(case):
        assert diagnostic.message.endswith((".", "?"))
        assert diagnostic.hint
