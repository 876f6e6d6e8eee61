"""Reports about the sending itself: the year's, and the short one to the district board."""

from newsletter.editions.reports.board import board_report, last_meeting
from newsletter.editions.reports.material import Material
from newsletter.editions.reports.year import year_report

__all__ = [
    "Material",
    "board_report",
    "last_meeting",
    "year_report",
]
