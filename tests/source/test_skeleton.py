"""What ``new`` and ``init`` write can be read back without a fault, and so can every example in it."""

import re
from datetime import date
from pathlib import Path

import pytest

from newsletter.model.choices import IssueType
from newsletter.source import read, read_settings
from newsletter.source.skeleton import issue_skeleton, recipients_skeleton, settings_skeleton


def _written(workspace: Path, issue: str, text: str) -> None:
    (workspace / "issues" / f"{issue}.yaml").write_text(text, encoding="utf-8")


def _skeleton(workspace: Path, issue: str) -> str:
    return issue_skeleton(issue, date(2027, 3, 31), read_settings(workspace).settings)


def test_a_new_issue_is_a_draft_without_faults(workspace: Path) -> None:
    _written(workspace, "2026-q3", _skeleton(workspace, "2026-q3"))

    reading = read(workspace, ["2026-q3"])

    assert reading.diagnostics == ()
    assert reading.issue("2026-q3").issue.draft
    assert reading.issue("2026-q3").issue.type is IssueType.REPORT
    assert reading.issue("2026-q3").issue.date == date(2027, 3, 31)


def test_an_extra_issue_says_that_it_is_one(workspace: Path) -> None:
    _written(workspace, "2026-q3-extra", _skeleton(workspace, "2026-q3-extra"))

    assert read(workspace, ["2026-q3-extra"]).issue("2026-q3-extra").issue.type is IssueType.EXTRA


@pytest.mark.parametrize("corrected", ["2026-q2", "2026-q2-extra"])
@pytest.mark.parametrize("suffix", ["-rattelse", "-rattelse-2"])
def test_a_correction_says_what_it_corrects(workspace: Path, corrected: str, suffix: str) -> None:
    _written(workspace, corrected, _skeleton(workspace, corrected))
    _written(workspace, corrected + suffix, _skeleton(workspace, corrected + suffix))

    reading = read(workspace, [corrected + suffix])
    issue = reading.issue(corrected + suffix).issue
    assert reading.diagnostics == ()
    assert (issue.type, issue.corrects) == (IssueType.CORRECTION, corrected)


def test_remarks_stand_in_one_column(workspace: Path) -> None:
    for issue in ("2026-q3", "2026-q3-extra", "2026-q3-rattelse"):
        lines = _skeleton(workspace, issue).splitlines()
        head = [line for line in lines[:20] if line.partition(":")[0].strip("# ") in {"date", "draft", "type", "corrects"}]
        assert {line.rindex("#") for line in head} == {28}


def test_every_example_in_it_is_right(workspace: Path) -> None:
    """As VS Code takes comment signs away: "# " at the beginning of the line."""
    text = re.sub(r"(?m)^  # ?(?=- kind|  |$)", "  ", _skeleton(workspace, "2026-q3"))
    text = re.sub(r"(?m)^        # (?=\w+: )", "        ", text)
    _written(workspace, "2026-q3", re.sub(r"(?m)^# (?=(?:subject|notice|greeting|image): |image:|  \w+: )", "", text))

    reading = read(workspace, ["2026-q3"])

    assert reading.diagnostics == ()
    issue = reading.issue("2026-q3").issue
    assert [section.kind for section in issue.sections] == [
        *("article", "decisions", "proposals", "followups", "visits", "media", "figures", "image"),
        *("questions", "share", "action", "calendar", "links", "contacts"),
    ]
    assert issue.subject
    assert issue.notice
    assert issue.greeting
    assert issue.image


@pytest.mark.parametrize("year", [2026, 2031])
def test_a_new_workspace_has_no_faults(tmp_path: Path, year: int) -> None:
    (tmp_path / "newsletter.yaml").write_text(settings_skeleton(year), encoding="utf-8")
    (tmp_path / "recipients.yaml").write_text(recipients_skeleton(year), encoding="utf-8")

    reading = read(tmp_path)

    assert reading.diagnostics == ()
    assert reading.settings is not None
    assert reading.settings.settings.delivery.via == "outbox:"
    assert len(reading.settings.settings.plan[year].topics) == 9
    assert reading.recipients is not None


def test_the_examples_of_recipients_are_right(tmp_path: Path) -> None:
    (tmp_path / "newsletter.yaml").write_text(settings_skeleton(2026), encoding="utf-8")
    text = re.sub(r"(?m)^(      |  )# (?=- |  )", r"\1", recipients_skeleton(2026))
    (tmp_path / "recipients.yaml").write_text(text, encoding="utf-8")

    reading = read(tmp_path)

    assert reading.diagnostics == ()
    assert reading.recipients is not None
    assert [each.id for each in reading.recipients.recipients.recipients] == [
        *("exempelstad", "grannkommunen", "distriktsstyrelsen"),
    ]
    assert len(reading.recipients.recipients.recipients[0].contacts) == 2
