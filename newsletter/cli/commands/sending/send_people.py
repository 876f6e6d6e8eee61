"""Whom a sending has not reached, by name, and what to do; how many it is for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsletter.cli.output import note, warn
from newsletter.cli.show.words import listing
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.operations.sending.order import Sending
    from newsletter.delivery.plan import Plan
    from newsletter.model.recipients import Addressee

RECIPIENTS = "recipients.yaml"
MOST_NAMED = 20
"""Of those who get their letters by and by; whoever is refused or in doubt is always named."""


def remaining(sending: "Sending", plan: "Plan") -> None:
    """Whoever has not got it, by name, and what to do."""
    names = _Names(sending)
    if plan.due:
        note(
            ngettext(
                "{count} letter remains to be sent: {names}.", "{count} letters remain to be sent: {names}.", len(plan.due)
            ).format(count=len(plan.due), names=names.some(one.addressee.association_id for one in plan.due))
        )
        note(_("Give the same command again to send what remains."))
    if plan.in_progress:
        note(_("Another run is sending to: {names}.").format(names=names.some(one.association_id for one in plan.in_progress)))
    if plan.rejected:
        refused = names.of(one.association_id for one in plan.rejected)
        warn(_("The address was refused for {names}. Correct it in {file}.").format(names=refused, file=RECIPIENTS))
        if sending.is_live:
            command = f"newsletter resolve {sending.key.issue} --again"
            note(_("If it is right after all, let it be tried again with “{command}”.").format(command=command))
    unresolved(sending, plan)


def unresolved(sending: "Sending", plan: "Plan") -> None:
    """Whoever is in doubt, by name, and what to do."""
    if plan.unresolved:
        warn(_("It is unclear whether the letter arrived at {names}.").format(names=_Names(sending).of(plan.unresolved)))
        if sending.is_live:
            command = f"newsletter resolve {sending.key.issue}"
            note(_("It is not sent again by itself. Run “{command}”.").format(command=command))


def late(plan: "Plan") -> None:
    if plan.late:
        warn(
            _("Added more than 14 days after the first sending, and left out: {names}. Send to them with --late.").format(
                names=listing(dict.fromkeys(one.association_name for one in plan.late))
            )
        )


def extent(addressees: "Iterable[Addressee]") -> tuple[str, str]:
    """``21 brev`` and ``till 16 föreningar``."""
    found = list(addressees)
    associations = len({one.association_id for one in found})
    return (
        ngettext("{n} letter", "{n} letters", len(found)).format(n=len(found)),
        ngettext("to {m} association", "to {m} associations", associations).format(m=associations),
    )


class _Names:
    """Names of associations by their ids; one that is gone from the file has the name it had when it was sent to."""

    def __init__(self, sending: "Sending") -> None:
        self._sending = sending
        self._names = {one.id: one.name for one in sending.prepared.recipients.recipients.recipients}

    def of(self, associations: Iterable[str]) -> str:
        return listing(self._distinct(associations))

    def some(self, associations: Iterable[str]) -> str:
        """The first of them, and how many more."""
        first, left = (found := self._distinct(associations))[:MOST_NAMED], len(found) - MOST_NAMED
        return listing([*first, ngettext("{n} other", "{n} others", left).format(n=left)] if left > 0 else first)

    def _distinct(self, associations: Iterable[str]) -> list[str]:
        wanted = list(associations)
        if not self._names.keys() >= set(wanted):
            runs = self._sending.log.audiences(self._sending.key.issue)
            self._names = {one.association: one.name for run in runs for one in run.associations} | self._names
        return list(dict.fromkeys(self._names.get(one, one) for one in wanted))
