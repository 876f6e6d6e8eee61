"""Every way in which editors and synchronised folders save is noticed. Nothing here depends on how soon."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsletter.web.changes import FileChanges, version

PATIENCE = 60.0


@pytest.fixture
def changes(workspace: Path) -> Iterator[FileChanges]:
    followed = FileChanges(workspace)
    yield followed
    followed.stop()


def issue_of(workspace: Path) -> Path:
    return workspace / "issues" / "2026-q3.yaml"


def written_over(workspace: Path) -> None:
    with issue_of(workspace).open("a", encoding="utf-8") as file:
        file.write("# mer\n")


def renamed_into_place(workspace: Path) -> None:
    """Vim, Emacs, most others: beside, then over it."""
    beside = issue_of(workspace).with_suffix(".yaml~new")
    shutil.copy2(issue_of(workspace), beside)
    with beside.open("a", encoding="utf-8") as file:
        file.write("# mer\n")
    beside.replace(issue_of(workspace))


def same_size_and_time(workspace: Path) -> None:
    """OneDrive gives a file that came from elsewhere the time that it had there."""
    path = issue_of(workspace)
    facts, data = path.stat(), path.read_bytes()
    path.write_bytes(data.replace(b"Tio dagar", b"Nio dagar", 1))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def deleted_and_made_again(workspace: Path) -> None:
    text = issue_of(workspace).read_text(encoding="utf-8")
    issue_of(workspace).unlink()
    issue_of(workspace).write_text(f"{text}# mer\n", encoding="utf-8")


def deleted(workspace: Path) -> None:
    issue_of(workspace).unlink()


def touched(workspace: Path) -> None:
    os.utime(issue_of(workspace), (1, 1))


def first_template(workspace: Path) -> None:
    (workspace / "templates" / "sections").mkdir(parents=True)
    (workspace / "templates" / "sections" / "links.mjml.j2").write_text("", encoding="utf-8")


def picture(workspace: Path) -> None:
    path = workspace / "issues" / "images" / "2026-q3-turne.jpg"
    path.write_bytes(path.read_bytes() + b"x")


def settings(workspace: Path) -> None:
    (workspace / "newsletter.yaml").write_text("x\n", encoding="utf-8")


def recipients(workspace: Path) -> None:
    (workspace / "recipients.yaml").write_text("x\n", encoding="utf-8")


def contribution(workspace: Path) -> None:
    (workspace / "issues" / "2026-q3").mkdir()
    (workspace / "issues" / "2026-q3" / "hsn.yaml").write_text("x\n", encoding="utf-8")


WAYS = [
    written_over, renamed_into_place, same_size_and_time, deleted_and_made_again, deleted, touched, first_template, picture,
    settings, recipients, contribution,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_is_noticed_while_somebody_waits(way: Callable[[Path], None], workspace: Path, changes: FileChanges) -> None:
    before = changes.after("", 0)

    way(workspace)

    assert changes.after(before, PATIENCE) != before


@pytest.mark.slow
def test_a_folder_that_was_taken_away_and_came_back_is_followed_again(workspace: Path, changes: FileChanges) -> None:
    before = changes.after("", 0)
    (workspace / "issues").rename(workspace / "elsewhere")
    gone = changes.after(before, PATIENCE)
    (workspace / "elsewhere").rename(workspace / "issues")
    back = changes.after(gone, PATIENCE)
    written_over(workspace)

    assert len({before, gone, back, changes.after(back, PATIENCE)}) >= 3
    assert changes.after(back, PATIENCE) != back


@pytest.mark.parametrize("name", [".2026-q3.yaml.swp", "2026-q3.yaml~", "2026-q3.yaml.tmp", "~$notes.docx", ".DS_Store"])
def test_what_editors_lay_beside_is_no_change(name: str, workspace: Path) -> None:
    before = version(workspace)
    (workspace / "issues" / name).write_text("x", encoding="utf-8")

    assert version(workspace) == before


def test_nothing_else_in_the_workspace_is_a_change(workspace: Path) -> None:
    before = version(workspace)
    (workspace / "outbox").mkdir()
    (workspace / "outbox" / "brev.eml").write_text("x", encoding="utf-8")
    (workspace / ".newsletter").mkdir()
    (workspace / ".newsletter" / "log.sqlite3").write_text("x", encoding="utf-8")

    assert version(workspace) == before


@pytest.mark.slow
def test_a_file_amid_its_saving_is_waited_for(workspace: Path, changes: FileChanges) -> None:
    """Emptied, and written only then: the empty file is not shown, unless it stays empty."""
    before = changes.after("", 0)
    text = issue_of(workspace).read_text(encoding="utf-8")
    issue_of(workspace).write_text("", encoding="utf-8")
    issue_of(workspace).write_text(f"{text}# mer\n", encoding="utf-8")
    saved = version(workspace)

    while (told := changes.after(before, PATIENCE)) != saved:
        before = told  # the emptied file, on a machine that took longer than a second between the two

    issue_of(workspace).write_text("", encoding="utf-8")
    assert changes.after(saved, PATIENCE) == version(workspace)
