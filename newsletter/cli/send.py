"""``newsletter send``: the way of design.md 4, from files to summary. What it shows is in its four neighbours."""

import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from newsletter.cli.addresses import read_address
from newsletter.cli.clock import is_replaced, now
from newsletter.cli.completion import complete_association, complete_issue
from newsletter.cli.exits import Exit, explained
from newsletter.cli.interrupt import ends_after_calls_in_flight
from newsletter.cli.numbers import Between
from newsletter.cli.output import ask, fail, is_interactive, note, warn
from newsletter.cli.prepared import Prepared, prepare
from newsletter.cli.run_lock import run_lock
from newsletter.cli.send_gate import refuse_draft, refuse_what_is_not_allowed
from newsletter.cli.send_intention import intention, question
from newsletter.cli.send_outcome import nothing_due, summary
from newsletter.cli.send_people import unresolved
from newsletter.cli.send_progress import progress
from newsletter.cli.sending import Options, Sending
from newsletter.cli.workspace import find_directory, opened_log, secrets
from newsletter.locale import _

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from newsletter.delivery.batch import Transport
    from newsletter.delivery.engine import Progress
    from newsletter.delivery.locks import RunLock
    from newsletter.delivery.plan import Plan
    from newsletter.letter import Letter
    from newsletter.model.recipients import Addressee, Roster

DEFAULT_WORKERS = 4


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
@click.option(
    "--workers",
    type=Between(1, 64),
    default=DEFAULT_WORKERS,
    metavar="N",
    help=_("How many calls may be under way at once."),
)
def send(  # noqa: PLR0917 - Click calls by name
    issue: str,
    via: str | None,
    yes: bool,  # noqa: FBT001 - the same
    only: tuple[str, ...],
    test: str | None,
    accept_changes: bool,  # noqa: FBT001 - the same
    late: bool,  # noqa: FBT001 - the same
    workers: int,
) -> int:
    from newsletter.delivery.folders import warning
    from newsletter.delivery.runs import new_run
    from newsletter.delivery.transports import parse_via

    directory = find_directory()
    prepared = prepare(directory, issue)
    settings = prepared.settings.settings
    url = settings.delivery.via if via is None else via
    options = Options(url, parse_via(url), yes, only, test, accept_changes, late, workers)
    is_live = options.way.is_live and test is None
    if is_live:
        refuse_draft(prepared)
    roster = _chosen(prepared, options)
    with opened_log(settings, directory, create=True) as log:
        if remark := warning(log.home.path):
            warn(remark)
        key = new_run(issue, is_live=is_live)
        sending = Sending(prepared, options, roster, log, key)
        with run_lock(log, key.id, beside=lambda: _beside_another_run(sending)) as lock:
            return _send(sending, lock)


def _beside_another_run(sending: Sending) -> Exit:
    """Nothing is sent, but whoever an earlier run left in doubt is named."""
    plan = sending.plan(holds_lock=False)
    unresolved(sending, plan)
    return Exit.UNRESOLVED if plan.unresolved else Exit.REMAINING


def _chosen(prepared: Prepared, options: Options) -> "Roster":
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


def _send(sending: Sending, lock: "RunLock") -> int:
    from newsletter.delivery.plan import exit_code
    from newsletter.delivery.transports import open_transport

    plan = sending.plan()
    if not plan.due:
        nothing_due(sending, plan)
        return exit_code(plan)
    intention(sending, plan)
    refuse_what_is_not_allowed(sending, plan)
    transport = open_transport(
        sending.options.way,
        workspace=sending.prepared.directory,
        issue=sending.key.issue,
        secrets=secrets(),
        pause=sending.prepared.settings.settings.delivery.pause,
        clock_is_replaced=is_replaced(),
    )
    try:
        if sending.is_live and not _confirmed(sending, plan):
            note(_("Interrupted. Nothing was sent."))
            return Exit.REFUSED
        return _carried_out(sending, plan, transport, lock)
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


def _carried_out(sending: Sending, plan: "Plan", transport: "Transport", lock: "RunLock") -> int:
    """From the run's row to the summary."""
    from newsletter.delivery.plan import exit_code
    from newsletter.model.diagnostics import Refused

    _begin(sending, plan, transport)
    code = int(Exit.DONE)
    with ends_after_calls_in_flight() as stop:
        try:
            with closing(_deliver(sending, plan, transport, lock, stop)) as steps:
                progress(plan, steps)
        except Refused as refused:  # the log has failed in the middle: what was in flight is in doubt, and the rest is known
            fail(refused.message, refused.hint)
            code = Exit.REFUSED
    try:
        after = sending.plan()
    except Refused as refused:  # nor can it be read: nobody can say whether what was in flight arrived
        fail(refused.message, refused.hint)
        return Exit.UNRESOLVED
    summary(sending, plan, after, stopped=stop.is_set())
    return max(code, exit_code(after))


def _begin(sending: Sending, plan: "Plan", transport: "Transport") -> None:
    """The run's row, then the receipt, then the first claim: in this order a crash can only make us refuse too much."""
    from newsletter.delivery.audience import make_audience
    from newsletter.delivery.log import timestamp
    from newsletter.delivery.receipts import Receipt, add_receipt
    from newsletter.delivery.runs import Start, begin
    from newsletter.letter import content_to_record
    from newsletter.model.issue import issue_to_record

    prepared, at = sending.prepared, timestamp(now())
    audience = make_audience(prepared.recipients.recipients, sending.roster, plan) if sending.is_live else ()
    record = content_to_record(prepared.content) | {"issue": issue_to_record(prepared.issue.issue)}
    begin(
        sending.log,
        Start(sending.key, sending.options.via, transport.is_trial, prepared.content.digest, record, audience, at),
    )
    if sending.is_live:
        receipt = Receipt(
            sending.key.issue, sending.log.id, sending.key.id, prepared.content.digest, at, tuple(sorted(plan.associations))
        )
        add_receipt(prepared.directory, receipt)


def _deliver(
    sending: Sending, plan: "Plan", transport: "Transport", lock: "RunLock", stop: threading.Event
) -> "Generator[Progress]":
    from newsletter.delivery.engine import Means, deliver
    from newsletter.delivery.envelope import sender_identity
    from newsletter.delivery.grouping import groups
    from newsletter.letter import likeness

    means = Means(
        log=sending.log,
        lock=lock,
        transport=transport,
        run=sending.key,
        sender=sender_identity(sending.prepared.settings.settings),
        letter=_letter_maker(sending),
        now=now,
        stop=stop,
        workers=sending.options.workers,
    )
    return deliver(means, groups(plan.due, likeness(sending.prepared.content), transport.batch_size))


def _letter_maker(sending: Sending) -> "Callable[[Addressee], Letter]":
    from newsletter.letter import fill

    content = sending.prepared.content
    if sending.options.test is None:
        return lambda addressee: fill(content, addressee)
    return lambda addressee: replace(fill(content, addressee), subject=f"[TEST] {content.subject}")
