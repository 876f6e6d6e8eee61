"""Whether the log at hand may send to people from here, and answering for it when it says that it may not."""

from dataclasses import dataclass
from pathlib import Path

from newsletter.delivery.log import (
    Receipt,
    SendLog,
    has_moved,
    read_history,
    read_receipts,
    record_adoption,
    refuse_unless_allowed,
    this_site,
    timestamp,
    unknown_receipts,
)
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
    refuse_unless_allowed(read_history(log), read_receipts(directory), this_site(log), is_trial=is_trial)


def adopt(workspace: Workspace, settings: Settings, *, by: str, reason: str) -> Adoption | None:
    """Let the log send from here, and keep in it that ``by`` answers for that; None where it may already."""
    receipts = read_receipts(workspace.directory)
    with workspace.open_log(settings, create=True) as log, hold_lock(log, "adopt"):
        history = read_history(log)
        unknown = unknown_receipts(receipts, history)
        if not unknown and not has_moved(history, this_site(log)):
            return None
        record_adoption(log, unknown, by=by, reason=reason, at=timestamp(workspace.now()))
        return Adoption(log.home.shown, unknown)
