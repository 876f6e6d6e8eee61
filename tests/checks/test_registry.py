"""Every code is registered once, is as bad as its cases say, and stands in docs/kontroller.md with its reason.

What a case says is written by hand: in the first line of a fault in ``corpus``, in the ``.expected`` files of
``tests/bad_input``, and in ``severities.txt`` for the codes that no file of these has.
"""

import re
from itertools import chain
from pathlib import Path

import pytest

from newsletter.checks import checks, codes
from newsletter.checks.registry import _by_name
from newsletter.letter.templates import TemplateFault
from newsletter.model.diagnostics import Acceptance, Code, Severity
from tests.checks.conftest import expected_severity, faults
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "kontroller.md").read_text(encoding="utf-8")
TABLE = Path(__file__).with_name("severities.txt")
BAD_INPUT = ROOT / "tests" / "bad_input"


def _in_table() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {code: severity for severity, _, code in (line.partition(" ") for line in lines if line and line[0] != "#")}


def _in_cases() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case in faults():
        found.setdefault(case.parent.name, set()).add(expected_severity(case))
    for line in chain.from_iterable(path.read_text(encoding="utf-8").splitlines() for path in BAD_INPUT.glob("*.expected")):
        _place, severity, code = line.split(" ")
        found.setdefault(code, set()).add(severity)
    return found


IN_TABLE, IN_CASES = _in_table(), _in_cases()


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.name)
def test_a_finding_is_as_bad_as_its_cases_say(code: Code) -> None:
    written = IN_CASES.get(code.name, set()) | ({IN_TABLE[code.name]} if code.name in IN_TABLE else set())

    assert written == {str(code.severity)}, "write its severity in its case, or in severities.txt if it can have none"


def test_the_table_has_only_what_no_case_can_have() -> None:
    assert [code for code in IN_TABLE if code in IN_CASES] == []
    assert [code for code in IN_TABLE if code not in codes()] == []


# Errors that are a matter of judgement, and what the law requires: GDPR art. 6, 7, 9, 13; dataskyddslagen 3 kap. 10 §.
ACCEPTED_ALTHOUGH = {"html-size"}
REQUIRED_BY_LAW = {"basis-missing", "consent-without-date", "no-privacy-page", "personal-number"}


def test_what_a_waiver_may_do_follows_from_the_severity_but_for_these() -> None:
    found = {code.name: code.acceptance for code in codes().values() if code.acceptance is not Acceptance.BY_SEVERITY}

    assert found == dict.fromkeys(ACCEPTED_ALTHOUGH, Acceptance.BY_JUDGEMENT) | dict.fromkeys(
        REQUIRED_BY_LAW, Acceptance.AGAINST_THE_LAW
    )


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("acceptance", Acceptance)
def test_a_waiver_accepts_a_warning_unless_the_law_forbids_it(severity: Severity, acceptance: Acceptance) -> None:
    by_severity = acceptance is Acceptance.BY_SEVERITY and severity is Severity.WARNING

    may_be_accepted = Code("x", severity, "", acceptance).may_be_accepted

    assert may_be_accepted == (by_severity or acceptance is Acceptance.BY_JUDGEMENT)


def test_a_rule_is_known_once_whatever_other_module_uses_it() -> None:
    names = [check.code.name for check in checks()]

    assert len(names) == len(set(names))
    assert {check.code.name: check.remarks.__name__.replace("_", "-") for check in checks()} == {name: name for name in names}


def test_one_code_cannot_mean_two_things() -> None:
    agreeing = (Code("x", Severity.ERROR, "first"), Code("x", Severity.ERROR, "second"))

    assert _by_name(agreeing)["x"].reason == "first"
    with pytest.raises(ValueError, match="x is both error and warning"):
        _by_name((*agreeing, Code("x", Severity.WARNING, "third")))


@pytest.mark.parametrize("code", codes().values(), ids=lambda code: code.name)
def test_every_code_is_on_the_page_with_its_severity(code: Code) -> None:
    if code.name in set(TemplateFault):
        assert f"- `{code.name}`\n" in PAGE
    else:
        said = re.search(rf"^### {code.name}\n\n\*\*(Fel|Varning)", PAGE, re.MULTILINE)
        assert said
        assert said[1] == ("Fel" if code.severity is Severity.ERROR else "Varning")
