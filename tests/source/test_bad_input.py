"""Every file of tests/bad_input gives exactly the diagnostics beside it, ``line:column severity code`` a line, in order.

The first word of a file's name says what it is put in place of, in a workspace that is otherwise in order.
"""

import shutil
from pathlib import Path

import pytest

from newsletter.source import read
from newsletter.source.judging import MOST

FOLDER = Path(__file__).parent.parent / "bad_input"
CASES = sorted(FOLDER.glob("*.yaml"))
INSTEAD_OF = {"issue": "issues/2026-q3.yaml", "recipients": "recipients.yaml", "settings": "newsletter.yaml"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_gives_exactly_its_diagnostics(case: Path, workspace: Path) -> None:
    file = INSTEAD_OF[case.stem.partition("-")[0]]
    shutil.copy(case, workspace / file)

    found = [each for each in read(workspace, ["2026-q3"]).diagnostics if each.code != "borrowed-plan"]

    assert [f"{each.line}:{each.column} {each.severity} {each.code}" for each in found] == _expected(case)
    assert {each.file for each in found} <= {file}


def _expected(case: Path) -> list[str]:
    return case.with_suffix(".expected").read_text(encoding="utf-8").splitlines()


def test_of_very_many_faults_the_first_are_shown(workspace: Path) -> None:
    keys = "".join(f"okänd{number}: ja\n" for number in range(300))
    (workspace / INSTEAD_OF["issue"]).write_text(keys, encoding="utf-8")

    found = read(workspace, ["2026-q3"]).diagnostics

    assert len(found) == MOST + 1
    assert found[-1].code == "too-many-faults"
    assert found[-1].line == found[-2].line


def test_more_text_than_a_letter_has_room_for_is_not_even_laid_out(workspace: Path) -> None:
    text = (workspace / INSTEAD_OF["issue"]).read_text(encoding="utf-8")
    (workspace / INSTEAD_OF["issue"]).write_text(f"{text}  {'ord ' * 40_000}\n", encoding="utf-8")

    reading = read(workspace, ["2026-q3"])

    assert [each.code for each in reading.diagnostics] == ["too-much-text"]
    assert reading.issues == ()
