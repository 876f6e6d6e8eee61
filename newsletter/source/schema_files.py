"""Where the JSON Schemas lie: in the package, and beside the files of a workspace so that they need no network."""

from pathlib import Path

NAMES = ("issue", "contribution", "recipients", "settings")
FOLDER = ".schemas"
"""In a workspace; the first line of each file made by ``new`` and ``init`` points there."""

_PACKAGED = Path(__file__).parent / "schemas"


def schema_path(name: str) -> Path:
    return _PACKAGED / f"{name}.schema.json"


def modeline(name: str, *, depth: int = 0) -> str:
    """The comment that tells VS Code which schema holds for a file ``depth`` folders down in the workspace."""
    return f"# yaml-language-server: $schema={'../' * depth}{FOLDER}/{name}.schema.json"


def refresh(directory: Path) -> None:
    """Bring the workspace's copies up to what this version of the program takes."""
    folder = directory / FOLDER
    folder.mkdir(exist_ok=True)
    for name in NAMES:
        target, text = folder / f"{name}.schema.json", schema_path(name).read_text(encoding="utf-8")
        if not target.is_file() or target.read_text(encoding="utf-8", errors="replace") != text:
            target.write_text(text, encoding="utf-8", newline="\n")
