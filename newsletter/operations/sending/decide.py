"""Sending an issue up to the question whether it shall be sent (design.md 4, steps 5 and 6).

In order: a draft and a hopeless wait are refused, the log is opened, the lock is taken, dead runs are looked for, the plan is
made and told, what is not allowed is refused, and only then the question is asked.
"""

from contextlib import closing
from datetime import datetime

from newsletter.delivery.log import SendLog, place_warning, read_sent_content
from newsletter.delivery.outgoing import Transport
from newsletter.delivery.run import (
    Plan,
    RunKey,
    audience_changes,
    exit_code,
    make_audience,
    new_run,
    previous_audience,
    read_lateness,
    read_standings,
    read_stops,
    take_lock,
)
from newsletter.delivery.transports import open_transport
from newsletter.delivery.waiting import Keeper, read_waiting_runs
from newsletter.model.recipients import Roster
from newsletter.operations.exits import Exit
from newsletter.operations.preparing import Prepared, refuse_draft
from newsletter.operations.sending.fence import lock_dead_runs
from newsletter.operations.sending.news import (
    BesideAnotherRun,
    Declined,
    Intention,
    NothingDue,
    RiskyPlace,
    SendingReporter,
)
from newsletter.operations.sending.order import (
    Order,
    Sending,
    choose_roster,
    find_names,
    make_order_plan,
    refuse_unknown_associations,
)
from newsletter.operations.sending.refusals import refuse_what_is_not_allowed
from newsletter.operations.sending.run import approval_sentence, run
from newsletter.operations.waiting import refuse_hopeless
from newsletter.operations.workspace import Workspace


def send(workspace: Workspace, prepared: Prepared, order: Order, reporter: SendingReporter) -> Exit:
    """Send ``prepared`` to those who are due by the log, and say what came of it to ``reporter``.

    ``Refused`` where something stands in the way; nothing has left then. A log that fails while letters leave is told, and the
    code says how far the letters are known.
    """
    if order.is_live:
        refuse_draft(prepared)
    keeper = _find_keeper(workspace, order)
    refuse_unknown_associations(prepared, order)
    with workspace.open_log(prepared.settings, create=True) as log:
        roster = choose_roster(prepared, order, read_stops(log, prepared.recipients.recipients))
        if warning := place_warning(log):
            reporter.tell(RiskyPlace(warning))
        key = new_run(prepared.issue.id, is_live=order.is_live)
        lock = take_lock(log, key.id)
        if lock is None:
            return _end_beside_another_run(
                workspace=workspace, prepared=prepared, order=order, roster=roster, log=log, key=key, reporter=reporter
            )
        try:
            return _send(Sending(workspace, prepared, order, roster, log, key, lock, keeper, reporter))
        finally:
            lock.release()


def _find_keeper(workspace: Workspace, order: Order) -> Keeper | None:
    """The provider that keeps the letters where they are to wait."""
    if order.wait is None:
        return None
    refuse_hopeless(order.wait, workspace.now())
    return workspace.keeper(order.via)


def _end_beside_another_run(
    *,
    workspace: Workspace,
    prepared: Prepared,
    order: Order,
    roster: Roster,
    log: SendLog,
    key: RunKey,
    reporter: SendingReporter,
) -> Exit:
    """Nothing is sent, but the letters that an earlier run left in doubt are told."""
    late = read_lateness(log, key.issue, workspace.now())
    plan = make_order_plan(order, roster, read_standings(log, key.issue, key.realm), late)
    reporter.tell(BesideAnotherRun(plan, find_names(log, prepared, plan)))
    return Exit.UNRESOLVED if plan.unresolved else Exit.REMAINING


def _send(sending: Sending) -> Exit:
    """With the lock held: tell what is due, refuse what is not allowed, ask, and run.

    The plan counts letters of dead runs as taken back already: the run does that first, once the question is answered.
    """
    tell = sending.reporter.tell
    with lock_dead_runs(sending) as dead:
        plan = sending.plan(taken_back=[one.run for one in dead])
        if not plan.due:
            tell(_nothing_due(sending, plan))
            return Exit(exit_code(plan))
        intention = _intention(sending, plan)
        tell(intention)
        refuse_what_is_not_allowed(sending, plan)
        with closing(_open_transport(sending)) as transport:
            if sending.is_live and not sending.reporter.confirm(intention):
                tell(Declined())
                return Exit.REFUSED
            return run(sending, plan, transport, dead)


def _nothing_due(sending: Sending, plan: Plan) -> NothingDue:
    waiting: set[datetime] = set()
    sent = None
    if sending.is_live:
        found = read_waiting_runs(sending.log, sending.key.issue)
        waiting = {one.leaves for one in found if one.leaves > sending.workspace.now()}
        sent = read_sent_content(sending.log, sending.key.issue)
    has_changed = sent is not None and sent.digest != sending.prepared.content.digest
    return NothingDue(plan, sending.names(plan), tuple(sorted(waiting)), has_changed)


def _intention(sending: Sending, plan: Plan) -> Intention:
    leaves = sending.order.wait.leaves(sending.workspace.now()) if sending.order.wait else None
    before = previous_audience(sending.log.audiences(), sending.key.issue) if sending.is_live else None
    if before is None:
        return Intention(plan, sending.names(plan), leaves)
    audience = make_audience(sending.prepared.recipients.recipients, sending.roster, plan)
    return Intention(plan, sending.names(plan), leaves, before.issue, audience_changes(before, audience))


def _open_transport(sending: Sending) -> Transport:
    return open_transport(
        sending.order.via,
        workspace=sending.workspace.directory,
        issue=sending.key.issue,
        secrets=sending.workspace.secrets(),
        pause=sending.prepared.settings.delivery.pause,
        clock_is_replaced=sending.workspace.clock.is_replaced,
        names=sending.prepared.names,
        remark="" if sending.is_live else approval_sentence(sending),
    )
