"""Taking in what SendGrid reports of letters after it has taken them: from saved files, and from the lists that it keeps."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from newsletter.delivery.afterwards import EventReport, EventsTaken, events_from_lists, take_events
from newsletter.delivery.log import SendLog, timestamp
from newsletter.delivery.transports import SendGridVia, parse_via, sendgrid_key
from newsletter.delivery.transports.sendgrid import fetch_lists, read_events
from newsletter.disk import open_file
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.settings import Settings
from newsletter.operations.workspace import Workspace
from newsletter.source import read


@dataclass(frozen=True, slots=True)
class BrokenEntries:
    """So many entries of a file could not be read; the others were."""

    file: Path
    count: int


@dataclass(frozen=True, slots=True)
class Reception:
    """What came of it. ``names`` are the associations' by their ids. ``troubles`` are lists that could not be fetched, each in
    a sentence.
    """

    received: EventsTaken
    names: Mapping[str, str]
    troubles: tuple[str, ...]


def receive_reports(
    workspace: Workspace,
    settings: Settings,
    files: Sequence[Path],
    via: str | None,
    tell: Callable[[BrokenEntries], None],
) -> Reception:
    """Take in the events of ``files``, and of the lists of the SendGrid that ``via`` names, None for no lists. ``Refused``
    for a file that is no text, and where ``via`` is no SendGrid.
    """
    with workspace.open_log(settings) as log:
        listed, troubles = _fetch(workspace, log, via) if via is not None else ([], [])
        reported = chain(chain.from_iterable(map(partial(_read, tell=tell), files)), listed)
        received = take_events(log, reported, timestamp(workspace.now()))
        return Reception(received, _names(workspace.directory), tuple(troubles))


def _read(file: Path, tell: Callable[[BrokenEntries], None]) -> Iterator[EventReport]:
    broken = 0
    try:
        with open_file(file) as opened, io.TextIOWrapper(opened, encoding="utf-8-sig") as text:
            for report in read_events(text):
                if report:
                    yield report
                else:
                    broken += 1
    except (OSError, UnicodeDecodeError):
        raise Refused(_("{path} cannot be read.").format(path=file), _("Save it as UTF-8.")) from None
    if broken:
        tell(BrokenEntries(file, broken))


def _fetch(workspace: Workspace, log: SendLog, via: str) -> tuple[list[EventReport], list[str]]:
    way = parse_via(via)
    if not isinstance(way, SendGridVia):
        raise Refused(
            _("Only SendGrid keeps lists of bounces that can be asked for."),
            _("Name it with --via, for example --via sendgrid:eu."),
        )
    listed, troubles = fetch_lists(way, sendgrid_key(workspace.secrets()))
    return list(events_from_lists(log, listed, timestamp(workspace.now()))), troubles


def _names(directory: Path) -> Mapping[str, str]:
    recipients = read(directory, ()).recipients
    return {one.id: one.name for one in recipients.recipients.recipients} if recipients else {}
