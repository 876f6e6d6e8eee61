"""Reading a whole file that is not our own: of the right kind, and no bigger than its reader can take."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsletter.disk.refusals import refuse_unless_regular


class TooBig(OSError):
    """The file holds more than its reader takes; ``limit`` is in bytes."""

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        self.limit = limit


# Without O_NONBLOCK the opening of a pipe waits for a writer, who may never come; for files it means nothing.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def real_path(path: Path) -> Path:
    """The absolute path without links; ``OSError`` with the path's name for a link to itself (Python before 3.13 says it in
    another way).
    """
    try:
        return path.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """The file to read piece by piece, links followed. ``OSError`` with the file's name where it is missing, no file
    (``NotAFile``, ``IsADirectoryError``), or may not be read.
    """
    # Looked at before it is opened, because to open some devices does something, and after, because it may be another then.
    try:
        refuse_unless_regular(path.stat().st_mode, path)
        descriptor = os.open(path, _FLAGS)
    except ValueError:  # NUL in the name
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
    with os.fdopen(descriptor, "rb") as stream:
        refuse_unless_regular(os.fstat(descriptor).st_mode, path)
        yield stream


def read_whole(path: Path, most_bytes: int) -> bytes:
    """What the file holds; ``OSError`` as ``open_file`` has it, and ``TooBig``."""
    with open_file(path) as stream:
        data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise TooBig(path, most_bytes)
    return data
