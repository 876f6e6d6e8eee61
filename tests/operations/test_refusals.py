"""What stops a sending before the question is asked: each by itself, and nothing has been written or sent then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsletter.delivery.log.receipts import Receipt, add_receipt
from newsletter.delivery.run import locks
from newsletter.delivery.transports import parse_via
from newsletter.model.addresses import MailAddress
from newsletter.model.diagnostics import Refused
from newsletter.operations.approving import approve
from newsletter.operations.exits import Exit
from newsletter.operations.sending import news, send
from newsletter.operations.sending.run import run
from newsletter.operations.waiting import Wait
from tests.delivery.ledger import LedgerTransport
from tests.operations.conftest import HOW_MANY, ISSUE, live_runs, receipt_of, sending_of, with_approver, with_settings


@pytest.fixture
def try_to_send(place, order, listener):
    """Up to the question, which is answered with no."""
    return lambda prepared, **changes: send(place, prepared, replace(order, **changes), listener)


@pytest.fixture
def sent_before(place, prepared, order, listener):
    """The issue has been sent to everybody but one association, which is due."""
    chosen = tuple(one.id for one in prepared.recipients.recipients.recipients if one.id != "arvika")
    with sending_of(place, prepared, replace(order, only=chosen), listener) as sending:
        run(sending, sending.plan(), LedgerTransport(is_trial=True))
    listener.heard.clear()


def drafted(prepared):
    issue = prepared.issue.issue.model_copy(update={"draft": True})
    return replace(prepared, issue=replace(prepared.issue, issue=issue))


def changed(prepared):
    return replace(prepared, content=replace(prepared.content, subject="Något annat", digest="of something else"))


def test_what_is_allowed_comes_to_the_question(try_to_send, prepared, listener, place):
    assert try_to_send(prepared) is Exit.REFUSED

    (intention,) = listener.asked
    assert len(intention.plan.due) == HOW_MANY
    assert listener.heard == [intention, news.Declined()]
    assert not receipt_of(place).exists()


def test_a_draft(try_to_send, prepared, listener):
    with pytest.raises(Refused, match="utkast"):
        try_to_send(drafted(prepared))
    assert listener.heard == []


def test_a_draft_may_be_tested(try_to_send, prepared, place):
    assert try_to_send(drafted(prepared), test=MailAddress("kim", "example.org"), via=parse_via("outbox:")) is Exit.DONE
    assert not receipt_of(place).exists()


@pytest.mark.parametrize("most", [HOW_MANY - 1, HOW_MANY])
def test_more_letters_than_a_run_may_hold(try_to_send, prepared, listener, most):
    limited = with_settings(prepared, max_letters=most)
    if most < HOW_MANY:
        with pytest.raises(Refused, match=f"{HOW_MANY} brev är fler än de {most}"):
            try_to_send(limited)
        assert listener.asked == []
    else:
        try_to_send(limited)
        assert len(listener.asked) == 1


def test_the_wrong_log(try_to_send, prepared, place, listener):
    add_receipt(place.directory, Receipt(ISSUE, "another", "run", "digest", "2026-09-01T06:00:00.000Z", ("arvika",)))

    with pytest.raises(Refused, match="utskickslogg har skickat"):
        try_to_send(prepared)
    assert listener.asked == []


def test_content_that_has_changed_since_others_got_it(try_to_send, prepared, sent_before, listener):
    with pytest.raises(Refused, match="ändrats sedan andra fick"):
        try_to_send(changed(prepared))

    difference = listener.one(news.ChangedContent)
    assert "Något annat" in difference.now
    assert "Något annat" not in difference.sent
    assert listener.asked == []


def test_changed_content_that_is_accepted_comes_to_the_question(try_to_send, prepared, sent_before, listener):
    try_to_send(changed(prepared), accepts_changes=True)
    assert len(listener.asked) == 1


def test_what_was_not_approved(try_to_send, prepared, listener):
    with pytest.raises(Refused, match="Ordförande"):
        try_to_send(with_approver(prepared))

    assert not listener.one(news.ApprovalNews).state.may_be_sent
    assert listener.asked == []


def test_what_has_changed_since_it_was_approved_is_told(try_to_send, prepared, place, listener):
    approve(place, with_approver(prepared), "Ordförande", lambda _question: True)

    with pytest.raises(Refused, match="Ordförande"):
        try_to_send(changed(with_approver(prepared)))
    (change,) = listener.one(news.ApprovalNews).changes
    assert change.approvers == ("Ordförande",)
    assert change.content
    assert "Något annat" in change.content[1]


@pytest.mark.parametrize(("minutes", "is_refused"), [(10, True), (11, False)])
def test_so_short_a_wait_that_nothing_could_be_taken_back(try_to_send, prepared, listener, minutes, is_refused):
    wait = Wait(undo=timedelta(minutes=minutes))
    if is_refused:
        with pytest.raises(Refused, match="tio minuter"):
            try_to_send(prepared, wait=wait)
    else:
        try_to_send(prepared, wait=wait)
    assert len(listener.asked) == (not is_refused)


def test_an_association_that_is_not_in_the_file(try_to_send, prepared, listener):
    with pytest.raises(Refused, match="arvica") as refused:
        try_to_send(prepared, only=("arvica",))
    assert "arvika" in refused.value.hint
    assert listener.heard == []


def test_another_run_at_work(try_to_send, prepared, place, listener):
    with place.open_log(prepared.settings, create=True) as log:
        lock = locks.take_lock(log, "another")
        assert lock
        try:
            assert try_to_send(prepared) is Exit.REMAINING
        finally:
            lock.release()
        assert live_runs(log) == 0
    assert isinstance(listener.heard[0], news.BesideAnotherRun)
    assert listener.asked == []


def test_nothing_due_is_told_and_not_asked_about(try_to_send, prepared, sent_before, listener):
    chosen = tuple(one.id for one in prepared.recipients.recipients.recipients if one.id != "arvika")

    assert try_to_send(prepared, only=chosen) is Exit.DONE
    assert not listener.one(news.NothingDue).has_changed
    assert listener.asked == []
