"""What the log means for the plan: how the year stands, whom each report reached, what is due next. Pure.

``account`` takes what is on file and what is in the log and returns a ``YearStatus``; ``year_facts`` adds the matrix with its
evidence, and what the issues have covered. Nothing here opens a file, a log or a clock; today's date is an argument. ``new``
also asks ``plan`` when which report is due.
"""

from newsletter.accounting.carry import carry_over
from newsletter.accounting.contributions import GatheredContributions, count_items, gather_contributions
from newsletter.accounting.coverage import Amount, Coverage, Covered, CoveredIssue
from newsletter.accounting.deviations import Deviated, Deviating
from newsletter.accounting.digests import Digest, Reason, Reminder, ReminderAddressee, SaidEarlier
from newsletter.accounting.evidence import Evidence, IssueOnFile, issue_as_sent, issues_as_sent
from newsletter.accounting.facts import Cell, FailedSince, LetterEvidence, Matrix, YearFacts, last_change, year_facts
from newsletter.accounting.next_step import Next, Step
from newsletter.accounting.pieces import Piece, pieces_of
from newsletter.accounting.plan import Deadline, WheelStep, before, due_day, last_day, planned_reports, quarter_with, wheel
from newsletter.accounting.promises import undertakings
from newsletter.accounting.reach import NotReached, Reach, Since, entitlement, reach_by_letter
from newsletter.accounting.readiness import Readiness, refine, with_failures
from newsletter.accounting.reminders import Coming, Today, due_digests, first_reminder_day, people_of
from newsletter.accounting.standing import Forecast, PlannedStanding, PlannedState
from newsletter.accounting.undertaking import Mention, Told, Undertaking
from newsletter.accounting.working_days import WorkingDays
from newsletter.accounting.year import AssociationStatus, IssueStatus, YearStatus, account

__all__ = [
    "Amount",
    "AssociationStatus",
    "Cell",
    "Coming",
    "Coverage",
    "Covered",
    "CoveredIssue",
    "Deadline",
    "Deviated",
    "Deviating",
    "Digest",
    "Evidence",
    "FailedSince",
    "Forecast",
    "GatheredContributions",
    "IssueOnFile",
    "IssueStatus",
    "LetterEvidence",
    "Matrix",
    "Mention",
    "Next",
    "NotReached",
    "Piece",
    "PlannedStanding",
    "PlannedState",
    "Reach",
    "Readiness",
    "Reason",
    "Reminder",
    "ReminderAddressee",
    "SaidEarlier",
    "Since",
    "Step",
    "Today",
    "Told",
    "Undertaking",
    "WheelStep",
    "WorkingDays",
    "YearFacts",
    "YearStatus",
    "account",
    "before",
    "carry_over",
    "count_items",
    "due_day",
    "due_digests",
    "entitlement",
    "first_reminder_day",
    "gather_contributions",
    "issue_as_sent",
    "issues_as_sent",
    "last_change",
    "last_day",
    "people_of",
    "pieces_of",
    "planned_reports",
    "quarter_with",
    "reach_by_letter",
    "refine",
    "undertakings",
    "wheel",
    "with_failures",
    "year_facts",
]
