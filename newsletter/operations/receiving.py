"""Taking in what SendGrid reports of letters after it has taken them: from saved files, and from the lists that it keeps."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    """What came of it. ``names`` are the associations' by their ids. ``troubles`` are lists that could not be fetched, and
    files that hold no events, each in a sentence.
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
    troubles: list[str] = []

    def follow(file: Path, reports: Iterator[EventReport | None]) -> Iterator[EventReport | None]:
        count, broken = 0, 0
        for report in reports:
            count += 1
            broken += report is None
            yield report
        if broken < count:
            if broken:
                tell(BrokenEntries(file, broken))
        else:
            troubles.append(_("{file} holds no events.").format(file=file))

    with workspace.open_log(settings) as log:
        listed, missing = _fetch(workspace, log, via) if via is not None else ([], [])
        reported = chain(chain.from_iterable(follow(file, _read(file)) for file in files), listed)
        received = take_events(log, reported, timestamp(workspace.now()))
        return Reception(received, _names(workspace.directory), (*troubles, *missing))


def _read(file: Path) -> Iterator[EventReport | None]:
    try:
        with open_file(file) as opened, io.TextIOWrapper(opened, encoding="utf-8-sig") as text:
            yield from read_events(text)
    except (OSError, UnicodeDecodeError):
        raise Refused(_("{path} cannot be read.").format(path=file), _("Save it as UTF-8.")) from None


def _fetch(workspace: Workspace, log: SendLog, via: str) -> tuple[list[EventReport | None], list[str]]:
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
