"""Receipts: ``issues/ISSUE.sent.json`` says in Git which log sent the issue, so that no second log sends it again.

They hold nothing personal: ids of logs, runs, associations and attempts, a digest, times.

A run's mark says how far it came. It is moved after the claims of a turn have been committed and before the first of their
calls leaves: no letter has left that is beyond the mark, and the log that made it knows every attempt up to it, also after a
crash. So a log that does not know the last of them is an old copy, and only then.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock

from newsletter.disk import Bounds, NotAFile, NotOfItsKind, TooBig, TooDeep, TooSlow, read_json, refuse_unless_file, write_whole
from newsletter.locale import _
from newsletter.model.diagnostics import Refused

_SUFFIX = ".sent.json"
_BOUNDS = Bounds(50_000_000, seconds=20, deepest=4)
"""A run with 50,000 associations takes 1 MB and 20 ms."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One live run. ``at`` is UTC in ISO 8601. ``trial``: its letters went to a server on the machine itself.

    ``attempts`` and ``last``, the opaque id of the latest, are its mark; none before its first call, and in receipts that are
    older than marks. ``ended`` is when it had recorded all; empty while it is under way, and for ever where it died.
    """

    issue: str
    log: str
    run: str
    content: str
    at: str
    associations: tuple[str, ...]
    trial: bool = False
    attempts: int = 0
    last: str = ""
    ended: str = ""


def read_receipts(directory: Path) -> tuple[Receipt, ...]:
    """Every receipt of the workspace; Refused for one that cannot be read, because it may be the one that matters."""
    return tuple(receipt for path in sorted((directory / "issues").glob(f"*{_SUFFIX}")) for receipt in _read_file(path))


def receipt_names(directory: Path) -> frozenset[str]:
    """The issues that have a receipt, whether it can be read or not."""
    return frozenset(path.name.removesuffix(_SUFFIX) for path in (directory / "issues").glob(f"*{_SUFFIX}"))


def add_receipt(directory: Path, receipt: Receipt) -> Path:
    """Add a run to its issue's receipt: wholly on disk when this returns, never half."""
    with _lock_receipts(directory):
        path = _path(directory, receipt.issue)
        return _write_runs(path, receipt.issue, [*_read_if_there(path), receipt])


def move_mark(directory: Path, receipt: Receipt) -> Path:
    """Write how far the run has come, in the place of what its receipt said before; wholly on disk when this returns.

    A file that was put back to an older state meanwhile, as by Git, gets the run again.
    """
    with _lock_receipts(directory):
        path = _path(directory, receipt.issue)
        others = [one for one in _read_if_there(path) if (one.log, one.run) != (receipt.log, receipt.run)]
        return _write_runs(path, receipt.issue, [*others, receipt])


def end_receipt(directory: Path, receipt: Receipt, at: str) -> Path:
    """Write that the run has ended and recorded all of its letters, beside the mark that it came to."""
    with _lock_receipts(directory):
        path = _path(directory, receipt.issue)
        known = _read_if_there(path)
        return _write_runs(path, receipt.issue, [replace(one, ended=at) if one.run == receipt.run else one for one in known])


def _path(directory: Path, issue: str) -> Path:
    return directory / "issues" / f"{issue}{_SUFFIX}"


def _lock_receipts(directory: Path) -> FileLock:
    """Runs that share a log on PostgreSQL may share a folder too."""
    lock = directory / ".newsletter" / "receipts.lock"
    lock.parent.mkdir(mode=0o700, exist_ok=True)
    refuse_unless_file(lock)
    return FileLock(lock, mode=0o600)


def _read_if_there(path: Path) -> tuple[Receipt, ...]:
    return _read_file(path) if path.exists() else ()


def _write_runs(path: Path, issue: str, runs: Sequence[Receipt]) -> Path:
    document = {"schema": 1, "issue": issue, "runs": [_entry(one) for one in runs]}
    write_whole(path, orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return path


_LEFT_OUT_WHERE_EMPTY = frozenset({"trial", "attempts", "last", "ended"})


def _entry(receipt: Receipt) -> dict[str, Any]:
    entry = asdict(receipt)
    del entry["issue"]
    return {key: value for key, value in entry.items() if value or key not in _LEFT_OUT_WHERE_EMPTY}


def _count(number: object) -> int:
    """``ValueError`` for what a run cannot have counted."""
    if not isinstance(number, int) or not 0 <= number < _MOST_ATTEMPTS:
        raise ValueError
    return number


_MOST_ATTEMPTS = 1 << 53
"""JSON's whole numbers (RFC 8259, 6)."""
_NO_DOCUMENT = (FileNotFoundError, IsADirectoryError, NotAFile, NotOfItsKind, TooBig, TooDeep, TooSlow)


def _read_file(path: Path) -> tuple[Receipt, ...]:
    try:
        document = read_json(path, _BOUNDS)
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
                attempts=_count(r.get("attempts", 0)),
                last=str(r.get("last", "")),
                ended=str(r.get("ended", "")),
            )
            for r in document["runs"]
        )
    except (*_NO_DOCUMENT, ValueError, KeyError, TypeError, AttributeError):
        raise Refused(
            _("The receipt {path} cannot be read, so it is not known who has had the issue.").format(path=path),
            _("Get the file back from Git. If there was a conflict, keep the runs of both sides."),
        ) from None
