"""``newsletter resolve``: what a run could not settle, settled by a person who knows, or by SendGrid's own record."""

from collections.abc import Sequence

import click

from newsletter.cli.exits import Exit
from newsletter.cli.opening import find_workspace
from newsletter.cli.output import note, say, table, warn
from newsletter.cli.read.values import read_address
from newsletter.cli.show.words import address_word, status_word
from newsletter.delivery.afterwards import OpenDelivery, Resolution, Verdict
from newsletter.delivery.log import Receipt
from newsletter.locale import _, ngettext
from newsletter.operations import resolving
from newsletter.operations.adopting import doubt_lost_letters
from newsletter.operations.resolving import AskingNews, ResolutionWish, Settlement, ask_provider, code_of, find_matters, resolve
from newsletter.operations.words import listing, moment_words
from newsletter.source import read_settings


def resolve_letters(
    *,
    issue: str | None,
    address: str | None,
    everything: bool,
    decision: str | None,
    asks: bool,
    by: str | None,
    reason: str | None,
    show_addresses: bool,
) -> Exit:
    if asks and (decision or address or everything or by or reason):
        raise click.UsageError(_("--ask stands alone: SendGrid is asked of all that is unclear."))
    _refuse_half_an_order(decision, address, everything=everything, by=by, reason=reason)
    workspace = find_workspace()
    settings = read_settings(workspace.directory).settings
    _tell_of_lost_letters(doubt_lost_letters(workspace, settings))
    if asks:
        return ask_provider(workspace, settings, issue, _tell_answer)
    if decision is None:
        found = find_matters(workspace, settings, issue)
        _show_matters(found, settings.timezone, show_addresses=show_addresses)
        return code_of(found)
    key = None if address is None else read_address(address, "--address").key
    settlement = resolve(workspace, settings, issue, ResolutionWish(Resolution(decision), key, by or "", reason or ""))
    _show_settlement(settlement, Resolution(decision))
    return settlement.code


def _refuse_half_an_order(
    decision: str | None, address: str | None, *, everything: bool, by: str | None, reason: str | None
) -> None:
    if decision is None:
        if address or everything or by or reason:
            raise click.UsageError(_("Say also what holds: --arrived, --not-arrived or --again."))
        return
    if everything == (address is not None):
        raise click.UsageError(_("Say which letters: either --address or --all."))
    if not (by and by.strip() and reason and reason.strip()):
        raise click.UsageError(_("Say also who decides and how you know: --by and --reason."))


def _tell_of_lost_letters(ahead: Sequence[Receipt]) -> None:
    """Said once: afterwards they are letters in doubt as others are."""
    if ahead:
        issues = listing(dict.fromkeys(one.issue for one in ahead))
        text = _("The sending log is an old copy: of {issues} it is unclear who got the letters that it does not know.")
        warn(text.format(issues=issues))
        note(_("If there is a newer copy of the log, put that back instead, with “newsletter restore FILE”."))


def _show_matters(found: Sequence[OpenDelivery], timezone: str, *, show_addresses: bool) -> None:
    if not found:
        say(_("Nothing is unclear, and no address was refused."))
        return
    rows = [
        (
            one.issue,
            one.association,
            address_word(one.address, show=show_addresses),
            _standing(one),
            moment_words(one.claimed, timezone),
        )
        for one in found
    ]
    table((_("Issue"), _("Association"), _("Address"), _("Status"), _("Time")), rows)
    say()
    if any(one.can_be_settled for one in found):
        command = f"newsletter resolve {next(one.issue for one in found if one.can_be_settled)}"
        say(_("Ask the association or look in your provider's activity log. Then run, where NAME is yours:"))
        say(_("{command} --address ADDRESS --arrived --by NAME --reason TEXT").format(command=command))
        if not show_addresses:
            say(_("--show-addresses shows the addresses in full."))
        say(_("SendGrid itself can be asked with --ask."))
        say(_("Say --not-arrived if it did not arrive, and --all for all of them at once."))
    if any(one.can_go_again for one in found):
        say(_("Correct a refused address in recipients.yaml; if it is right after all, let it be tried with --again."))


def _standing(one: OpenDelivery) -> str:
    if one.in_progress:
        return _("being sent")
    return _("bounced") if one.failed else status_word(one.status)


def _show_settlement(settlement: Settlement, decision: Resolution) -> None:
    count = settlement.count
    if decision is Resolution.ARRIVED:
        text = ngettext("{count} letter is now counted as arrived.", "{count} letters are now counted as arrived.", count)
    else:
        text = ngettext(
            "{count} letter is sent again by the next “newsletter send”.",
            "{count} letters are sent again by the next “newsletter send”.",
            count,
        )
    say(text.format(count=count))
    if settlement.unlisted:
        text = _("No longer in recipients.yaml, so nothing is sent to: {names}. Put them back if they are to have the letter.")
        warn(text.format(names=listing(settlement.unlisted)))


def _tell_answer(news: AskingNews) -> None:
    match news:
        case resolving.NothingUnclear():
            say(_("Nothing is unclear."))
        case resolving.NobodyToAsk():
            note(_("Only SendGrid can be asked; what has left in another way is settled by your word."))
        case Verdict(matter=matter, decision=decision, reason=reason):
            text = f"{matter.issue}, {matter.association}: {reason}"
            if decision is None:
                warn(text)
            elif decision is Resolution.NOT_ARRIVED:
                say(" ".join([text, _("It is sent again by the next “newsletter send”.")]))
            else:
                say(text)
