"""What the log means for the plan: how the year stands, whom each report reached, what is due next. Pure.

``account`` takes what is on file and what is in the log and returns a ``YearStatus``; ``year_facts`` adds the matrix with its
evidence, and what the issues have covered. Nothing here opens a file, a log or a clock; today's date is an argument. ``new``
also asks ``plan`` when which report is due.
"""

from newsletter.accounting.coverage import Amount, Coverage, Covered, CoveredIssue
from newsletter.accounting.deviations import Deviated, Deviating
from newsletter.accounting.evidence import Evidence, IssueOnFile
from newsletter.accounting.facts import Cell, LetterEvidence, Matrix, YearFacts, year_facts
from newsletter.accounting.next_step import Next, Step
from newsletter.accounting.pieces import Piece, pieces
from newsletter.accounting.plan import Forecast
from newsletter.accounting.reach import NotReached, Reach, Since, entitlement
from newsletter.accounting.year import AssociationStatus, IssueStatus, YearStatus, account

__all__ = [
    "Amount",
    "AssociationStatus",
    "Cell",
    "Coverage",
    "Covered",
    "CoveredIssue",
    "Deviated",
    "Deviating",
    "Evidence",
    "Forecast",
    "IssueOnFile",
    "IssueStatus",
    "LetterEvidence",
    "Matrix",
    "Next",
    "NotReached",
    "Piece",
    "Reach",
    "Since",
    "Step",
    "YearFacts",
    "YearStatus",
    "account",
    "entitlement",
    "pieces",
    "year_facts",
]
