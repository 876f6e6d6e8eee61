"""What may stand where a file should be. These are ``OSError``s with the file's name, told as the machine's own are."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path


class NotAFile(OSError):
    """A pipe, a device or a socket: to open it could wait for ever, or do something."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


class Outside(OSError):
    """A link leads out of the folder that the file belongs in."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EPERM, os.strerror(errno.EPERM), str(path))


def refuse_unless_file(path: Path) -> None:
    """The same for what stands at ``path``, links followed; nothing may stand there, too."""
    with suppress(FileNotFoundError):
        refuse_unless_regular(path.stat().st_mode, path)


def refuse_unless_regular(mode: int, path: Path) -> None:
    """``IsADirectoryError`` for a folder, ``NotAFile`` for everything else that is no file."""
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise NotAFile(path)
