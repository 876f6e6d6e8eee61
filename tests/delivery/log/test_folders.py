"""Folders that copy files behind our back, by their names on the three systems; and the copies they leave."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from newsletter.delivery.log.folders import conflicted_copies, is_on_network, synchroniser

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
//nas/delad /mnt/nas cifs rw 0 0
nas:/hem /home nfs4 rw 0 0
/dev/sdb1 /home/kim/lokalt ext4 rw 0 0
server: /media/fj\\040rran fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (PureWindowsPath(r"C:\Users\Kim\OneDrive\newsletter\log.sqlite3"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\Kim\OneDrive - Vänsterpartiet\n\log.sqlite3"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\Kim\iCloudDrive\n\log.sqlite3"), "iCloud Drive"),
        (PureWindowsPath(r"G:\Min enhet\n\log.sqlite3"), "Google Drive"),
        (PurePosixPath("/Users/kim/Library/Mobile Documents/com~apple~CloudDocs/n/log.sqlite3"), "iCloud Drive"),
        (PurePosixPath("/Users/kim/Library/CloudStorage/GoogleDrive-kim@x.example/My Drive/log.sqlite3"), "Google Drive"),
        (PurePosixPath("/Users/kim/Library/CloudStorage/OneDrive-Personligt/log.sqlite3"), "OneDrive"),
        (PurePosixPath("/home/kim/Dropbox/n/log.sqlite3"), "Dropbox"),
        (PurePosixPath("/home/kim/Dropbox (Privat)/n/log.sqlite3"), "Dropbox"),
        (PurePosixPath("/home/kim/Nextcloud/n/log.sqlite3"), "Nextcloud"),
        (PurePosixPath("/home/kim/Syncthing/n/log.sqlite3"), "Syncthing"),
        (PurePosixPath("/home/kim/dropboxen/n/log.sqlite3"), None),
        (PurePosixPath("/home/kim/n/onedrive"), None),
        (PurePosixPath("/home/kim/n/log.sqlite3"), None),
        (PureWindowsPath(r"C:\newsletter\log.sqlite3"), None),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(path: PurePosixPath, service: str | None) -> None:
    assert synchroniser(path) == service


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PureWindowsPath(r"\\nas\delad\log.sqlite3"), True),
        (PurePosixPath("/mnt/nas/n/log.sqlite3"), True),
        (PurePosixPath("/home/kim/n/log.sqlite3"), True),
        (PurePosixPath("/home/kim/lokalt/log.sqlite3"), False),
        (PurePosixPath("/media/fj rran/log.sqlite3"), True),
        (PurePosixPath("/mnt/nasse/log.sqlite3"), False),
        (PurePosixPath("/var/log.sqlite3"), False),
        (PureWindowsPath(r"C:\n\log.sqlite3"), False),
    ],
)
def test_a_network_folder_is_known_by_its_mount(path: PurePosixPath, expected: bool) -> None:
    assert is_on_network(path, MOUNTS) is expected


@pytest.mark.parametrize(
    "name",
    [
        "log (Kims motstridiga kopia 2026-09-01).sqlite3",
        "log (Kim's conflicted copy 2026-09-01).sqlite3",
        "log (conflicted copy 2026-09-01 080000).sqlite3",
        "log.sync-conflict-20260901-080000-ABCDEFG.sqlite3",
        "log-DESKTOP-4F2K9Q1.sqlite3",
        "log-Annas-MacBook.sqlite3",
        "log - Copy.sqlite3",
        "log - kopia.sqlite3",
        "log (1).sqlite3",
        "log 2.sqlite3",
    ],
)
def test_copies_from_a_conflict_are_found(name: str) -> None:
    assert conflicted_copies("log.sqlite3", [name, "log.sqlite3"]) == (name,)


@pytest.mark.parametrize(
    "name",
    ["log.sqlite3", "log.sqlite3-wal", "log.sqlite3.lock", "log-2026.sqlite3", "logbok.sqlite3", "trial.sqlite3", "log.txt"],
)
def test_other_files_are_let_be(name: str) -> None:
    assert conflicted_copies("log.sqlite3", [name]) == ()
