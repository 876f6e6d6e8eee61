"""Workspaces with one issue, so that a rule is met the way an editor meets it: in a file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.model.diagnostics import Diagnostic
from newsletter.operations.examining import review
from newsletter.source import issues_before, read, require_valid
from tests.conftest import ROOT

CORPUS = Path(__file__).parent / "corpus"
TARGETS = {"issue": "issues/2026-q3.yaml", "recipients": "recipients.yaml", "settings": "newsletter.yaml"}
PLAIN_ISSUE = CORPUS / "long-subject" / "fine.issue.yaml"
CORRECTED = "2026-q2"

Review = Callable[[Path], tuple[Diagnostic, ...]]


def faults() -> list[Path]:
    """The cases that something is found in."""
    return sorted(path for path in CORPUS.glob("*/fault*.yaml") if ".before." not in path.name)


def expected_severity(case: Path) -> str:
    """From the first line: ``# warning: 5:8 6:10``."""
    return _first_line(case).partition(":")[0]


def expected_places(case: Path) -> list[str]:
    return _first_line(case).partition(":")[2].split()


def _first_line(case: Path) -> str:
    return case.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")


@pytest.fixture
def reviewed(tmp_path: Path) -> Review:
    """Reviews a case ``fault.issue.yaml``, ``.recipients.yaml`` or ``.settings.yaml`` among otherwise faultless files. The
    ``.before.yaml`` beside it, if there is one, is the issue before.
    """

    def review_case(case: Path) -> tuple[Diagnostic, ...]:
        (tmp_path / "issues").mkdir(exist_ok=True)
        before = case.with_name(f"{case.name.split('.')[0]}.before.yaml")
        shutil.copy(PLAIN_ISSUE, tmp_path / TARGETS["issue"])
        shutil.copy(before if before.exists() else ROOT / "issues" / f"{CORRECTED}.yaml", tmp_path / f"issues/{CORRECTED}.yaml")
        for name in ("recipients.yaml", "newsletter.yaml"):
            shutil.copy(ROOT / name, tmp_path / name)
        shutil.copy(case, tmp_path / TARGETS[case.name.split(".")[1]])
        reading = require_valid(read(tmp_path, ["2026-q3"]))
        assert reading.settings
        assert reading.recipients
        others = issues_before(tmp_path, "2026-q3") if before.exists() else ()
        return review(reading.issue("2026-q3"), reading.settings, reading.recipients, None, others)

    return review_case
