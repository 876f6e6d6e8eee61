"""Which state of the files is the latest, told as soon as one of them changes.

What the operating system tells is only a reason to look: whether anything has changed is answered by the files themselves. So
an editor that writes beside and renames, a folder that is taken away and comes back, and a synchronised or network folder that
tells nothing are all seen, the last of them within a second.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Condition, Event, Thread

from watchfiles import watch

from newsletter.disk import read_whole

TOP = ("newsletter.yaml", "recipients.yaml")
FOLDERS = ("issues", "templates")
_GATHER, _AT_MOST = 10, 40
"""Milliseconds: how long to wait for more changes of the same saving, and for how long at most."""
_LOOK_ANYWAY = 1000
_READ_WHOLE = 200_000
_UNFINISHED = (".tmp", ".swp", ".swx", ".part", ".crdownload", "~")
"""How programs name what they have not finished writing."""


def source_files(directory: Path) -> Iterator[Path]:
    """Every file that a letter is made of, and others that lie among them."""
    yield from (path for name in TOP if (path := directory / name).is_file())
    for folder in FOLDERS:
        with suppress(OSError):  # a folder that is taken away while it is read: the next look sees what became of it
            found = sorted(path for path in (directory / folder).rglob("*") if path.is_file() and _is_finished(path))
            yield from found


def version(directory: Path) -> str:
    """A word that is another as soon as any file that a letter is made of has changed, come or gone."""
    state = hashlib.sha256()
    for path in source_files(directory):
        with suppress(OSError):  # replaced while we looked, as editors do on saving: the next look sees it
            facts = path.stat()
            said = f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\0{facts.st_ino}\0{facts.st_ctime_ns}\n"
            state.update(said.encode(errors="surrogateescape"))
            # A synchronised folder may give a new text the old one's time, and Windows knows no time of that change.
            if path.suffix == ".yaml" and facts.st_size < _READ_WHOLE:
                state.update(read_whole(path, _READ_WHOLE))
    return state.hexdigest()[:16]


class FileChanges:
    """The latest version of a workspace's files, followed from the first time that somebody waits for another."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._version = version(directory)
        self._written = _yaml_files(directory)
        self._postponed = ""
        self._changed = Condition()
        self._stop = Event()
        self._follower: Thread | None = None

    def after(self, seen: str, seconds: float) -> str:
        """The version as soon as it is another than ``seen``, or the same after so many seconds."""
        with self._changed:
            if self._follower is None:
                self._follower = Thread(target=self._follow, daemon=True)
                self._follower.start()
            self._changed.wait_for(lambda: self._version != seen, seconds)
            return self._version

    def stop(self) -> None:
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                self._look()
                self._follow_these(_folders(self._directory))
            except OSError:  # a folder went before it could be followed, or there are too many for the operating system
                self._stop.wait(_LOOK_ANYWAY / 1000)

    def _follow_these(self, watched: dict[Path, int]) -> None:
        """Until other folders are to be followed."""
        for _changes in watch(
            *watched,
            watch_filter=None,
            recursive=False,
            step=_GATHER,
            debounce=_AT_MOST,
            rust_timeout=_LOOK_ANYWAY,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
        ):
            self._look()
            if _folders(self._directory) != watched:
                return

    def _look(self) -> None:
        current, written = version(self._directory), _yaml_files(self._directory)
        if current == self._version:
            return
        if self._written - written and current != self._postponed:
            self._postponed = current  # a file is gone or empty: most often its text follows at once, and is told of
            return
        with self._changed:
            self._version, self._written = current, written
            self._changed.notify_all()


def _folders(directory: Path) -> dict[Path, int]:
    """The folders to follow, each with what tells it from another that came in its place."""
    folders = [directory]
    for name in FOLDERS:
        top = directory / name
        folders += [top, *(path for path in top.rglob("*") if path.is_dir())] if top.is_dir() else []
    found = {}
    for folder in folders:
        with suppress(OSError):
            found[folder] = folder.stat().st_ino
    return found


def _yaml_files(directory: Path) -> frozenset[Path]:
    """The YAML files that have a text."""
    found = set()
    for path in (*(directory / name for name in TOP), *(directory / "issues").glob("*.yaml")):
        with suppress(OSError):
            if path.stat().st_size:
                found.add(path)
    return frozenset(found)


def _is_finished(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and not path.name.endswith(_UNFINISHED)
