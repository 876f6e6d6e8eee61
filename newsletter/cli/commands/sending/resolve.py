"""``newsletter resolve``: what a run could not settle, settled by somebody who knows, with name and reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from newsletter.cli.clock import now
from newsletter.cli.commands.sending.resolve_ask import ask_provider
from newsletter.cli.exits import Exit, explained
from newsletter.cli.output import say, table, warn
from newsletter.cli.read.completion import complete_issue
from newsletter.cli.run_lock import end_for_another_run
from newsletter.cli.show.addresses import read_address, shown
from newsletter.cli.show.words import listing, moment_words, status_word
from newsletter.cli.workspace import find_directory, opened_log
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from newsletter.delivery.resolve import Decision, Matter


@click.command(
    help=_("List what is unclear or was refused; with options, settle it. Without ISSUE: all issues."),
    short_help=_("Settle letters that may or may not have arrived."),
    epilog=explained(),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", required=False, metavar=_("[ISSUE]"), shell_complete=complete_issue, help=_("For example 2026-q3."))
@click.option("--address", metavar=_("ADDRESS"), help=_("Settle the letters to this address."))
@click.option("--all", "everything", is_flag=True, help=_("Settle all of them."))
@click.option("--arrived", "decision", flag_value="arrived", help=_("The letter arrived."))
@click.option("--not-arrived", "decision", flag_value="not_arrived", help=_("It did not arrive, and is to be sent again."))
@click.option("--again", "decision", flag_value="again", help=_("Try a refused or bounced address again."))
@click.option("--ask", is_flag=True, help=_("Ask SendGrid what became of the letters that are unclear."))
@click.option("--by", metavar=_("NAME"), help=_("Who decides."))
@click.option("--reason", metavar=_("TEXT"), help=_("How you know."))
@click.option("--show-addresses", is_flag=True, help=_("Show addresses in full."))
def resolve(  # noqa: PLR0917 - Click calls by name
    issue: str | None,
    address: str | None,
    everything: bool,  # noqa: FBT001 - the same
    decision: str | None,
    ask: bool,  # noqa: FBT001 - the same
    by: str | None,
    reason: str | None,
    show_addresses: bool,  # noqa: FBT001 - the same
) -> int:
    from newsletter.delivery.log import timestamp
    from newsletter.delivery.resolve import Decision, Word, matters, settle
    from newsletter.source import read_settings

    if ask and (decision or address or everything or by or reason):
        raise click.UsageError(_("--ask stands alone: SendGrid is asked of all that is unclear."))
    _refuse_half_an_order(decision, address, everything=everything, by=by, reason=reason)
    directory = find_directory()
    settings = read_settings(directory).settings
    with opened_log(settings, directory) as log:
        found = matters(log, issue)
        if ask:
            ask_provider(log, found, settings.timezone)
            return _code(matters(log, issue))
        if decision is None:
            _list(found, settings.timezone, show_addresses=show_addresses)
            return _code(found)
        chosen = _chosen(found, Decision(decision), None if everything else address)
        if decision == Decision.NOT_ARRIVED:
            _refuse_what_may_still_leave(chosen, settings.timezone)
        settled = settle(log, chosen, Word(Decision(decision), by or "", reason or "", timestamp(now())))
        if settled is None:
            end_for_another_run()
        _settled(settled, Decision(decision))
        if decision != Decision.ARRIVED:
            _name_the_unlisted(directory, chosen)
        return _code(matters(log, issue))


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


def _chosen(found: "Sequence[Matter]", decision: "Decision", address: str | None) -> "Sequence[Matter]":
    """Those meant that the decision is allowed for; Refused when there are none, with the reason."""
    from newsletter.model.diagnostics import Refused

    key = None if address is None else read_address(address, "--address").key
    meant = [one for one in found if key is None or one.address == key]
    chosen = [one for one in meant if one.allows(decision)]
    if chosen:
        return chosen
    if any(one.in_progress for one in meant):
        raise Refused(_("A run is still sending these letters."), _("Wait until it has ended and try again."))
    if decision == "again" and meant:
        raise Refused(
            _("It is unclear whether the letter arrived, so it cannot simply be sent again."),
            _("Find out, and say --arrived or --not-arrived."),
        )
    raise Refused(
        _("There is no such letter to settle."),
        _("“newsletter resolve” lists what is unclear or was refused; nothing was changed."),
    )


def _refuse_what_may_still_leave(chosen: "Sequence[Matter]", timezone: str) -> None:
    """Nobody can have got a letter that waits, and it may still come: sent again it would come twice."""
    from newsletter.model.diagnostics import Refused

    waiting = [one for one in chosen if one.leaves and datetime.fromisoformat(one.leaves) > now()]
    if waiting:
        last = max(waiting, key=lambda one: str(one.leaves))
        raise Refused(
            _("The letters may be waiting at SendGrid, and then leave {when}: that they have not come proves nothing.").format(
                when=moment_words(str(last.leaves), timezone)
            ),
            _("Run “newsletter send {issue}”, which takes them back and sends them anew, or wait until then.").format(
                issue=last.issue
            ),
        )


def _list(found: "Sequence[Matter]", timezone: str, *, show_addresses: bool) -> None:
    if not found:
        say(_("Nothing is unclear, and no address was refused."))
        return
    rows = [
        (
            one.issue,
            one.association,
            shown(one.address, show=show_addresses),
            _stands(one),
            moment_words(one.claimed, timezone),
        )
        for one in found
    ]
    table((_("Issue"), _("Association"), _("Address"), _("Status"), _("Time")), rows)
    say()
    if any(one.allows_a_word for one in found):
        command = f"newsletter resolve {next(one.issue for one in found if one.allows_a_word)}"
        say(_("Ask the association or look in your provider's activity log. Then run, where NAME is yours:"))
        say(_("{command} --address ADDRESS --arrived --by NAME --reason TEXT").format(command=command))
        if not show_addresses:
            say(_("--show-addresses shows the addresses in full."))
        say(_("SendGrid itself can be asked with --ask, if the account has Email Activity."))
        say(_("Say --not-arrived if it did not arrive, and --all for all of them at once."))
    if any(one.can_go_again for one in found):
        say(_("Correct a refused address in recipients.yaml; if it is right after all, let it be tried with --again."))


def _stands(one: "Matter") -> str:
    if one.in_progress:
        return _("being sent")
    return _("bounced") if one.failed else status_word(one.status)


def _settled(count: int, decision: "Decision") -> None:
    if decision == "arrived":
        text = ngettext("{count} letter is now counted as arrived.", "{count} letters are now counted as arrived.", count)
    else:
        text = ngettext(
            "{count} letter is sent again by the next “newsletter send”.",
            "{count} letters are sent again by the next “newsletter send”.",
            count,
        )
    say(text.format(count=count))


def _name_the_unlisted(directory: "Path", chosen: "Sequence[Matter]") -> None:
    """Nothing is sent to who is no longer in the file, whatever has been settled."""
    from newsletter.operations.gathering import listed_addresses
    from newsletter.source import read

    recipients = read(directory).recipients
    if recipients is None:  # its faults are told by the commands that need it
        return
    listed = listed_addresses(recipients.recipients)
    if gone := sorted({one.association for one in chosen if (one.association, one.address) not in listed}):
        text = _("No longer in recipients.yaml, so nothing is sent to: {names}. Put them back if they are to have the letter.")
        warn(text.format(names=listing(gone)))


def _code(found: "Sequence[Matter]") -> int:
    return Exit.UNRESOLVED if any(one.allows_a_word for one in found) else Exit.DONE
