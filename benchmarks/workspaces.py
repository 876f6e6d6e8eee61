"""Workspaces to measure in, made from the samples."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
ISSUE = "2026-q3"


def workspace(directory: Path) -> Path:
    """The sample workspace, without any log."""
    shutil.copytree(ROOT / "issues", directory / "issues")
    for name in ("recipients.yaml", "newsletter.yaml"):
        shutil.copy(ROOT / name, directory / name)
    return directory
