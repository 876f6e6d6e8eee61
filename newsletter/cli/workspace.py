"""The folder with ``newsletter.yaml``, and the secrets: the environment, and ``.env`` beside the settings."""

import os
from collections.abc import Mapping
from pathlib import Path

from newsletter.cli.invocation import SETTINGS_FILE, current_directory, directory_if_any
from newsletter.cli.last_workspace import last_workspace_words, remember_workspace
from newsletter.disk import read_whole
from newsletter.locale import _
from newsletter.model.diagnostics import Refused

_LONGEST = 1_000_000


def find_directory() -> Path:
    """The workspace; Refused if there is none."""
    found = directory_if_any()
    if found is None:
        hint = _("Go to the folder of your newsletter, name it with -C, or make a new one with “newsletter init”.")
        raise Refused(
            _("There is no {file} in {directory}.").format(file=SETTINGS_FILE, directory=current_directory()),
            " ".join(filter(None, [hint, last_workspace_words()])),
        )
    remember_workspace(found)
    return found


def secrets() -> dict[str, str]:
    """The environment, over what stands in ``.env`` beside ``newsletter.yaml``."""
    directory = directory_if_any()
    return {**(dotenv(directory / ".env") if directory else {}), **os.environ}


def _text(path: Path) -> str:
    """Windows' own tools write UTF-16 too, with its mark first."""
    content = read_whole(path, _LONGEST)
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
