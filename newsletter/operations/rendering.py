"""Building one letter of an issue as files to look at, and beside it what is common to all: calendar, copy, pages on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsletter.delivery.outgoing import Envelope, message_id, sender_identity, to_message
from newsletter.disk import write_whole
from newsletter.editions.calendar_file import issue_calendar_bytes, read_calendar
from newsletter.editions.files import CALENDAR, common_files, paper_files
from newsletter.editions.share_pictures import alt_texts, share_cards, share_pages
from newsletter.letter import Letter, fill, standalone_html
from newsletter.locale import _
from newsletter.model.choices import Format
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import Issue
from newsletter.model.moves import has_moved_dates
from newsletter.model.recipients import Addressee, roster
from newsletter.operations.photographs import find_browser, photograph
from newsletter.operations.preparing import Prepared
from newsletter.source import issue_ids, issues_before

LOOKED_BACK = 8
"""Issues; a reader with an older one in the calendar has seen what it announced come and go, unless it was moved."""

Files = Mapping[str, bytes | None]
"""By what follows the issue's id in their names; None for one that the letter does not have."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """The letter, and the files that were written for it in ``folder``."""

    folder: Path
    letter: Letter
    files: Files


def render(prepared: Prepared, folder: Path, association: str | None, now: datetime) -> Rendering:
    """Write the letter as ``association`` gets it, else as the first that gets HTML does, with ``now`` as the time in its
    envelope. ``Refused`` where there is no such addressee, or where nothing can be written.
    """
    addressee = _choose_addressee(prepared, association)
    letter = fill(prepared.content, addressee)
    before = _issues_before(prepared)
    common = common_files(
        prepared.issue.id,
        prepared.issue.issue,
        prepared.settings,
        prepared.directory,
        earlier=_earlier_calendars(prepared, folder, before),
        before=before,
    )
    files = _letter_files(prepared, addressee, letter, now) | common
    _write(folder, prepared.issue.id, files)
    return Rendering(folder, letter, files)


def render_for_paper(prepared: Prepared, folder: Path) -> Files:
    """Write the PDF pages for a notice board. ``Refused`` where no PDF can be made."""
    files = paper_files(prepared.issue.issue, prepared.settings, prepared.directory)
    _write(folder, prepared.issue.id, files)
    return files


def render_to_share(prepared: Prepared, folder: Path, browser: str | None) -> Files:
    """Write the pictures to share and their alt texts; those of decisions that have gone since go. ``browser`` is the one to
    draw with, None for any that is installed. ``Refused`` where there is none.
    """
    issue, settings, found = prepared.issue.issue, prepared.settings, find_browser(browser)
    files: dict[str, bytes | None] = {
        path.name.removeprefix(prepared.issue.id): None for path in folder.glob(f"{prepared.issue.id}-delbild-*.png")
    }
    for page in share_pages(issue, settings, prepared.directory):
        drawn = photograph(page.html, page.width, page.height, len(page.endings), found)
        files |= dict(zip(page.endings, drawn, strict=True))
    files |= {"-delbilder.txt": alt_texts(share_cards(issue, settings)).encode()}
    _write(folder, prepared.issue.id, files)
    return files


def _choose_addressee(prepared: Prepared, association: str | None) -> Addressee:
    """The association's first addressee; of all, the first that gets HTML."""
    everybody = roster(prepared.recipients.recipients).addressees
    if association is None:
        addressees = sorted(everybody, key=lambda one: one.format is not Format.HTML)
    else:
        addressees = [one for one in everybody if one.association_id == association]
    if not addressees:
        known = ", ".join(dict.fromkeys(one.association_id for one in everybody))
        raise Refused(
            _("There is nobody to build the letter for: the association is unknown or has no active contact."),
            _("Choose among: {list}.").format(list=known),
        )
    return addressees[0]


def _letter_files(prepared: Prepared, addressee: Addressee, letter: Letter, now: datetime) -> dict[str, bytes | None]:
    sender = sender_identity(prepared.settings)
    identifier = message_id("render", sender.address.domain)
    envelope = Envelope("render", addressee.association_id, 1, addressee.address, identifier, now)
    return {
        ".html": standalone_html(letter).encode() if letter.html is not None else None,
        ".txt": letter.text.encode(),
        ".eml": to_message(letter, envelope, sender).as_bytes(),
    }


def _issues_before(prepared: Prepared) -> list[tuple[str, Issue]]:
    """The oldest first; one that cannot be read, and a draft, has announced nothing."""
    most = len(issue_ids(prepared.directory)) if has_moved_dates(prepared.issue.issue) else LOOKED_BACK
    found = issues_before(prepared.directory, prepared.issue.id, most)
    return sorted(((file.id, file.issue) for file in found if not file.issue.draft), key=lambda one: (one[1].date, one[0]))


def _earlier_calendars(prepared: Prepared, folder: Path, before: Sequence[tuple[str, Issue]]) -> list[bytes]:
    """What may have been handed out before: the file that is written over, and what earlier issues said."""
    path, settings = folder / f"{prepared.issue.id}{CALENDAR}", prepared.settings
    written = read_calendar(path)
    announced = (issue_calendar_bytes(*one, settings, before=before[:number]) for number, one in enumerate(before))
    return [*written, *(calendar for calendar in announced if calendar)]


def _write(folder: Path, issue: str, files: Files) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a letter names its contact
        for ending, content in files.items():
            path = folder / f"{issue}{ending}"
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, content, is_durable=False)
    except OSError as fault:
        raise Refused(
            _("The letter could not be written in {folder}: {fault}.").format(folder=folder, fault=fault.strerror or fault),
            _("Give another folder with --out."),
        ) from None
