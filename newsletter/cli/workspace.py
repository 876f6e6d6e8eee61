"""Where the command works: the folder with ``newsletter.yaml``, its log and its secrets."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.model.settings import Settings

SETTINGS_FILE = "newsletter.yaml"


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options that stand before the command's name."""

    directory: Path | None = None
    log: str | None = None


def invocation() -> Invocation:
    """The options of the running command; the defaults outside one."""
    context = click.get_current_context(silent=True)
    return (context and context.find_object(Invocation)) or Invocation()


def current_directory() -> Path:
    """``-C DIR`` or the folder the command was started in, whether it is a workspace or not."""
    return (invocation().directory or Path.cwd()).resolve()


def directory_if_any() -> Path | None:
    """The workspace: ``-C DIR`` itself, else the nearest folder from here upwards that holds ``newsletter.yaml``."""
    start = current_directory()
    return nearest_workspace(start, () if invocation().directory else start.parents)


def nearest_workspace(start: Path, further: Iterable[Path]) -> Path | None:
    """``start``, else the first of the folders ``further`` on, that holds ``newsletter.yaml``."""
    return next((folder for folder in (start, *further) if (folder / SETTINGS_FILE).is_file()), None)


def find_directory() -> Path:
    """The workspace; Refused if there is none."""
    from newsletter.model.diagnostics import Refused

    found = directory_if_any()
    if found is None:
        raise Refused(
            _("There is no {file} in {directory}.").format(file=SETTINGS_FILE, directory=current_directory()),
            _("Go to the folder of your newsletter, name it with -C, or make a new one with “newsletter init”."),
        )
    return found


def opened_log(settings: "Settings", directory: Path, *, create: bool = False) -> "SendLog":
    """The sending log of the workspace; one that does not exist reads as empty, unless ``create``. Raises ``Refused``."""
    from newsletter.delivery import open_log

    return open_log(log_url(settings), directory, create=create, secrets=secrets())


def log_url(settings: "Settings") -> str:
    """``--log``, else ``delivery.log`` of the settings; Refused if it carries a password."""
    from newsletter.operations import workspace

    return workspace.log_url(settings, invocation().log)


def secrets() -> dict[str, str]:
    """The environment, over what stands in ``.env`` beside ``newsletter.yaml``."""
    directory = directory_if_any()
    return {**(dotenv(directory / ".env") if directory else {}), **os.environ}


def _text(path: Path) -> str:
    """Windows' own tools write UTF-16 too, with its mark first."""
    from newsletter.model.diagnostics import Refused

    content = path.read_bytes()
    try:
        return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("{path} cannot be read.").format(path=path), _("Save it as UTF-8.")) from None


def dotenv(path: Path) -> Mapping[str, str]:
    """``KEY=VALUE`` line by line: quotes around a value and ``export`` before a key are taken away, ``#`` starts a comment."""
    if not path.is_file():
        return {}
    found = {}
    for line in _text(path).splitlines():
        key, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and key.strip() and not key.startswith("#"):
            found[key.strip()] = _strip_quotes(value.strip())
    return found


def _strip_quotes(value: str) -> str:
    if value[:1] in ("'", '"') and value.find(value[0], 1) > 0:
        return value[1 : value.find(value[0], 1)]
    return value.split(" #", maxsplit=1)[0].rstrip()
