"""Which workspace was worked in last, for an editor who opens a terminal somewhere else: a path in a file of the user's own.

It helps and is never needed: where the file cannot be read or written, the program says nothing and goes on without it.
"""

import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path

from newsletter.cli.invocation import SETTINGS_FILE
from newsletter.disk import PRIVATE, read_whole, write_whole
from newsletter.locale import _

_NAME = "workspace"
_LONGEST = 100_000


def state_file(name: str) -> Path:
    """Where each system keeps what programs remember (XDG Base Directory 0.8, Apple's File System Programming Guide)."""
    if given := os.environ.get("XDG_STATE_HOME"):
        folder = Path(given)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path.home() / ".local" / "state"
    return folder / "kvartalsbrev" / name


def remember_workspace(directory: Path) -> None:
    """Keep the path for next time; the file is its owner's alone, because it shows who works for a party."""
    with suppress(OSError, RuntimeError):  # RuntimeError: a user without a home
        target, path = state_file(_NAME), os.fsencode(directory)
        if target.is_file() and read_whole(target, _LONGEST) == path:
            return
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(target, path, mode=PRIVATE, is_durable=False)


def recall_workspace() -> Path | None:
    """The one worked in last, while it is there."""
    with suppress(OSError, RuntimeError, ValueError):  # ValueError: NUL in the file
        path = Path(os.fsdecode(read_whole(state_file(_NAME), _LONGEST)))
        if path.is_absolute() and (path / SETTINGS_FILE).is_file():
            return path
    return None


def last_workspace_words() -> str:
    """How to go to the workspace that was used last; empty where none is known."""
    last = recall_workspace()
    return _("You last worked in {directory}: “{command}”.").format(directory=last, command=going_there(last)) if last else ""


def going_there(directory: Path) -> str:
    """The command that goes to a folder, as it is typed from here."""
    here = Path.cwd()
    path = str(directory.relative_to(here) if directory.is_relative_to(here) else directory)
    quoted = f'"{path}"' if sys.platform == "win32" and " " in path else path
    return f"cd {quoted if sys.platform == 'win32' else shlex.quote(path)}"
