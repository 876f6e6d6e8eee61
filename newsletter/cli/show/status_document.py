"""The account as JSON (design.md 7): keys are only ever added."""

from collections.abc import Mapping
from typing import Any

from newsletter.accounting import AssociationStatus, Coverage, Covered, Deviating, IssueStatus, PlannedStanding, YearFacts
from newsletter.delivery.afterwards import Handover


def status_document(facts: YearFacts) -> dict[str, Any]:
    found = facts.status
    next_, ahead = found.next, found.forecast
    return {
        "schema": 1,
        "year": found.year,
        "target": found.target,
        "done": found.done,
        "complete": found.complete,
        "next": next_ and {"issue": next_.issue, "due": next_.due.isoformat(), "days": next_.days, "command": next_.command},
        "issues": [_issue(issue) for issue in found.issues],
        "associations": [_association(association) for association in found.associations if association.counts],
        "targets": [{"from": one.first_day.isoformat(), "target": one.target, "reason": one.reason} for one in found.targets],
        "planned": [_planned(one) for one in found.planned],
        "forecast": {
            "possible": ahead.possible,
            "otherwise": ahead.otherwise,
            "before": ahead.before and ahead.before.isoformat(),
            "issue": ahead.issue,
        },
        "deviations": [_deviation(one) for one in found.deviations],
        "handovers": [_handover(one) for one in facts.handovers],
        "approvals": [
            {"issue": one.issue, "run": one.run, "as": one.approver, "at": one.at, "digest": one.digest}
            for one in facts.approvals
        ],
        "coverage": _coverage(facts.coverage),
    }


def _planned(one: PlannedStanding) -> dict[str, Any]:
    return {
        "issue": one.issue,
        "due": one.report.due.isoformat(),
        "state": one.state,
        "sent": one.sent and one.sent.isoformat(),
        "leaves": one.leaves and one.leaves.isoformat(),
        "moved_to": one.moved_to and one.moved_to.isoformat(),
    }


def _issue(issue: IssueStatus) -> dict[str, Any]:
    return {
        "id": issue.id,
        "title": issue.title,
        "type": issue.type,
        "first_sent": issue.first_sent and issue.first_sent.isoformat(),
        "leaves": issue.leaves and issue.leaves.isoformat(),
        "audience": issue.audience,
        "reached": issue.reached,
        "letters": dict(issue.letters),
        "handed_over": issue.handed_over,
    }


def _association(association: AssociationStatus) -> dict[str, Any]:
    return {
        "id": association.id,
        "name": association.name,
        "active": association.active,
        "reports": association.reports,
        "issues": dict(association.issues),
    }


def _deviation(one: Deviating) -> dict[str, Any]:
    return {
        "issue": one.issue,
        "due": one.due.isoformat(),
        "state": one.how,
        "sent": one.sent and one.sent.isoformat(),
        "new_date": one.new_date and one.new_date.isoformat(),
        "reason": one.reason or None,
        "recorded": [
            {
                "new_date": entry.new_date and entry.new_date.isoformat(),
                "reason": entry.reason,
                "by": entry.by,
                "at": entry.at,
            }
            for entry in one.recorded
        ],
    }


def _handover(one: Handover) -> dict[str, Any]:
    return {
        "issue": one.issue,
        "association": one.association,
        "how": one.how,
        "date": one.day.isoformat(),
        "by": one.by,
        "note": one.note,
        "at": one.at,
    }


def _coverage(found: Coverage) -> dict[str, Any]:
    return {
        "issues": [{"id": one.id, "sent": one.sent, "words": one.words} for one in found.issues],
        "topics": [_amounts(one) for one in found.topics],
        "boards": [_amounts(one) for one in found.boards],
        "municipalities": [_amounts(one) for one in found.municipalities],
        "members": [_amounts(one) for one in found.members],
        "contributions": {name: dict(by_issue) for name, by_issue in found.contributions.items()},
        "gaps": [one.id for one in found.gaps],
        "unreadable": list(found.unreadable),
    }


def _amounts(one: Covered) -> Mapping[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "planned": one.planned,
        "items": one.total.items,
        "words": one.total.words,
        "last": one.last and one.last.issue_id,
        "issues": {issue: {"items": amount.items, "words": amount.words} for issue, amount in one.by_issue.items()},
    }
