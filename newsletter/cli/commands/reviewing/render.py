"""``newsletter render``: one letter of an issue as files to look at."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from newsletter.cli.clock import now
from newsletter.cli.output import say
from newsletter.cli.show.diagnostics import show_diagnostics
from newsletter.cli.workspace import find_directory
from newsletter.delivery.outgoing.batch import Envelope
from newsletter.delivery.outgoing.envelope import message_id, sender_identity, to_message
from newsletter.editions.calendar_file import issue_calendar_bytes
from newsletter.editions.files import CALENDAR, common_files, paper_files
from newsletter.letter import Letter, fill, standalone_html
from newsletter.locale import _, ngettext
from newsletter.model.choices import Format
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee, roster
from newsletter.operations.preparing import Prepared, prepare
from newsletter.source import issues_before

_LOOKED_BACK = 8
"""Issues; who has an older one in the calendar has seen what it announced come and go."""
_OF_THE_LETTER = (".html", ".txt", ".eml")


def render_letter(*, issue: str, out: Path | None, association: str | None, pdf: bool) -> None:
    prepared = prepare(find_directory(), issue)
    show_diagnostics(prepared.warnings, prepared.directory, "short")
    addressee = _chosen(prepared, association)
    letter = fill(prepared.content, addressee)
    folder = out or prepared.directory / "outbox" / "render"
    before = _issues_before(prepared)
    earlier = _earlier_calendars(prepared, folder, before)
    settings = prepared.settings
    common = common_files(issue, prepared.issue.issue, settings, prepared.directory, earlier=earlier, before=before)
    files = _files(prepared, addressee, letter) | common
    _write(folder, issue, files)
    _report(folder, issue, letter, files)
    if pdf:
        _print(prepared, folder)


def _chosen(prepared: Prepared, association: str | None) -> Addressee:
    """The association's first addressee; of all, the first that gets HTML."""
    addressees = roster(prepared.recipients.recipients).addressees
    if association is None:
        addressees = tuple(sorted(addressees, key=lambda one: one.format is not Format.HTML))
    else:
        addressees = tuple(one for one in addressees if one.association_id == association)
    if not addressees:
        everybody = roster(prepared.recipients.recipients).addressees
        known = ", ".join(dict.fromkeys(one.association_id for one in everybody))
        raise Refused(
            _("There is nobody to build the letter for: the association is unknown or has no active contact."),
            _("Choose among: {list}.").format(list=known),
        )
    return addressees[0]


def _files(prepared: Prepared, addressee: Addressee, letter: Letter) -> dict[str, bytes | None]:
    """By what follows the issue's id; None for one that the letter does not have."""
    sender = sender_identity(prepared.settings)
    identifier = message_id("render", sender.address.domain)
    envelope = Envelope("render", addressee.association_id, 1, addressee.address, identifier, now())
    return {
        ".html": standalone_html(letter).encode() if letter.html is not None else None,
        ".txt": letter.text.encode(),
        ".eml": to_message(letter, envelope, sender).as_bytes(),
    }


def _write(folder: Path, issue: str, files: Mapping[str, bytes | None]) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # a letter names its contact
        for ending, content in files.items():
            path = folder / f"{issue}{ending}"
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
    except OSError as fault:
        raise Refused(
            _("The letter could not be written in {folder}: {fault}.").format(folder=folder, fault=fault.strerror or fault),
            _("Give another folder with --out."),
        ) from None


def _issues_before(prepared: Prepared) -> list[tuple[str, Issue]]:
    """The oldest first; one that cannot be read has announced nothing."""
    found = issues_before(prepared.directory, prepared.issue.id, _LOOKED_BACK)
    return sorted(((file.id, file.issue) for file in found), key=lambda one: (one[1].date, one[0]))


def _earlier_calendars(prepared: Prepared, folder: Path, before: Sequence[tuple[str, Issue]]) -> list[bytes]:
    """What may have been handed out before: the file that is written over, and what earlier issues said."""
    path, settings = folder / f"{prepared.issue.id}{CALENDAR}", prepared.settings
    found = [path.read_bytes()] if path.is_file() else []
    said = (issue_calendar_bytes(*one, settings, before=before[:number]) for number, one in enumerate(before))
    return [*found, *(calendar for calendar in said if calendar)]


def _report(folder: Path, issue: str, letter: Letter, files: Mapping[str, bytes | None]) -> None:
    lines = letter.text.count("\n")
    text = ngettext("a text edition ({lines} line)", "a text edition ({lines} lines)", lines).format(lines=lines)
    if letter.html is None:
        say(_("Built {text}; this association gets plain text alone.").format(text=text))
    else:
        size = -(-len(letter.html.encode()) // 1000)
        say(_("Built HTML ({size} kB) and {text}.").format(size=size, text=text))
    say(_("The preview is saved: {path}").format(path=folder / f"{issue}{'.txt' if letter.html is None else '.html'}"))
    others = ", ".join(f"{issue}{ending}" for ending, content in files.items() if content and ending not in _OF_THE_LETTER)
    say(_("Beside it: {files}.").format(files=others))


def _print(prepared: Prepared, folder: Path) -> None:
    """All else stands already, also where PDF is refused."""
    files = paper_files(prepared.issue.issue, prepared.settings, prepared.directory)
    _write(folder, prepared.issue.id, files)
    names = ", ".join(f"{prepared.issue.id}{ending}" for ending in files)
    say(_("For the notice board: {files}.").format(files=names))
