"""The options before the command's name, and the folder that they point at. Every start of the program loads this."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from newsletter.disk import real_path

SETTINGS_FILE = "newsletter.yaml"


class Invocation(NamedTuple):  # a dataclass brings a module that --help has no other need of
    """The options that stand before the command's name."""

    directory: Path | None = None
    log: str | None = None


def invocation() -> Invocation:
    """The options of the running command; the defaults outside one."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Invocation)) or Invocation()


def current_directory() -> Path:
    """``-C DIR`` or the folder the command was started in, whether it is a workspace or not."""
    return real_path(invocation().directory or Path.cwd())


def directory_if_any() -> Path | None:
    """The workspace: ``-C DIR`` itself, else the nearest folder from here upwards that holds ``newsletter.yaml``."""
    start = current_directory()
    return nearest_workspace(start, () if invocation().directory else start.parents)


def nearest_workspace(start: Path, further: Iterable[Path]) -> Path | None:
    """``start``, else the first of the folders ``further`` on, that holds ``newsletter.yaml``."""
    return next((folder for folder in (start, *further) if (folder / SETTINGS_FILE).is_file()), None)
