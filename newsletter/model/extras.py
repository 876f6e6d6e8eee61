"""What may be installed beside the program itself, and the command that adds it to this installation."""

import sys
import tomllib
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any

DISTRIBUTION = "kvartalsbrev"
"""What installers know the program by. ``newsletter`` is somebody else's package on the index."""


class Extra(Enum):
    """Each by its name in ``pyproject.toml``."""

    PDF = "pdf"
    POSTGRESQL = "postgresql"


PACKAGES = {Extra.PDF: "weasyprint", Extra.POSTGRESQL: "psycopg[binary]"}
"""What an extra brings: pipx adds packages to a program, not extras."""


def command_to_add(extra: Extra, environment: Path = Path(sys.prefix), python: str = sys.executable) -> str:
    """The line for a terminal that adds ``extra``, told by what pipx and uv leave in the environment they made."""
    if (environment / "pipx_metadata.json").is_file():
        return f'pipx inject {environment.name} "{PACKAGES[extra]}"'
    if (environment / "uv-receipt.toml").is_file():
        return _install_again_with_uv(extra, environment / "uv-receipt.toml")
    return f'{_quoted(python)} -m pip install "{DISTRIBUTION}[{extra.value}]"'


def _install_again_with_uv(extra: Extra, receipt: Path) -> str:
    """uv makes a program's environment anew: with what was there before, from where it was installed."""
    requirements: list[dict[str, Any]] = []
    with suppress(tomllib.TOMLDecodeError, OSError, UnicodeDecodeError):  # without a receipt to read, the name will do
        requirements = tomllib.loads(receipt.read_text(encoding="utf-8")).get("tool", {}).get("requirements", [])
    ours: dict[str, Any] = next((one for one in requirements if one.get("name") == DISTRIBUTION), {})
    source = next((ours[key] for key in ("path", "directory", "url") if key in ours), DISTRIBUTION)
    extras = sorted({*ours.get("extras", ()), extra.value})
    beside = [f'--with "{_requirement(one)}" ' for one in requirements if one.get("name") != DISTRIBUTION]
    return f'uv tool install {"".join(beside)}"{source}[{",".join(extras)}]"'


def _requirement(written: dict[str, Any]) -> str:
    extras = ",".join(written.get("extras", ()))
    return f"{written['name']}[{extras}]" if extras else str(written["name"])


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
