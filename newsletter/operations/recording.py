"""Recording that a report was given by hand, or that it was not after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from newsletter.accounting import Evidence, Reach, entitlement, reach_by_letter
from newsletter.delivery.afterwards import Handover, add_handover
from newsletter.delivery.log import timestamp
from newsletter.locale import _
from newsletter.model.deliveries import By
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import quarter_of
from newsletter.model.settings import Settings
from newsletter.operations.gathering import gather_evidence
from newsletter.operations.workspace import Workspace
from newsletter.source import did_you_mean, nearest, refuse_unknown_issue


@dataclass(frozen=True, slots=True)
class HandoverWish:
    """``how`` is None where what was recorded is to be taken back; ``day`` is None for today."""

    issue: str
    association: str
    how: By | None
    day: date | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordedHandover:
    """``had_letter``: a letter had reached the association already, so that the figures do not change."""

    entry: Handover
    name: str
    had_letter: bool


def find_handovers(workspace: Workspace, settings: Settings, issue: str) -> tuple[list[Handover], Mapping[str, str]]:
    """What has been recorded of the issue, and the names of the associations that it was meant for."""
    known = gather_evidence(workspace, settings)
    names = _find_entitled(issue, known)
    return [one for one in known.handovers if one.issue == issue], names


def record_handover(workspace: Workspace, settings: Settings, wish: HandoverWish) -> RecordedHandover:
    """Add it to the log. ``Refused`` for an issue that has not been sent, an association that it was not meant for, a day that
    cannot be right, and where there is nothing to take back.
    """
    known = gather_evidence(workspace, settings)
    names = _find_entitled(wish.issue, known)
    _refuse_unless_meant(wish.issue, wish.association, names)
    today = workspace.today(settings.timezone)
    _refuse_day(wish.day or today, today, wish.issue)
    if wish.how is None and (wish.issue, wish.association) not in known.handovers_by_association:
        raise Refused(
            _("Nothing has been recorded as given to {name}.").format(name=names[wish.association]), _("Nothing was changed.")
        )
    at = timestamp(workspace.now())
    entry = Handover(wish.issue, wish.association, wish.how, wish.day or today, wish.by, wish.note, at)
    with workspace.open_log(settings, create=True) as log:
        add_handover(log, entry)
    had_letter = reach_by_letter(entry.issue, known).get(entry.association) is Reach.REACHED
    return RecordedHandover(entry, names[wish.association], had_letter)


def _find_entitled(issue: str, known: Evidence) -> dict[str, str]:
    """The associations that the report was meant for, by id; Refused for one that has not been sent."""
    refuse_unknown_issue(issue, sorted({*(one.id for one in known.on_file), *known.audience}))
    if issue not in known.audience:
        raise Refused(
            _("{issue} has not been sent to anybody, so it is not known whom it is meant for.").format(issue=issue),
            _("Send it first with “newsletter send {issue}”; then record whom it was given to by hand.").format(issue=issue),
        )
    ids = entitlement(issue, known)
    return {one.association: one.name for one in known.audience[issue].values() if one.association in ids}


def _refuse_unless_meant(issue: str, association: str, names: dict[str, str]) -> None:
    if association not in names:
        choices = _("Choose among: {list}.").format(list=", ".join(sorted(names)))
        raise Refused(
            _("{issue} was not meant for an association called {id}.").format(issue=issue, id=association),
            " ".join(filter(None, [did_you_mean(nearest(association, list(names))), choices])),
        )


def _refuse_day(day: date, latest: date, issue: str) -> None:
    quarter = quarter_of(issue)
    if day > latest:
        raise Refused(_("{day} has not come yet.").format(day=day), _("Record it when it has been done."))
    if quarter and day < quarter.first_day:
        raise Refused(
            _("{day} is before the quarter of {issue}.").format(day=day, issue=issue),
            _("Check the year and the month after --date."),
        )
