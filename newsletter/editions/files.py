"""The editions of an issue that are nobody's letter, as files."""

from collections.abc import Iterable
from pathlib import Path

from newsletter.editions.calendar_file import issue_calendar
from newsletter.editions.forwarding import short_texts
from newsletter.editions.notice_board import notice_board
from newsletter.editions.pdf import pdf_of
from newsletter.letter import compile_forwarded, standalone_html
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings

CALENDAR = ".ics"


def common_files(
    issue_id: str,
    issue: Issue,
    settings: Settings,
    directory: Path,
    *,
    earlier: Iterable[bytes] = (),
    before: Iterable[tuple[str, Issue]] = (),
) -> dict[str, bytes | None]:
    """By what follows the issue's id in the name; None for one that this issue has nothing for. ``earlier`` are calendars that
    may have been handed out before, ``before`` the earlier issues, the oldest first. Raises ``Invalid`` for faulty templates.
    """
    copy, pasted = compile_forwarded(issue, settings, directory), short_texts(issue)
    return {
        CALENDAR: issue_calendar(issue_id, issue, settings, earlier, before),
        "-vidarebefordra.html": standalone_html(copy).encode(),
        "-vidarebefordra.txt": copy.text.encode(),
        "-vidarebefordra-kort.txt": pasted.encode() if pasted else None,
    }


def paper_files(issue: Issue, settings: Settings, directory: Path) -> dict[str, bytes | None]:
    """The pages for the notice board, in the same way. Raises ``Refused`` where there is nothing to make PDF with."""
    return {
        ".pdf": pdf_of(notice_board(issue, settings, directory)),
        "-storstil.pdf": pdf_of(notice_board(issue, settings, directory, large=True)),
    }
