"""Taking in what is reported of letters after they have left: from saved files, and from SendGrid's lists and record."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from newsletter.delivery.afterwards import (
    LOOKED_BACK,
    EventReport,
    EventsTaken,
    events_from_lists,
    events_from_record,
    recent_letters,
    take_events,
)
from newsletter.delivery.log import SendLog, timestamp
from newsletter.delivery.transports import SendGridVia, parse_via, sendgrid_key
from newsletter.delivery.transports.sendgrid import EmailLogs, fetch_lists, read_events
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
class Fetch:
    """That SendGrid itself is asked: the one that ``via`` names, None for all that have had letters of ours."""

    via: str | None


@dataclass(frozen=True, slots=True)
class Reception:
    """What came of it. ``names`` are the associations' by their ids. ``troubles`` are what could not be fetched, and
    files that hold no events, each in a sentence.
    """

    received: EventsTaken
    names: Mapping[str, str]
    troubles: tuple[str, ...]


def receive_reports(
    workspace: Workspace,
    settings: Settings,
    files: Sequence[Path],
    fetch: Fetch | None,
    tell: Callable[[BrokenEntries], None],
) -> Reception:
    """Take in the events of ``files``, and what SendGrid itself says if ``fetch`` is given. ``Refused`` for a file that is no
    text, and where there is no SendGrid to ask.
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
        ways = _ways(workspace, settings, log, fetch) if fetch else ()
        saved = chain.from_iterable(follow(file, _read(file)) for file in files)
        received = take_events(log, saved, timestamp(workspace.now()))
        for way in ways:
            fetched, missing = _fetch(workspace, log, way, all_runs=fetch is not None and fetch.via is not None)
            received = received.and_then(fetched)
            troubles += missing
        return Reception(received, _names(workspace.directory), tuple(dict.fromkeys(troubles)))


def _read(file: Path) -> Iterator[EventReport | None]:
    try:
        with open_file(file) as opened, io.TextIOWrapper(opened, encoding="utf-8-sig") as text:
            yield from read_events(text)
    except (OSError, UnicodeDecodeError):
        raise Refused(_("{path} cannot be read.").format(path=file), _("Save it as UTF-8.")) from None


def _ways(workspace: Workspace, settings: Settings, log: SendLog, fetch: Fetch) -> Sequence[SendGridVia]:
    """Whom to ask: the one that is named, else the settings' and every other that has had live letters lately."""
    since = timestamp(workspace.now() - LOOKED_BACK)
    used = [one.via for one in log.live_runs() if one.started >= since] if fetch.via is None else []
    ways = [parse_via(url) for url in (fetch.via or settings.delivery.via, *used)]
    found = {way.base: way for way in ways if isinstance(way, SendGridVia)}
    if not found:
        raise Refused(
            _("Only SendGrid keeps lists of bounces that can be asked for."),
            _("Name it with --via, for example --via sendgrid:eu."),
        )
    return tuple(found.values())


def _fetch(workspace: Workspace, log: SendLog, way: SendGridVia, *, all_runs: bool) -> tuple[EventsTaken, list[str]]:
    """The lists first: they have the moment of what happened, which the record has for some letters alone."""
    key, now = sendgrid_key(workspace.secrets()), workspace.now()
    listed, troubles = fetch_lists(way, key)
    received = take_events(log, events_from_lists(log, listed, timestamp(now)), timestamp(now))

    def is_asked(via: str) -> bool:
        sent = parse_via(via)
        return isinstance(sent, SendGridVia) and (all_runs or sent.base == way.base)

    letters = recent_letters(log, now, is_asked)
    record = EmailLogs(way, key, workspace.clock).search(letters, wholly=False)
    recorded = take_events(log, events_from_record(log, letters, record), timestamp(now))
    return received.and_then(replace(recorded, others=recorded.others + record.others)), [*troubles, *record.troubles]


def _names(directory: Path) -> Mapping[str, str]:
    recipients = read(directory, ()).recipients
    return {one.id: one.name for one in recipients.recipients.recipients} if recipients else {}
