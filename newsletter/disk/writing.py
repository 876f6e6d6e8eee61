"""Writing a whole file: it is there as it should be, or as it was before; and nothing else is touched.

The bytes go to a file beside it with a name that cannot be guessed, made anew (O_EXCL) and never through a link (O_NOFOLLOW),
and take the file's name when they are on disk. So a link that has been put in the file's place, by a cloned workspace or by
another user of the machine, is replaced, and what it leads to is left alone. A folder, a pipe or a device is left, too, and
refused.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from newsletter.disk.reading import real_path
from newsletter.disk.refusals import Outside, refuse_unless_regular

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_COPIED_AT_ONCE = 1_000_000
PUBLIC, PRIVATE = 0o666, 0o600
"""Modes of new files, the user's umask taken away."""


def write_whole(
    path: Path, content: bytes | str, *, mode: int = PUBLIC, inside: Path | None = None, is_durable: bool = True
) -> None:
    """Give ``path`` this content; text becomes UTF-8 with its line feeds as they are.

    A file that is there keeps its mode, a new one gets ``mode``. ``inside``: the folder that the file must lie in, whatever
    links lead to (``Outside``). Without ``is_durable`` a loss of power may take the content: for what is made again with ease.
    ``OSError`` with a file's name where it cannot be done.
    """
    if inside is not None and not real_path(path.parent).is_relative_to(real_path(inside)):
        raise Outside(path.parent)
    kept = _mode_to_keep(path)
    beside = path.with_name(f".{os.urandom(8).hex()}.tmp")  # the name of the file itself may be as long as names can be
    try:
        with os.fdopen(os.open(beside, _NEW, mode if kept is None else PRIVATE), "wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            if kept is not None and sys.platform != "win32":
                os.fchmod(stream.fileno(), kept)
            if is_durable:
                stream.flush()
                os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as fault:
        if fault.filename == str(beside):  # the user knows the file's own name
            fault.filename = str(path)
        raise
    finally:
        with suppress(OSError):  # nor can it be reached
            beside.unlink(missing_ok=True)
    if is_durable:
        _sync_folder(path.parent)


def create_whole(path: Path, content: bytes | str, *, mode: int = PUBLIC) -> None:
    """As ``write_whole``, for a name that must be free: ``FileExistsError`` where anything at all has it, a link too."""
    os.close(os.open(path, _NEW, mode))  # the name is ours from here on
    write_whole(path, content, mode=mode)


def copy_whole(source: Path, target: Path) -> None:
    """A copy for its owner alone, of a file too big for memory, under a name that must be free; whole or not at all."""
    with source.open("rb") as reading, os.fdopen(os.open(target, _NEW, PRIVATE), "wb") as writing:
        try:
            refuse_unless_regular(os.fstat(reading.fileno()).st_mode, source)
            while piece := reading.read(_COPIED_AT_ONCE):
                writing.write(piece)
            writing.flush()
            os.fsync(writing.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise
    _sync_folder(target.parent)


def _mode_to_keep(path: Path) -> int | None:
    """That of the file that is replaced; None where there is none, or a link. Everything else is refused."""
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found):
        return None
    refuse_unless_regular(found, path)
    return stat.S_IMODE(found)


def _sync_folder(folder: Path) -> None:
    """The new name is on disk when its folder is; Windows cannot open a folder."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
