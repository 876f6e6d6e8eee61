"""The year's account as one page: no script, nothing fetched from anywhere, read as well on paper and by ear."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from markupsafe import Markup

from newsletter.accounting import AssociationStatus, Cell, IssueStatus, Reach, YearFacts
from newsletter.editions.account.tables import DEVIATED, EVENT, HOW, REACH, REACHED_BY_MANY, STATUS, got_it
from newsletter.letter.swedish import full_date, quarter_name, typeset
from newsletter.letter.templates import environment_for, report_faults
from newsletter.model.choices import IssueType
from newsletter.model.settings import Settings
from newsletter.model.swedish import swedish_list

_TEMPLATE = "account/account.html.j2"
TONES: Mapping[Reach, str] = {
    Reach.REACHED: "good",
    Reach.HANDED_OVER: "blue",
    Reach.SCHEDULED: "blue",
    Reach.UNRESOLVED: "amber",
    Reach.NO_CONTACT: "amber",
    Reach.BOUNCED: "bad",
    Reach.REJECTED: "bad",
    Reach.NOT_SENT: "grey",
    Reach.DORMANT: "grey",
}


def account_page(facts: YearFacts, settings: Settings, directory: Path) -> str:
    """Complete HTML, by the template of the workspace ``directory`` if it has one of its own. Raises ``Invalid`` for a fault in
    it. Words carry what colours show.
    """
    timezone = ZoneInfo(settings.timezone)
    status = facts.status
    with report_faults(directory):
        return (
            environment_for(directory)
            .get_template(_TEMPLATE)
            .render(
                day_words=lambda day: typeset(full_date(day)),
                short_words=lambda day: Markup('<span class="date">{}</span>').format(day.isoformat()),
                quarter_words=lambda quarter: typeset(quarter_name(quarter)),
                listed_words=lambda found: swedish_list(tuple(one.label for one in found)),
                local=lambda moment: _local(moment, timezone),
                facts=facts,
                status=status,
                coverage=facts.coverage,
                matrix=facts.matrix,
                group=settings.organisation.group,
                associations=[one for one in status.associations if one.counts],
                others=[one for one in status.associations if not one.counts],
                as_of=_local(facts.as_of, timezone) if facts.as_of else None,
                rest=_rest,
                got_it=lambda issue: got_it(facts.matrix, issue.id),
                counted=_why_not_counted,
                cell=lambda one, issue: facts.matrix.cells[one.id, issue.id],
                evidence=_evidence,
                words={"reach": REACH, "how": HOW, "deviated": DEVIATED, "status": STATUS},
                tones=TONES,
                approvals=list(dict.fromkeys((one.issue, one.approver, one.at, one.digest) for one in facts.approvals)),
                names={one.id: one.name for one in status.associations},
                moment=datetime.fromisoformat,
            )
        )


def _local(moment: datetime, timezone: ZoneInfo) -> date:
    return moment.astimezone(timezone).date()


def _why_not_counted(issue: IssueStatus) -> str:
    """Why an issue is not one of those that the plan counts; empty for one that is."""
    return "" if issue.counts else ("räknas inte: rättelse" if issue.type is IssueType.CORRECTION else "räknas inte")


def _rest(facts: YearFacts, issue: IssueStatus) -> str:
    """``13 nådda, 1 för hand, 1 avvisad``: the sum of the column."""
    reaches = facts.matrix.reaches(issue.id)
    words = {1: REACH}
    return ", ".join(f"{n} {words.get(n, REACHED_BY_MANY)[reach]}" for reach in REACH if (n := reaches.get(reach, 0)))


def _evidence(cell: Cell, _one: AssociationStatus) -> str:
    """What the cell rests on, in one line under its word."""
    told = [cell.day.isoformat()] if cell.day else []
    if cell.handover and cell.reach is Reach.HANDED_OVER:
        told.append(f"{HOW[cell.handover.how]} av {cell.handover.by}")
    receipts = [letter.receipt for letter in cell.letters if letter.receipt]
    if len(cell.letters) > 1:
        told.append(f"{len(cell.letters)} brev")
    told += receipts[:1] if len(receipts) < 2 else [f"{receipts[0]} med flera"]
    told += dict.fromkeys(EVENT[letter.event] for letter in cell.letters if letter.event)
    return " · ".join(told)
