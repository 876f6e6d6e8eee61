"""Outside a workspace the last one used is named, from a file that is the editor's own, and silence where there is none."""

import stat
import sys

import pytest

from newsletter.cli.last_workspace import recall_workspace, remember_workspace


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "kvartalsbrev" / "workspace"


def test_a_command_elsewhere_names_the_folder(newsletter, workspace, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    newsletter("-C", workspace, "check", "2026-q3")
    monkeypatch.chdir(elsewhere)

    for order in ([], ["check"]):
        assert f"Du arbetade senast i {workspace}: ”cd {workspace}”." in newsletter(*order).output


def test_a_folder_that_is_gone_is_not_named(newsletter, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    remember_workspace(tmp_path / "moved")

    result = newsletter("check")

    assert result.exit_code == 1
    assert "moved" not in result.stderr


def test_the_file_holds_the_path_alone_and_is_the_editors_own(state, workspace):
    remember_workspace(workspace)

    assert state.read_text(encoding="utf-8") == str(workspace)
    assert [path.name for path in state.parent.iterdir()] == ["workspace"]
    if sys.platform != "win32":  # which has no such modes
        assert stat.S_IMODE(state.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_passed_over_in_silence(newsletter, state, workspace):
    state.parent.parent.write_text("a file where the folder should be", encoding="utf-8")

    result = newsletter("-C", workspace, "check", "2026-q3")

    assert result.exit_code == 0
    assert recall_workspace() is None


@pytest.mark.parametrize("content", [b"", b"relative", b"\0", b"/no/such/folder"])
def test_what_is_no_workspace_is_not_recalled(state, content):
    state.parent.mkdir(parents=True)
    state.write_bytes(content)

    assert recall_workspace() is None
