"""The order that makes a sending safe: the run's row, then its receipt, then the first claim, and only then a call."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from newsletter.delivery.outgoing.batch import Answer, Batch
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.model.deliveries import Status
from newsletter.model.diagnostics import Refused
from newsletter.operations.approving import approve
from newsletter.operations.exits import Exit
from newsletter.operations.sending import news
from newsletter.operations.sending.order import Sending
from newsletter.operations.sending.run import begin_run, run
from tests.delivery.ledger import LedgerTransport, accepted, unknown
from tests.operations.conftest import HOW_MANY, ISSUE, NOW, live_runs, receipt_of, sending_of, with_approver


def look_at_commits(sending: Sending, look: Callable[[], object]) -> list[object]:
    """What ``look`` sees after each transaction that has written."""
    seen: list[object] = []
    wrote = False

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        nonlocal wrote
        wrote = wrote or statement.lstrip().upper().startswith(("INSERT", "UPDATE"))

    def committed(_connection: object) -> None:
        nonlocal wrote
        if wrote:
            seen.append(look())
        wrote = False

    sa.event.listen(sending.log.engine, "after_cursor_execute", note)
    sa.event.listen(sending.log.engine, "commit", committed)
    return seen


def test_the_row_is_committed_before_the_receipt_and_the_receipt_written_before_a_claim(place, prepared, order, listener):
    with sending_of(place, prepared, order, listener) as sending:
        receipts = look_at_commits(sending, lambda: receipt_of(place).exists())
        begin_run(sending, sending.plan(), LedgerTransport(is_trial=True))

        assert receipts == [False]  # one transaction, the row's; the receipt came after it
        assert live_runs(sending.log) == 1
        assert receipt_of(place).exists()
        assert list(sending.log.deliveries(ISSUE)) == []


def test_a_letter_leaves_only_when_row_receipt_and_claim_are_on_disk(place, prepared, order, listener):
    """As another process sees it at each call."""
    found = []

    def look_and_accept(batch: Batch) -> Answer:
        with place.open_log(prepared.settings) as other:
            claimed = {one.attempt for one in other.deliveries(ISSUE)}
            found.append((live_runs(other), receipt_of(place).exists(), {one.attempt for one in batch.envelopes} <= claimed))
        return accepted(batch)

    with sending_of(place, prepared, order, listener) as sending:
        code = run(sending, sending.plan(), LedgerTransport(usual=look_and_accept, is_trial=True))

    assert code is Exit.DONE
    assert found == [(1, True, True)] * HOW_MANY


def test_a_receipt_that_cannot_be_written_stops_the_run_with_its_row_and_nothing_claimed(place, prepared, order, listener):
    receipt_of(place).mkdir()
    transport = LedgerTransport(is_trial=True)

    with sending_of(place, prepared, order, listener) as sending:
        with pytest.raises(Refused):
            run(sending, sending.plan(), transport)

        assert live_runs(sending.log) == 1
        assert list(sending.log.deliveries(ISSUE)) == []
    assert transport.calls == []


def test_a_row_that_is_refused_leaves_no_receipt(place, prepared, order, listener):
    """An approval that is withdrawn while the editor answers the question is missed by the row itself."""
    with sending_of(place, with_approver(prepared), order, listener) as sending:
        with pytest.raises(Refused, match="Ordförande"):
            begin_run(sending, sending.plan(), LedgerTransport(is_trial=True))

        assert live_runs(sending.log) == 0
    assert not receipt_of(place).exists()


def test_a_run_leans_on_the_approval_that_was_given(place, prepared, order, listener):
    approve(place, with_approver(prepared), "Ordförande", lambda _question: True)

    with sending_of(place, with_approver(prepared), order, listener) as sending:
        assert run(sending, sending.plan(), LedgerTransport(is_trial=True)) is Exit.DONE


def test_the_receipt_names_log_run_content_and_associations_and_no_address(place, prepared, order, listener):
    with sending_of(place, prepared, order, listener) as sending:
        plan = sending.plan()
        begin_run(sending, plan, LedgerTransport(is_trial=True))
        text = receipt_of(place).read_text(encoding="utf-8")
        (written,) = json.loads(text)["runs"]

        assert (written["log"], written["run"]) == (sending.log.id, sending.key.id)
        assert written["content"] == prepared.content.digest
        assert written["associations"] == sorted(plan.associations)
    assert "@" not in text


def test_a_rehearsal_leaves_no_receipt(place, prepared, listener, rehearsal):
    with sending_of(place, prepared, rehearsal, listener) as sending:
        assert run(sending, sending.plan(), LedgerTransport(is_live=False)) is Exit.DONE
    assert not receipt_of(place).exists()


def test_what_is_in_doubt_after_a_run_is_its_code_and_its_summary(place, prepared, order, listener):
    with sending_of(place, prepared, order, listener) as sending:
        code = run(sending, sending.plan(), LedgerTransport(script=[unknown], is_trial=True, calls_in_flight=1))

    assert code is Exit.UNRESOLVED
    summary = listener.one(news.Summary)
    assert len(summary.before.due) == HOW_MANY
    assert len(summary.after.done) == HOW_MANY - 1
    assert len(summary.after.unresolved) == 1
    assert summary.names[summary.after.unresolved[0]] == "Vänsterpartiet Arvika"


def test_times_come_from_the_clock_that_was_handed_in(place, prepared, order, listener):
    with sending_of(place, prepared, order, listener) as sending:
        assert place.clock == Clock(place.clock.now)
        run(sending, sending.plan(), LedgerTransport(is_trial=True))
        (begun,) = sending.log.live_runs(ISSUE)

        assert begun.started.startswith(f"{NOW:%Y-%m-%dT%H:%M:%S}")
        assert {one.status for one in sending.log.deliveries(ISSUE)} == {Status.ACCEPTED}
