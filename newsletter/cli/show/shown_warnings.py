"""Which warnings the editor has seen already: ``send`` and ``approve`` show the new ones, and of the others how many they are.

A file in the user's own folder keeps a digest of each. It helps and is never needed: where it cannot be read or written, every
warning is new.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from newsletter.cli.last_workspace import state_file
from newsletter.disk import PRIVATE, read_whole, write_whole
from newsletter.model.diagnostics import Diagnostic

_NAME = "warnings"
_LINE = 17
"""Bytes of a digest in the file, with its line feed."""
_MOST = 4000
"""The latest; older ones are shown once more."""


def not_shown_before(warnings: Sequence[Diagnostic], directory: Path) -> tuple[Diagnostic, ...]:
    known = set(_known())
    return tuple(one for one in warnings if _digest(one, directory) not in known)


def remember_warnings(warnings: Iterable[Diagnostic], directory: Path) -> None:
    """That these have been shown, of the workspace ``directory``."""
    known = _known()
    every = list(dict.fromkeys([*known, *(_digest(one, directory) for one in warnings)]))[-_MOST:]
    if every != known:
        with suppress(OSError, RuntimeError):  # RuntimeError: a user without a home
            path = state_file(_NAME)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, "".join(f"{one}\n" for one in every).encode(), mode=PRIVATE, is_durable=False)


def _known() -> list[str]:
    with suppress(OSError, RuntimeError):
        return read_whole(state_file(_NAME), _MOST * _LINE).decode("ascii", "replace").split()
    return []


def _digest(one: Diagnostic, directory: Path) -> str:
    """Of what it says and of which file, wherever in the file: a line more above it makes no new warning of it."""
    said = "\0".join((str(directory.resolve()), one.file, one.code, one.message))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[: _LINE - 1]
