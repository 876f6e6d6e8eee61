"""One kind of parameter for an issue, in every command: as it is said, and as the shell completes it."""

import click
import pytest

from newsletter.cli.app import app
from newsletter.cli.read.parameters import IssueName

READING = ("check", "render", "preview", "approve", "send", "recall", "resolve", "log", "handover")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-q2",
        "2026-Q2",
        " 2026-q2 ",
        "2026-q2.yaml",
        "2026-q2.yml",
        "2026-Q2.YAML",
        "issues/2026-q2.yaml",
        "./issues/2026-q2",
        r"issues\2026-q2.yaml",
        r".\issues\2026-q2.yaml",
    ],
)
def test_what_is_meant(typed):
    assert IssueName().convert(typed, None, None) == "2026-q2"


@pytest.mark.parametrize(
    "typed",
    ["", "2026", "2026-q5", "2026q2", "q2-2026", "../2026-q2", "2026-q2-", "2026-q2.txt", "0000-q1", "9999-q4", "٢٠٢٦-q2"],
)
def test_what_is_no_name(typed):
    with pytest.raises(click.BadParameter):
        IssueName().convert(typed, None, None)


def test_a_file_of_another_folder_is_not_taken_for_the_issue_of_that_name(newsletter, workspace, tmp_path):
    result = newsletter("-C", workspace, "check", tmp_path / "backup" / "issues" / "2026-q2.yaml")

    assert result.exit_code == 2
    assert "finns inte i mappen issues" in result.stderr
    assert newsletter("-C", workspace, "check", workspace / "issues" / "2026-q2.yaml").exit_code == 0


def test_every_command_has_it():
    kinds = {
        (name, type(parameter.type))
        for name, command in app.commands.items()
        for parameter in command.params
        if parameter.name in {"issue", "issues"}
    }

    assert {kind for _name, kind in kinds} == {IssueName}
    assert {name for name, _kind in kinds} == {*READING, "new", "collect", "deviation"}


@pytest.mark.parametrize("command", READING)
def test_one_that_is_not_there_is_told_with_what_was_perhaps_meant(newsletter, workspace, command):
    result = newsletter("-C", workspace, command, "2026-q2-etxra")

    assert result.exit_code == 1
    assert "Hittar inte numret 2026-q2-etxra" in result.stderr
    assert "Menade du ”2026-q2”?" in result.stderr


@pytest.mark.parametrize("command", [*READING, "new", "collect", "deviation"])
def test_one_that_is_no_name_is_a_mistake_in_the_command(newsletter, workspace, command):
    result = newsletter("-C", workspace, command, "2026-q9")

    assert result.exit_code == 2
    assert "”2026-q9” är inte namnet på ett nummer" in result.stderr


def test_the_log_is_asked_for_the_issue_whatever_its_letters(newsletter, workspace, history):
    history.sent("2026-q2")

    assert newsletter("-C", workspace, "log", "2026-Q2").stdout == newsletter("-C", workspace, "log", "2026-q2").stdout
    assert "2026-q2" in newsletter("-C", workspace, "log", "issues/2026-q2.yaml").stdout


@pytest.mark.parametrize("known_by", ["log", "receipt"])
def test_an_issue_whose_file_is_gone_is_known_by_what_was_sent(newsletter, workspace, history, known_by):
    (workspace / "issues" / "2026-q2.yaml").unlink()
    if known_by == "log":
        history.sent("2026-q2")
    else:
        (workspace / "issues" / "2026-q2.sent.json").write_text("{}", encoding="utf-8")

    assert newsletter("-C", workspace, "log", "2026-q2").exit_code == 0
