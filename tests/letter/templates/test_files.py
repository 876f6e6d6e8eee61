"""Templates compiled once for all commands: never from what a shared folder holds, never from an older text."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.letter import cache
from newsletter.letter.templates.environment import environment_for


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    environment_for.cache_clear()
    cache.folder.cache_clear()
    yield folder
    cache.folder.cache_clear()


def rendered(directory: Path, text: str) -> str:
    template = directory / "templates" / "words.txt.j2"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text(text, encoding="utf-8")
    environment_for.cache_clear()
    return environment_for(directory).get_template("words.txt.j2").render()


def test_compiled_templates_are_kept_outside_the_workspace(tmp_path: Path, temporary_folder: Path) -> None:
    workspace = tmp_path / "workspace"

    assert rendered(workspace, "ett") == "ett"
    assert [path.name for path in workspace.rglob("*") if path.is_file()] == ["words.txt.j2"]
    assert [path for path in temporary_folder.rglob("newsletter-*") if path.is_file()]


def test_a_changed_template_is_compiled_again(tmp_path: Path) -> None:
    assert rendered(tmp_path / "workspace", "ett") == "ett"
    assert rendered(tmp_path / "workspace", "två") == "två"


def test_two_workspaces_keep_their_own_templates(tmp_path: Path) -> None:
    assert rendered(tmp_path / "one", "ett") == "ett"
    assert rendered(tmp_path / "other", "två") == "två"


def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, temporary_folder: Path) -> None:
    rendered(tmp_path / "workspace", "ett")
    for path in temporary_folder.rglob("newsletter-*"):
        path.write_bytes(path.read_bytes()[:40])

    assert rendered(tmp_path / "workspace", "ett") == "ett"


def test_without_a_temporary_folder_templates_are_compiled_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    cache.folder.cache_clear()

    assert rendered(tmp_path / "workspace", "ett") == "ett"


def test_what_cannot_be_kept_leaves_nothing_behind() -> None:
    """As on a full disk; here the name is taken by a folder."""
    folder = cache.folder()
    assert folder
    (folder / "newsletter-taken" / "inside").mkdir(parents=True)

    cache.write("taken", b"x")

    assert [path.name for path in folder.iterdir()] == ["newsletter-taken"]
    assert cache.read("taken") is None
