"""What the shell offers after Tab, asked for as the shells ask."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def offered(workspace, words: list[str], shell: str = "bash") -> list[str]:
    result = subprocess.run(
        [sys.executable, "-c", "from newsletter.cli import main; main()"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=workspace,
        env={
            **os.environ,
            "_NEWSLETTER_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": " ".join(["newsletter", *words]),
            "COMP_CWORD": str(len(words)),
        },
        check=False,
    )
    assert result.stderr == ""
    return [line.partition(",")[2] for line in result.stdout.splitlines() if line]


def test_commands(workspace):
    assert offered(workspace, ["st"]) == ["status"]


@pytest.mark.parametrize("command", ["send", "check", "render", "preview", "log", "resolve"])
def test_issues_latest_first(workspace, command):
    assert offered(workspace, [command, "2026"]) == ["2026-q4", "2026-q3", "2026-q2", "2026-q1"]


@pytest.mark.parametrize("option", [["send", "2026-q3", "--only"], ["render", "2026-q3", "--as"]], ids=" ".join)
def test_associations(workspace, option):
    assert offered(workspace, [*option, "k"]) == ["karlstad", "kil", "kristinehamn"]


def test_another_workspace(workspace, tmp_path):
    assert offered(tmp_path, ["-C", str(workspace), "send", "2026-q4"]) == ["2026-q4"]


def test_nothing_is_offered_and_nothing_said_where_there_is_nothing(tmp_path):
    assert offered(tmp_path, ["send", ""]) == []
    assert offered(tmp_path, ["send", "2026-q3", "--only", ""]) == []


def test_broken_files_are_passed_over(workspace):
    (workspace / "recipients.yaml").write_bytes(b"\xff\xfe id: eda")

    assert offered(workspace, ["send", "2026-q3", "--only", ""]) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_gets_a_script(workspace, shell):
    result = subprocess.run(
        [sys.executable, "-c", "from newsletter.cli import main; main()"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=workspace,
        env={**os.environ, "_NEWSLETTER_COMPLETE": f"{shell}_source"},
        check=False,
    )

    assert "newsletter" in result.stdout
    assert result.returncode == 0
