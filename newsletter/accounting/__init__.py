"""What the log means for the plan: how the year stands, whom each report reached, what is due next. Pure.

``account`` takes what is on file and what is in the log and returns a ``YearStatus``. Nothing here opens a file, a log or a
clock; today's date is an argument. ``new`` also asks ``plan`` when which report is due.
"""

from newsletter.accounting.evidence import Evidence, IssueOnFile
from newsletter.accounting.next_step import Next, Step
from newsletter.accounting.reach import Reach
from newsletter.accounting.year import AssociationStatus, IssueStatus, NotReached, YearStatus, account

__all__ = [
    "AssociationStatus",
    "Evidence",
    "IssueOnFile",
    "IssueStatus",
    "Next",
    "NotReached",
    "Reach",
    "Step",
    "YearStatus",
    "account",
]
