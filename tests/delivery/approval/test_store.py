"""Approvals in the log: only ever added to, and looked at in the very transaction that begins a run."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsletter.delivery.approval import store as approvals
from newsletter.delivery.approval.proposal import ApprovedSender, SendingProposal
from newsletter.delivery.approval.state import ApprovalRule
from newsletter.delivery.approval.store import RequiredApproval
from newsletter.delivery.log import SendLog, open_log
from newsletter.delivery.log.rows import hash_address
from newsletter.delivery.log.schema import approval, approval_address, approval_withdrawal, run
from newsletter.delivery.run.start import commit_run, new_run
from newsletter.model.diagnostics import Refused
from tests.delivery.ledger import AT, addressee, start

ISSUE = "2026-q3"
ADDRESS = addressee(1).address
US = ApprovedSender("Regiongruppen", "rapport@grupp.example", "svar@grupp.example")
NOW = SendingProposal(ISSUE, "d1", US, {"eda": {hash_address(ADDRESS): ADDRESS.key}})
CHAIR = ApprovalRule(1, ("Ordförande",))
WANTED = RequiredApproval(CHAIR, NOW, {"eda"})


def approve(log: SendLog, what: SendingProposal = NOW, by: str = "Ordförande") -> None:
    approvals.add_approval(log, what, {"subject": "Rapport"}, by, AT)


def begin_approved(log: SendLog, required: RequiredApproval = WANTED) -> str:
    key = new_run(ISSUE, is_live=True)
    commit_run(log, replace(start(key), required=required))
    return key.id


def test_what_was_approved_is_read_back(log):
    approve(log)

    (found,) = approvals.read_approvals(log, ISSUE)
    assert (found.proposal, found.approver, found.at, found.withdrawn) == (NOW, "Ordförande", AT, "")
    assert approvals.read_approvals(log, "2026-q4") == ()


def test_a_run_relies_on_what_is_valid(log):
    approve(log)
    number = begin_approved(log)

    (one,) = approvals.read_run_approvals(log)
    assert (one.issue, one.run, one.approver, one.digest) == (ISSUE, number, "Ordförande", "d1")


@pytest.mark.parametrize("what", [None, replace(NOW, digest="d0")], ids=["none", "of something else"])
def test_a_run_that_is_not_approved_leaves_nothing_behind(log, what):
    if what:
        approve(log, what)

    with pytest.raises(Refused, match="Ordförande"):
        begin_approved(log)

    with log.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(run)).scalar() == 0


def test_a_withdrawal_is_a_row_of_its_own_and_comes_once(log):
    approve(log)
    (given,) = approvals.read_approvals(log, ISSUE)

    assert approvals.withdraw_approval(log, given, "Fel siffra", AT)
    assert not approvals.withdraw_approval(log, given, "Igen", AT)
    (found,) = approvals.read_approvals(log, ISSUE)
    assert (found.withdrawn, found.reason) == (AT, "Fel siffra")
    with pytest.raises(Refused):
        begin_approved(log)
    with log.reading() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in (approval, approval_address, approval_withdrawal)
        ]
    assert counts == [1, 1, 1]


def test_an_approval_of_one_machine_holds_on_another(url, tmp_path: Path):
    with open_log(url, tmp_path, create=True) as ours, open_log(url, tmp_path) as theirs:
        approve(ours)
        assert begin_approved(theirs)


def test_a_withdrawal_and_a_beginning_take_turns(url, tmp_path: Path):
    """Whichever comes first, the run either began before the withdrawal or never does: a run with a withdrawn approval that
    was withdrawn before it began does not exist."""
    with open_log(url, tmp_path, create=True) as log:
        for _round in range(8):
            approve(log)
            given = approvals.read_approvals(log, ISSUE)[-1]
            ready, refused = threading.Barrier(2), []

            def begins(refused=refused, ready=ready):
                with open_log(url, tmp_path) as other:
                    ready.wait()
                    try:
                        begin_approved(other)
                    except Refused:
                        refused.append(True)

            thread = threading.Thread(target=begins)
            thread.start()
            ready.wait()
            approvals.withdraw_approval(log, given, "Fel", AT)
            thread.join()
            relied_on = [one for one in approvals.read_run_approvals(log) if one.run in _runs_of(log, given.number)]
            assert bool(relied_on) is not bool(refused)


def _runs_of(log: SendLog, number: int) -> set[str]:
    from newsletter.delivery.log.schema import run_approval

    with log.reading() as connection:
        return set(connection.execute(sa.select(run_approval.c.run).where(run_approval.c.approval == number)).scalars())


def test_a_forgotten_address_is_still_bound(log):
    approve(log)
    with log.writing() as connection:
        connection.execute(sa.text("UPDATE address SET normalised = NULL"))

    (found,) = approvals.read_approvals(log, ISSUE)
    assert found.proposal.audience == {"eda": {hash_address(ADDRESS): None}}
    assert begin_approved(log)
