"""The run of a sending, once it has been decided on: from its row in the log to the summary (design.md 4, steps 7 and 8).

The order is what makes it safe: the run's row is committed, then the receipt is on disk, then a claim is committed, then the
receipt's mark has been moved to it, and only then its call leaves. A crash between two of them can make a later run refuse too
much, never send twice.
"""

import threading
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing, suppress
from dataclasses import replace

from newsletter.delivery.approval import RequiredApproval
from newsletter.delivery.log import Receipt, add_receipt, end_receipt, move_mark, timestamp
from newsletter.delivery.outgoing import Transport, sender_identity
from newsletter.delivery.run import (
    Plan,
    Progress,
    RunSetup,
    RunStart,
    commit_run,
    deliver,
    exit_code,
    group_by_letter,
    make_audience,
    new_run,
    usual_workers,
)
from newsletter.delivery.waiting import WaitingRun
from newsletter.letter import Letter, as_test, fill, letter_key
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Addressee
from newsletter.operations.approving import is_in_question, rule_of, sentence, state_of
from newsletter.operations.exits import Exit
from newsletter.operations.running import stop_on_signals
from newsletter.operations.sending.fence import MOST_RESTARTS, take_back_dead_runs, take_back_if_in_doubt
from newsletter.operations.sending.news import LogFailed, NotRecallable, Summary
from newsletter.operations.sending.order import Sending
from newsletter.operations.waiting import open_hold


def run(sending: Sending, plan: Plan, transport: Transport, dead: Collection[WaitingRun] = ()) -> Exit:
    """Send to those due in ``plan``, once it has been decided on, and tell the summary.

    What ``dead`` runs have left in doubt is taken back first; a run that leaves letters in doubt itself is made anew.
    """
    tell, code = sending.reporter.tell, Exit.DONE
    with stop_on_signals() as stop:
        take_back_dead_runs(sending, dead, stop)
        due = sending.plan() if dead else plan
        if due.due and not stop.is_set():
            sending, code = _run_until_known(begin_run(sending, due, transport), due, transport, stop)
    if not sending.lock.is_in_place():
        tell(_lost_log(sending))
        return Exit.UNRESOLVED
    try:
        after = sending.plan()
    except Refused as refused:  # nor can the log be read: it is not known whether what was in flight arrived
        tell(LogFailed(refused.message, refused.hint))
        return Exit.UNRESOLVED
    leaves = sending.hold.leaves if sending.hold else None
    approval = "" if sending.is_live else approval_sentence(sending)
    put_off = {to: said for to, _number in after.due if (said := sending.put_off.get(to))}
    tell(Summary(plan, after, sending.names(after), stopped=stop.is_set(), leaves=leaves, approval=approval, put_off=put_off))
    return max(code, Exit(exit_code(after)))


def _lost_log(sending: Sending) -> LogFailed:
    """The file that this run has written to is another's by name, or nobody's: what it says now would be believed in vain."""
    message = _(
        "The sending log {path} was deleted or replaced while letters left: who got this sending is not written down in it."
    )
    return LogFailed(
        message.format(path=sending.log.home.shown),
        _(
            "Nothing more left after that was noticed. Get the log that was there back, from the trash or the newest copy with "
            "“newsletter restore FILE”; until then the receipts let nothing be sent."
        ),
    )


def _run_until_known(sending: Sending, due: Plan, transport: Transport, stop: threading.Event) -> tuple[Sending, Exit]:
    """Deliver, and deliver anew while letters of the run are in doubt: the last of its runs, and what it amounts to beside what
    stands in the log.
    """
    try:
        for left in reversed(range(MOST_RESTARTS + 1)):
            with closing(_deliver(sending, due, transport, stop)) as steps:
                sending.reporter.follow(due, _gather_put_off(steps, sending.put_off))
            _end_receipt(sending)
            if not left or not take_back_if_in_doubt(sending, stop):
                break
            sending, due = _begin_anew(sending, transport)
    except Refused as refused:  # the log has failed in the middle: what was in flight is in doubt, and the rest is known
        sending.reporter.tell(LogFailed(refused.message, refused.hint))
        return sending, Exit.REFUSED
    return sending, Exit.DONE


def _gather_put_off(steps: Iterator[Progress], put_off: dict[Addressee, str]) -> Iterator[Progress]:
    for step in steps:
        put_off.update(step.put_off)
        yield step


