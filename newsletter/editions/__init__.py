"""Other forms of the same issue: a calendar to subscribe to, a copy to forward, pages for the notice board.

``common_files`` and ``paper_files`` are what ``render`` writes besides a letter. ``occasions`` with ``calendar_file`` make
iCalendar of one issue or of many, and ``pdf_of`` makes PDF of any page of ours.
"""

from newsletter.editions.calendar_file import calendar_file, issue_calendar
from newsletter.editions.files import CALENDAR, common_files, notice_board, paper_files
from newsletter.editions.occasions import Occasion, occasions
from newsletter.editions.pdf import pdf_of

__all__ = [
    "CALENDAR",
    "Occasion",
    "calendar_file",
    "common_files",
    "issue_calendar",
    "notice_board",
    "occasions",
    "paper_files",
    "pdf_of",
]
