"""``newsletter send``: the way of design.md 4, from files to summary. What it shows is in its four neighbours."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from newsletter.cli.clock import is_replaced
from newsletter.operations.sending.fence import dead_runs
from newsletter.operations.sending.refusals import refuse_what_is_not_allowed
from newsletter.operations.waiting import keeper_for, read_wait, refuse_hopeless
from newsletter.cli.show.sending import intention, question
from newsletter.cli.commands.sending.send_outcome import nothing_due
from newsletter.cli.commands.sending.send_people import unresolved
from newsletter.operations.sending.run import carried_out
from newsletter.operations.sending.order import Options, Sending, Ways
from newsletter.cli.exits import Exit, explained
from newsletter.cli.output import ask, is_interactive, note, warn
from newsletter.cli.read.completion import complete_association, complete_issue
from newsletter.cli.read.parameters import Between
from newsletter.cli.run_lock import run_lock
from newsletter.cli.show.addresses import read_address
from newsletter.cli.show.diagnostics import show_diagnostics
from newsletter.cli.workspace import find_directory, opened_log, secrets
from newsletter.locale import _

if TYPE_CHECKING:
    from newsletter.delivery.holds import Held, Keeper
    from newsletter.delivery.locks import RunLock
    from newsletter.delivery.plan import Plan
    from newsletter.model.recipients import Roster
    from newsletter.operations.preparing import Prepared


@click.command(
    help=_("Send an issue to all recipients. Given again, it sends what remains and nothing twice."),
    short_help=_("Send an issue to all recipients."),
    epilog=explained(),
    options_metavar=_("[OPTIONS]"),
)
@click.argument("issue", metavar=_("ISSUE"), shell_complete=complete_issue, help=_("For example 2026-q3."))
@click.option("--via", metavar="URL", help=_("What the letters leave through: outbox:, smtp://…, sendgrid:eu."))
@click.option("--yes", is_flag=True, help=_("Answer yes to all questions."))
@click.option(
    "--only",
    multiple=True,
    metavar=_("ASSOCIATION"),
    shell_complete=complete_association,
    help=_("Only this association (may be repeated)."),
)
@click.option("--test", metavar=_("ADDRESS"), help=_("Send one letter to this address instead, marked as a test."))
@click.option("--accept-changes", is_flag=True, help=_("Send although the issue has changed since others got it."))
@click.option("--late", is_flag=True, help=_("Send also to those added more than 14 days after the first sending."))
@click.option("--at", metavar=_("TIME"), help=_("Let the letters leave SendGrid later, for example “2026-12-15 07:00”."))
@click.option(
    "--undo", metavar=_("DURATION"), help=_("Let them wait so long, for example 30m, so that they can be taken back.")
)
@click.option("--now", "at_once", is_flag=True, help=_("Send at once, whatever delivery.undo says."))
@click.option(
    "--workers",
    type=Between(1, 64),
    default=None,
    metavar="N",
    help=_("How many calls may be under way at once; else 4, and more for thousands of calls."),
)
def send(  # noqa: PLR0917 - Click calls by name
    issue: str,
    via: str | None,
    yes: bool,  # noqa: FBT001 - the same
    only: tuple[str, ...],
    test: str | None,
    accept_changes: bool,  # noqa: FBT001 - the same
    late: bool,  # noqa: FBT001 - the same
    at: str | None,
    undo: str | None,
    at_once: bool,  # noqa: FBT001 - the same
    workers: int | None,
) -> int:
    from newsletter.delivery.folders import warning
    from newsletter.delivery.runs import new_run
    from newsletter.delivery.transports import parse_via
    from newsletter.operations.preparing import prepare, refuse_draft

    directory = find_directory()
    prepared = prepare(directory, issue)
    show_diagnostics(prepared.warnings, prepared.directory, "short")
    settings = prepared.settings
    url = settings.delivery.via if via is None else via
    way = parse_via(url)
    is_live = way.is_live and test is None
    wait = read_wait(settings, at, undo, at_once=at_once, is_live=is_live)
    options = Options(url, way, yes, only, test, accept_changes, late, workers, wait)
    if is_live:
        refuse_draft(prepared)
    keeper = _keeper(options)
    roster = _chosen(prepared, options)
    with opened_log(settings, directory, create=True) as log:
        if remark := warning(log.home.path):
            warn(remark)
        key = new_run(issue, is_live=is_live)
        sending = Sending(prepared, options, roster, log, key)
        with run_lock(log, key.id, beside=lambda: _beside_another_run(sending)) as lock:
            return _send(sending, lock, keeper)


def _keeper(options: Options) -> "Keeper | None":
    """Who keeps letters that are to wait."""
    if options.wait is None:
        return None
    if options.test is not None:
        raise click.UsageError(_("A test letter leaves at once: --at and --undo are not for it."))
    refuse_hopeless(options.wait)
    return keeper_for(options.way)


def _beside_another_run(sending: Sending) -> Exit:
    """Nothing is sent, but whoever an earlier run left in doubt is named."""
    plan = sending.plan(holds_lock=False)
    unresolved(sending, plan)
    return Exit.UNRESOLVED if plan.unresolved else Exit.REMAINING


def _chosen(prepared: "Prepared", options: Options) -> "Roster":
    """Everybody, or the one who stands for them in a test letter; Refused for an association that is not in the file."""
    from newsletter.model.diagnostics import Refused
    from newsletter.model.recipients import Roster, roster
    from newsletter.source import did_you_mean, nearest

    recipients = prepared.recipients.recipients
    known = [one.id for one in recipients.recipients]
    choices = _("Choose among: {list}.").format(list=", ".join(known))
    for association in options.only:
        if association not in known:
            raise Refused(
                _("There is no association called {id} in {file}.").format(id=association, file=prepared.recipients.file),
                " ".join(filter(None, [did_you_mean(nearest(association, known)), choices])),
            )
    everybody = roster(recipients)
    if options.test is None:
        return everybody
    models = [one for one in everybody.addressees if not options.only or one.association_id in options.only]
    if not models:
        raise Refused(
            _("Nobody to render the test letter for: no association chosen has an active contact."),
            _("Name another with --only."),
        )
    return Roster((replace(models[0], address=read_address(options.test, "--test")),), ())


def _send(sending: Sending, lock: "RunLock", keeper: "Keeper | None") -> int:
    from newsletter.delivery.plan import exit_code

    with dead_runs(sending, lock) as dead:
        plan = sending.plan(taken_back=[held.run for held in dead])
        if not plan.due:
            nothing_due(sending, plan)
            return exit_code(plan)
        intention(sending, plan)
        refuse_what_is_not_allowed(sending, plan)
        return _confirmed_and_sent(sending, plan, lock, keeper, dead)


def _confirmed_and_sent(
    sending: Sending, plan: "Plan", lock: "RunLock", keeper: "Keeper | None", dead: "tuple[Held, ...]"
) -> int:
    from newsletter.delivery.transports import open_transport

    transport = open_transport(
        sending.options.way,
        workspace=sending.prepared.directory,
        issue=sending.key.issue,
        secrets=secrets(),
        pause=sending.prepared.settings.delivery.pause,
        clock_is_replaced=is_replaced(),
    )
    try:
        if sending.is_live and not _confirmed(sending, plan):
            note(_("Interrupted. Nothing was sent."))
            return Exit.REFUSED
        return carried_out(sending, plan, Ways(lock, transport, keeper), dead)
    finally:
        transport.close()


def _confirmed(sending: Sending, plan: "Plan") -> bool:
    from newsletter.model.diagnostics import Refused

    if sending.options.yes:
        return True
    if not is_interactive():
        raise Refused(
            _("There is nobody here to confirm the sending. Nothing was sent."),
            _("Give --yes to send without being asked."),
        )
    return ask(question(sending, plan)) == str(len(plan.due))
