"""Receipts: ``issues/ISSUE.sent.json`` says in Git which log sent the issue, so that no second log sends it again.

They hold nothing personal: ids of logs, runs and associations, a digest, a time.
"""

import json
import os
import sys
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from newsletter.locale import _
from newsletter.model.diagnostics import Refused

_SUFFIX = ".sent.json"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One live run. ``at`` is UTC in ISO 8601. ``trial``: its letters went to a server on the machine itself."""

    issue: str
    log: str
    run: str
    content: str
    at: str
    associations: tuple[str, ...]
    trial: bool = False


def read_receipts(directory: Path) -> tuple[Receipt, ...]:
    """Every receipt of the workspace; Refused for one that cannot be read, because it may be the one that matters."""
    return tuple(receipt for path in sorted((directory / "issues").glob(f"*{_SUFFIX}")) for receipt in _read_file(path))


def receipt_names(directory: Path) -> frozenset[str]:
    """The issues that have a receipt, whether it can be read or not."""
    return frozenset(path.name.removesuffix(_SUFFIX) for path in (directory / "issues").glob(f"*{_SUFFIX}"))


def receipts_unknown_to(receipts: Collection[Receipt], log: str, runs: Collection[str]) -> tuple[Receipt, ...]:
    """Receipts of another log, or of a run that this log has forgotten (an old copy of it)."""
    return tuple(receipt for receipt in receipts if receipt.log != log or receipt.run not in runs)


def add_receipt(directory: Path, receipt: Receipt) -> Path:
    """Add a run to its issue's receipt: wholly on disk when this returns, never half."""
    path = directory / "issues" / f"{receipt.issue}{_SUFFIX}"
    lock = directory / ".newsletter" / "receipts.lock"
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    with FileLock(lock, mode=0o600):
        earlier = _read_file(path) if path.exists() else ()
        _replace(path, {"schema": 1, "issue": receipt.issue, "runs": [_entry(one) for one in (*earlier, receipt)]})
    return path


def _entry(receipt: Receipt) -> dict[str, Any]:
    return {key: value for key, value in asdict(receipt).items() if key != "issue" and (receipt.trial or key != "trial")}


def _read_file(path: Path) -> tuple[Receipt, ...]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        issue = str(document["issue"])
        return tuple(
            Receipt(
                issue=issue,
                log=str(r["log"]),
                run=str(r["run"]),
                content=str(r["content"]),
                at=str(r["at"]),
                associations=tuple(map(str, r["associations"])),
                trial=r.get("trial") is True,
            )
            for r in document["runs"]
        )
    except (ValueError, KeyError, TypeError, AttributeError, IsADirectoryError):
        raise Refused(
            _("The receipt {path} cannot be read, so it is not known who has had the issue.").format(path=path),
            _("Get the file back from Git. If there was a conflict, keep the runs of both sides."),
        ) from None


def _replace(path: Path, document: dict[str, Any]) -> None:
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(document, file, ensure_ascii=False, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    if sys.platform != "win32":  # the new name is on disk when its folder is; Windows cannot open a folder
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
