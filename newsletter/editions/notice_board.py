"""The issue on paper, for the notice board: A4, in common and in large print."""

import re
from pathlib import Path

from newsletter.letter import page_html
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings

# A mail address that stands there to be read; print/page.css.j2 prints the others behind their words.
_READ = re.compile(r'<a (href="mailto:([^"?]+)">\2</a>)')
TEMPLATE = "print/issue.html.j2"


def notice_board(issue: Issue, settings: Settings, directory: Path, *, large: bool = False) -> str:
    """A page for ``pdf_of``. Raises ``Invalid`` for faults in templates."""
    page = page_html(TEMPLATE, issue, settings, directory, large=large)
    return _READ.sub(r'<a class="address" \1', page)
