"""A whole file is written, or none; and nothing but that file."""

import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from newsletter.disk import PRIVATE, NotAFile, Outside, TooBig, copy_whole, create_whole, read_whole, write_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes as POSIX has them")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_text_is_there_as_it_was_given(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", "å\r\nb\n")

    assert (tmp_path / "a").read_bytes() == "å\r\nb\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("leads_to", ["other", "missing"])
def test_a_link_is_replaced_and_what_it_leads_to_left_alone(tmp_path: Path, leads_to: str) -> None:
    (tmp_path / "other").write_text("theirs", encoding="utf-8")
    (tmp_path / "a").symlink_to(tmp_path / leads_to)

    write_whole(tmp_path / "a", "ours")

    assert (tmp_path / "other").read_text(encoding="utf-8") == "theirs"
    assert not (tmp_path / "missing").exists()
    assert not (tmp_path / "a").is_symlink()
    assert (tmp_path / "a").read_text(encoding="utf-8") == "ours"


def test_a_link_under_a_name_that_can_be_guessed_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("theirs", encoding="utf-8")
    for name in ("a.tmp", ".a.tmp", "a.unfinished", f"a.{os.getpid()}.tmp"):
        (tmp_path / name).symlink_to(tmp_path / "other")

    write_whole(tmp_path / "a", "ours")

    assert (tmp_path / "other").read_text(encoding="utf-8") == "theirs"


def test_a_link_to_itself_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")

    write_whole(tmp_path / "a", "ours")

    assert (tmp_path / "a").read_text(encoding="utf-8") == "ours"


@pytest.mark.parametrize("kind", ["folder", "pipe", pytest.param("socket", marks=pytest.mark.slow)])
def test_what_is_no_file_is_left_and_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's name must be short
    place(tmp_path / "a", kind)

    with pytest.raises(OSError, match=r"a'?$") as refusal:
        write_whole(tmp_path / "a", "ours")

    assert refusal.value.filename == str(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("kind", ["folder", "pipe", pytest.param("socket", marks=pytest.mark.slow)])
def test_what_is_no_file_is_not_read(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    place(tmp_path / "a", kind)
    (tmp_path / "link").symlink_to("a")

    with pytest.raises((NotAFile, IsADirectoryError)):
        read_whole(tmp_path / "link", 10)


def place(path: Path, kind: str) -> None:
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path.name)


def test_a_device_is_not_read() -> None:
    with pytest.raises(NotAFile):
        read_whole(Path("/dev/zero"), 10)


def test_a_file_is_read_to_its_limit_and_no_further(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    assert read_whole(tmp_path / "a", 5) == b"12345"
    with pytest.raises(TooBig):
        read_whole(tmp_path / "a", 4)


def test_a_file_keeps_its_mode_and_a_new_one_gets_the_one_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").touch(mode=0o640)
    (tmp_path / "a").chmod(0o640)

    write_whole(tmp_path / "a", "ours")
    write_whole(tmp_path / "b", "ours", mode=PRIVATE)

    assert mode(tmp_path / "a") == 0o640
    assert mode(tmp_path / "b") == 0o600


def test_a_file_behind_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "inside" / "folder").symlink_to(tmp_path / "outside")

    with pytest.raises(Outside):
        write_whole(tmp_path / "inside" / "folder" / "a", "ours", inside=tmp_path / "inside")

    assert list((tmp_path / "outside").iterdir()) == []


def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("before", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", "after")

    assert (tmp_path / "a").read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_longest_name_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("a" * 255), "ours")

    assert (tmp_path / ("a" * 255)).is_file()


def test_a_new_file_needs_a_free_name(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "missing")

    for write in (lambda: create_whole(tmp_path / "a", b"ours"), lambda: copy_whole(tmp_path / "b", tmp_path / "a")):
        (tmp_path / "b").write_bytes(b"b")
        with pytest.raises(FileExistsError):
            write()

    assert not (tmp_path / "missing").exists()
