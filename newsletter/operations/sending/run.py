"""The run of ``newsletter send``, once it has been decided on: from its row in the log to the summary."""

import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from newsletter.cli.clock import now
from newsletter.operations.sending import fence as send_fence
from newsletter.operations.running import ends_after_calls_in_flight
from newsletter.operations.approving import approval_sentence, wanted
from newsletter.operations.waiting import opened_hold
from newsletter.cli.commands.sending.send_outcome import summary
from newsletter.cli.show.progress import progress
from newsletter.operations.sending.order import Sending, Ways
from newsletter.cli.exits import Exit
from newsletter.cli.output import fail, warn
from newsletter.locale import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator

    from newsletter.delivery.engine import Progress
    from newsletter.delivery.holds import Held
    from newsletter.delivery.plan import Plan
    from newsletter.letter import Letter
    from newsletter.model.recipients import Addressee


def carried_out(sending: Sending, plan: "Plan", ways: Ways, dead: "Collection[Held]") -> int:
    """What dead runs have left in doubt is cleared first; a run that leaves somebody in doubt itself is made anew."""
    from newsletter.delivery.plan import exit_code
    from newsletter.model.diagnostics import Refused

    code = int(Exit.DONE)
    with ends_after_calls_in_flight() as stop:
        send_fence.clear(sending, dead, ways.lock, stop)
        due = sending.plan() if dead else plan
        if due.due and not stop.is_set():
            sending, code = _run(_begun(sending, due, ways), due, ways, stop)
    try:
        after = sending.plan()
    except Refused as refused:  # nor can it be read: nobody can say whether what was in flight arrived
        fail(refused.message, refused.hint)
        return Exit.UNRESOLVED
    summary(sending, plan, after, stopped=stop.is_set())
    return max(code, exit_code(after))


def _run(sending: Sending, due: "Plan", ways: Ways, stop: threading.Event) -> tuple[Sending, int]:
    """The last of its runs, and what it amounts to beside what stands in the log."""
    from newsletter.model.diagnostics import Refused

    try:
        for left in reversed(range(send_fence.MOST_RESTARTS + 1)):
            with closing(_deliver(sending, due, ways, stop)) as steps:
                progress(due, steps)
            if not left or ways.keeper is None or not send_fence.was_fenced(sending, ways.keeper, ways.lock, stop):
                break
            sending, due = _anew(sending, ways)
    except Refused as refused:  # the log has failed in the middle: what was in flight is in doubt, and the rest is known
        fail(refused.message, refused.hint)
        return sending, Exit.REFUSED
    return sending, Exit.DONE


def _anew(sending: Sending, ways: Ways) -> "tuple[Sending, Plan]":
    """A run of its own, for all who are due again."""
    from newsletter.delivery.runs import new_run

    renewed = replace(sending, key=new_run(sending.key.issue, is_live=True))
    ways.lock.add(renewed.key.id)
    ways.lock.drop(sending.key.id)
    due = renewed.plan()
    return _begun(renewed, due, ways), due


def _begun(sending: Sending, plan: "Plan", ways: Ways) -> Sending:
    """The run's row, then the receipt, then the first claim: in this order a crash can only make us refuse too much."""
    from newsletter.delivery.audience import make_audience
    from newsletter.delivery.log import timestamp
    from newsletter.delivery.receipts import Receipt, add_receipt
    from newsletter.delivery.runs import Start, begin

    sending = _held(sending, ways)
    prepared, at = sending.prepared, timestamp(now())
    audience = make_audience(prepared.recipients.recipients, sending.roster, plan) if sending.is_live else ()
    start = Start(
        key=sending.key,
        via=sending.options.via,
        is_trial=ways.transport.is_trial,
        digest=prepared.content.digest,
        record=prepared.record(),
        audience=audience,
        at=at,
        hold=sending.hold,
        wanted=wanted(sending, plan),
        accepts_changes=sending.options.accept_changes,
    )
    begin(sending.log, start)
    if sending.is_live:
        receipt = Receipt(
            issue=sending.key.issue,
            log=sending.log.id,
            run=sending.key.id,
            content=prepared.content.digest,
            at=at,
            associations=tuple(sorted(plan.associations)),
            trial=ways.transport.is_trial,
        )
        add_receipt(prepared.directory, receipt)
    return sending


def _held(sending: Sending, ways: Ways) -> Sending:
    wait = sending.options.wait
    if wait is None or ways.keeper is None:
        return sending
    hold, warning = opened_hold(ways.keeper, wait)
    if warning:
        warn(_("This sending may not be taken back: {reason}").format(reason=warning))
    return replace(sending, hold=hold)


def _deliver(sending: Sending, plan: "Plan", ways: Ways, stop: threading.Event) -> "Generator[Progress]":
    from newsletter.delivery.engine import Means, deliver
    from newsletter.delivery.envelope import sender_identity
    from newsletter.delivery.grouping import groups, usual_workers
    from newsletter.letter import likeness

    like, size = likeness(sending.prepared.content), ways.transport.batch_size
    means = Means(
        log=sending.log,
        lock=ways.lock,
        transport=ways.transport,
        run=sending.key,
        sender=sender_identity(sending.prepared.settings),
        letter=_letter_maker(sending),
        now=now,
        stop=stop,
        workers=sending.options.workers or usual_workers(plan.due, like, size),
        hold=sending.hold,
    )
    return deliver(means, groups(plan.due, like, size))


def _letter_maker(sending: Sending) -> "Callable[[Addressee], Letter]":
    from newsletter.letter import as_test, fill

    content = sending.prepared.content
    if sending.options.test is None:
        return lambda addressee: fill(content, addressee)
    remark = approval_sentence(sending)
    return lambda addressee: as_test(fill(content, addressee), remark)