def _begin_anew(sending: Sending, transport: Transport) -> tuple[Sending, Plan]:
    """A run of its own, for all who are due again."""
    renewed = replace(sending, key=new_run(sending.key.issue, is_live=True))
    sending.lock.add(renewed.key.id)
    sending.lock.drop(sending.key.id)
    due = renewed.plan()
    return begin_run(renewed, due, transport), due


def begin_run(sending: Sending, plan: Plan, transport: Transport) -> Sending:
    """Commit the run's row, then write its receipt; claims come only after this has returned.

    In this order a crash can only make us refuse too much: a row without a receipt refuses nothing, because none of its letters
    has left, and a receipt whose log is lost afterwards refuses the next send. ``Refused`` where an approval is missing at this
    very moment; there is neither row nor receipt then.
    """
    sending = _open_hold(sending)
    prepared, at = sending.prepared, timestamp(sending.workspace.now())
    audience = make_audience(prepared.recipients.recipients, sending.roster, plan) if sending.is_live else ()
    start = RunStart(
        key=sending.key,
        via=sending.order.url,
        is_trial=transport.is_trial,
        digest=prepared.content.digest,
        record=prepared.record(),
        audience=audience,
        at=at,
        hold=sending.hold,
        required=_required_approval(sending, plan),
        accepts_changes=sending.order.accepts_changes,
    )
    commit_run(sending.log, start)
    if sending.is_live:
        receipt = Receipt(
            issue=sending.key.issue,
            log=sending.log.id,
            run=sending.key.id,
            content=prepared.content.digest,
            at=at,
            associations=tuple(sorted(plan.associations)),
            trial=transport.is_trial,
        )
        add_receipt(prepared.directory, receipt)
        return replace(sending, receipt=receipt)
    return sending


def _make_marker(sending: Sending) -> Callable[[int, str], str]:
    """Writes how far the run has come into its receipt; a sentence where that cannot be done, and nothing more may leave."""
    receipt, directory = sending.receipt, sending.prepared.directory

    def move(attempts: int, last: str) -> str:
        if receipt is None:  # a rehearsal, which never counts
            return ""
        try:
            move_mark(directory, replace(receipt, attempts=attempts, last=last))
        except OSError as error:
            said = _("The receipt in {folder} could not be written ({reason}), so nothing more left.")
            return said.format(folder=directory / "issues", reason=error.strerror)
        except Refused as refused:
            return f"{refused.message} {refused.hint}"
        return ""

    return move


def _end_receipt(sending: Sending) -> None:
    """The mark has been written before; that the run ended is for people."""
    if sending.receipt:
        with suppress(OSError, Refused):
            end_receipt(sending.prepared.directory, sending.receipt, timestamp(sending.workspace.now()))


def _open_hold(sending: Sending) -> Sending:
    """With a name for its letters to wait under, where they are to wait."""
    if sending.order.wait is None or sending.keeper is None:
        return sending
    hold, warning = open_hold(sending.keeper, sending.order.wait, sending.workspace.clock)
    if warning:
        sending.reporter.tell(NotRecallable(warning))
    return replace(sending, hold=hold)


def _required_approval(sending: Sending, plan: Plan) -> RequiredApproval | None:
    """The approvals that a live run must have behind it; None where none is needed and none was given."""
    prepared = sending.prepared
    if not sending.is_live or not is_in_question(sending.log, prepared, sending.today):
        return None
    return RequiredApproval(rule_of(prepared, sending.today), prepared.proposal(), plan.associations)


def _deliver(sending: Sending, plan: Plan, transport: Transport, stop: threading.Event) -> Generator[Progress]:
    like, size = letter_key(sending.prepared.content), transport.batch_size
    means = RunSetup(
        log=sending.log,
        lock=sending.lock,
        transport=transport,
        run=sending.key,
        sender=sender_identity(sending.prepared.settings),
        letter=_letter_maker(sending),
        now=sending.workspace.now,
        stop=stop,
        mark=_make_marker(sending),
        workers=sending.order.workers or usual_workers(plan.due, like, size),
        hold=sending.hold,
    )
    return deliver(means, group_by_letter(plan.in_order, like, size))


def _letter_maker(sending: Sending) -> Callable[[Addressee], Letter]:
    content = sending.prepared.content
    if sending.order.test is None:
        return lambda addressee: fill(content, addressee)
    remark = approval_sentence(sending)
    return lambda addressee: as_test(fill(content, addressee), remark)


def approval_sentence(sending: Sending) -> str:
    """For a rehearsal or a test letter; empty where no approval is needed and none was given."""
    if not is_in_question(sending.log, sending.prepared, sending.today):
        return ""
    return sentence(state_of(sending.log, sending.prepared, sending.today))
