"""``newsletter recipients renew`` and ``unsubscribe``: an address may be written to again, or wants no more letters."""

from datetime import date

import click

from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import fail, note, say, warn
from newsletter.cli.read.values import read_address
from newsletter.cli.show.words import listing
from newsletter.locale import _
from newsletter.operations.renewing import RenewalWish, Renewed, record_opt_out, renew_address
from newsletter.source import read_settings


def renew(*, address: str, consent: date | None, by: str, reason: str, at_provider: bool) -> Exit:
    wish = RenewalWish(read_address(address, _("ADDRESS")), consent, _one_line(by), _one_line(reason), at_provider)
    if not wish.by or not wish.reason:
        raise click.UsageError(_("Say who decides and why: --by and --reason."))
    workspace = find_workspace()
    renewed = renew_address(workspace, read_settings(workspace.directory).settings, wish)
    _show_renewed(renewed)
    for trouble in renewed.troubles:
        fail(trouble)
    return Exit.REFUSED if renewed.troubles else Exit.DONE


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _show_renewed(renewed: Renewed) -> None:
    if renewed.ended:
        say(_("Renewed: the address gets letters again, from the next “newsletter send”."))
    else:
        say(_("Nothing has stopped letters to the address here, so nothing was changed."))
    if renewed.is_barred:
        warn(_("recipients.yaml still says “unsubscribed:” for the address, and that holds: take the line away."))
    elif not renewed.is_listed:
        warn(_("The address does not stand in recipients.yaml, so nothing is sent to it until it does."))
    if renewed.lists:
        say(_("Taken away from SendGrid's own lists: {lists}.").format(lists=listing(renewed.lists)))
    elif renewed.lists is not None and not renewed.troubles:
        say(_("SendGrid's own lists did not hold the address."))
    elif renewed.lists is None and renewed.ended and renewed.has_provider:
        note(
            _(
                "SendGrid keeps a list of its own, which may hold the address too, and then stops the letter there. Give the "
                "same command with --at-provider to take it away there."
            )
        )


def unsubscribe(*, address: str, day: date | None) -> None:
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    opted_out = record_opt_out(workspace, settings, read_address(address, _("ADDRESS")), day)
    if opted_out.known:
        say(_("Nothing to do: it is known already that the address gets no more letters."))
    elif opted_out.is_overruled:
        warn(_("It has been written down, but there is a consent that is newer, so the address gets letters all the same."))
    else:
        say(_("Written down: the address gets no more letters, in any association, since {day}.").format(day=opted_out.day))
    if not opted_out.is_listed:
        warn(
            _("The address does not stand in recipients.yaml. Check that it is spelt as there; it holds if it is added later.")
        )
