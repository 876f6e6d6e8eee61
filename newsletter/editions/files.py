"""The editions of an issue that are no addressee's letter, as files: to forward, to paste, and for a notice board."""

import re
from collections.abc import Iterable
from pathlib import Path

from newsletter.editions.calendar_file import issue_calendar_bytes
from newsletter.editions.pdf import pdf_of
from newsletter.letter import standalone_html
from newsletter.letter.compile import compile_forwarded, page_html
from newsletter.model.issue import Issue
from newsletter.model.sections import Share
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
        CALENDAR: issue_calendar_bytes(issue_id, issue, settings, earlier, before),
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


# The issue on paper, for the notice board: A4, in common and in large print.

# A mail address that stands there to be read; print/page.css.j2 prints the others behind their words.
_READ = re.compile(r'<a (href="mailto:([^"?]+)">\2</a>)')
TEMPLATE = "print/issue.html.j2"


def notice_board(issue: Issue, settings: Settings, directory: Path, *, large: bool = False) -> str:
    """A page for ``pdf_of``. Raises ``Invalid`` for faults in templates."""
    page = page_html(TEMPLATE, issue, settings, directory, large=large)
    return _READ.sub(r'<a class="address" \1', page)


# Short texts that readers paste and pass on.

_RULE = "\n- - - - -\n\n"


def short_texts(issue: Issue) -> str | None:
    """The texts to share, as they are pasted in WhatsApp or a text message; None for an issue without any."""
    texts = [_share_text(section) for section in issue.sections if isinstance(section, Share)]
    return _RULE.join(texts) if texts else None


def _share_text(share: Share) -> str:
    return f"{share.text}\n\n{share.url}\n" if share.url else f"{share.text}\n"
