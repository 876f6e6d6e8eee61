"""Whether the log at hand may send to people from here, and answering for it when it says that it may not."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.delivery.log import (
    Receipt,
    SendLog,
    has_moved,
    read_history,
    read_receipts,
    receipts_ahead,
    record_adoption,
    refuse_unless_allowed,
    this_site,
    timestamp,
    unknown_receipts,
)
from newsletter.delivery.run import RunLock, write_down_lost_letters
from newsletter.model.diagnostics import AnotherRun
from newsletter.model.settings import Settings
from newsletter.operations.running import hold_lock
from newsletter.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Adoption:
    """The log ``shown`` may now send from here, in spite of the receipts ``unknown`` to it."""

    shown: str
    unknown: tuple[Receipt, ...]


def refuse_wrong_log(log: SendLog, directory: Path, *, is_trial: bool) -> None:
    """Refused for a log that does not know all that the receipts tell of, that has moved, or where trials and letters to people
    would be mixed: it could send an issue a second time.
    """
    receipts = read_receipts(directory)
    refuse_unless_allowed(read_history(log, receipts), receipts, this_site(log), is_trial=is_trial)


def doubt_lost_letters(workspace: Workspace, settings: Settings) -> tuple[Receipt, ...]:
    """Put in doubt the letters that the log, an old copy, has lost of runs that it knows; the receipts that tell of them.

    ``AnotherRun`` where one of those runs is alive.
    """
    receipts = read_receipts(workspace.directory)
    with workspace.open_log(settings) as log:
        ahead = receipts_ahead(receipts, read_history(log, receipts))
        if ahead:
            with hold_lock(log, "resolve") as lock:
                _write_down(log, lock, ahead)
        return ahead


def _write_down(log: SendLog, lock: RunLock, ahead: Sequence[Receipt]) -> None:
    if not all(lock.add(one.run) for one in ahead):
        raise AnotherRun
    write_down_lost_letters(log, ahead)


def adopt(workspace: Workspace, settings: Settings, *, by: str, reason: str) -> Adoption | None:
    """Let the log send from here, and keep in it that ``by`` answers for that; None where it may already.

    Letters of runs that the log knows, but not to their end, are put in doubt all the same: only ``resolve`` settles those.
    """
    receipts = read_receipts(workspace.directory)
    with workspace.open_log(settings, create=True) as log, hold_lock(log, "adopt") as lock:
        if ahead := receipts_ahead(receipts, read_history(log, receipts)):
            _write_down(log, lock, ahead)
        history = read_history(log, receipts)
        unknown = unknown_receipts(receipts, history)
        if not unknown and not has_moved(history, this_site(log)):
            return None
        record_adoption(log, unknown, by=by, reason=reason, at=timestamp(workspace.now()))
        return Adoption(log.home.shown, unknown)
