"""``newsletter handover``: a report given on paper, by telephone or at a meeting, recorded with who and when."""

from datetime import date

import click

from newsletter.accounting import Evidence, entitled
from newsletter.accounting.reach import Reach, reach_by_letter
from newsletter.cli.clock import now, today
from newsletter.cli.commands.reporting.recording import one_line, warn_of_the_personal
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say, table
from newsletter.cli.show.words import handover_word, listing
from newsletter.delivery import handovers
from newsletter.delivery.handovers import Handover
from newsletter.delivery.log import timestamp
from newsletter.locale import _
from newsletter.model.deliveries import By
from newsletter.model.diagnostics import Refused
from newsletter.model.issue import quarter_of
from newsletter.operations.gathering import gather_evidence
from newsletter.source import did_you_mean, nearest, read_settings


def record_handover(
    *, issue: str, association: str | None, by: str | None, how: str | None, day: date | None, remark: str | None, revoke: bool
) -> None:
    _refuse_half_an_order(association, by, how, day, remark, revoke=revoke)
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    known = gather_evidence(workspace, settings)
    names = _find_entitled(issue, known)
    if association is None:
        _list_handovers([one for one in known.handovers if one.issue == issue], names)
        return
    _refuse_unless_meant(issue, association, names)
    occasion = day or today(settings.timezone)
    _refuse_day(occasion, today(settings.timezone), issue)
    if revoke and (issue, association) not in known.handed_over:
        _refuse_nothing_to_revoke(association, names)
    entry = Handover(issue, association, By(how) if how else None, occasion, one_line(by), one_line(remark), timestamp(now()))
    with workspace.open_log(settings, create=True) as log:
        handovers.record(log, entry)
    _confirm_handover(entry, names[association], known)


def _refuse_half_an_order(*options: object, revoke: bool) -> None:
    association, by, how, day, remark = options
    if association is None:
        if by or how or day or remark or revoke:
            raise click.UsageError(_("Say also which association: --association."))
        return
    if not one_line(str(by or "")):
        raise click.UsageError(_("Say also who gave it: --by."))
    if revoke == bool(how):
        raise click.UsageError(_("Say also how it was given, --how paper, phone or meeting; or take it back with --revoke."))


def _find_entitled(issue: str, known: Evidence) -> dict[str, str]:
    """The associations that the report was meant for, by id; Refused for one that has not been sent."""
    if issue not in known.audience:
        raise Refused(
            _("{issue} has not been sent to anybody, so it is not known whom it is meant for.").format(issue=issue),
            _("Send it first with “newsletter send {issue}”; then record whom it was given to by hand.").format(issue=issue),
        )
    ids = entitled(issue, known)
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


def _refuse_nothing_to_revoke(association: str, names: dict[str, str]) -> None:
    raise Refused(_("Nothing has been recorded as given to {name}.").format(name=names[association]), _("Nothing was changed."))


def _confirm_handover(entry: Handover, name: str, known: Evidence) -> None:
    if entry.how is None:
        say(_("Taken back: {issue} does not count as given by hand to {name}.").format(issue=entry.issue, name=name))
    else:
        text = _("{issue} is recorded as given to {name} on {day}, {how}, by {by}.")
        say(text.format(issue=entry.issue, name=name, day=entry.day, how=handover_word(entry.how), by=entry.by))
        if reach_by_letter(entry.issue, known).get(entry.association) is Reach.REACHED:
            note(_("A letter had reached the association already, so the figures do not change."))
    warn_of_the_personal(entry.note, entry.by)


def _list_handovers(found: list[Handover], names: dict[str, str]) -> None:
    if not found:
        say(_("Nothing has been recorded as given by hand."))
    else:
        rows = [
            (one.day.isoformat(), names.get(one.association, one.association), handover_word(one.how), one.by, one.note or "–")
            for one in found
        ]
        table((_("Day"), _("Association"), _("How"), _("By"), _("Note")), rows)
        say()
    say(
        _("Record one with --association, --how, --by and --date. It can be any of: {list}.").format(
            list=listing(sorted(names))
        )
    )
