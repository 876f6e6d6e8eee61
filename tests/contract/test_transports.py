"""One suite for every transport: whatever befalls a call, no outcome contradicts what the server took."""

import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from newsletter.delivery.outgoing.batch import Answer, Batch, Then
from newsletter.delivery.transports import outbox_pages
from newsletter.model.deliveries import Status
from tests.contract import rigs
from tests.contract.letters import CANARY, DOMAIN, LETTER, PLAIN, SENDER, batch, envelope
from tests.contract.rigs import Rig

KINDS = ["outbox", "smtp", "sendgrid"]
FAULTS = [
    ("outbox", "not-a-folder"),
    *(("smtp", name) for name in rigs.SMTP_FAULTS),
    *(("sendgrid", name) for name in rigs.SENDGRID_FAULTS),
]


def opened(kind: str, tmp_path: Path, fault: str = "") -> AbstractContextManager[Rig]:
    match kind:
        case "outbox":
            return rigs.outbox(tmp_path / "outbox", fault=fault)
        case "smtp":
            return rigs.smtp(rigs.SMTP_FAULTS[fault] if fault else None)
        case _:
            return rigs.sendgrid(rigs.SENDGRID_FAULTS[fault] if fault else None, silent=fault in rigs.SILENT)


@pytest.fixture(params=KINDS)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with opened(request.param, tmp_path) as rig:
        yield rig


def calls(rig: Rig, *numbers: int) -> list[tuple[Batch, Answer]]:
    """As many addressees a call as the transport takes, but two at most."""
    size = min(rig.transport.batch_size, 2)
    batches = [batch(*numbers[start : start + size]) for start in range(0, len(numbers), size)]
    return [(one, rig.transport.send(one)) for one in batches]


def words(answer: Answer) -> str:
    return " ".join([answer.reason, *(f"{outcome.detail} {outcome.provider_id}" for outcome in answer.outcomes)])


@pytest.mark.parametrize(("kind", "fault"), FAULTS)
def test_no_outcome_contradicts_the_ledger(kind: str, fault: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with opened(kind, tmp_path, fault) as rig:
        rig.fail()
        for sent, answer in calls(rig, 1, 2, 3, 4):
            assert len(answer.outcomes) == len(sent.envelopes)
            ledger = rig.ledger()
            for one, outcome in zip(sent.envelopes, answer.outcomes, strict=True):
                match outcome.status:
                    case Status.ACCEPTED:
                        assert ledger[one.to.wire] == 1
                    case Status.UNSENT | Status.REJECTED:
                        assert ledger[one.to.wire] == 0
                    case status:
                        assert status is Status.UNKNOWN
            assert DOMAIN not in words(answer)
            assert CANARY not in words(answer)
            assert (answer.then is Then.WAIT) == (answer.wait > 0)
            assert answer.reason or answer.then not in {Then.STOP, Then.WAIT}
        assert max(rig.ledger().values(), default=0) <= 1
    ours = [record for record in caplog.records if not record.name.startswith("asyncio")]
    assert not [record for record in ours if CANARY in record.getMessage() or DOMAIN in record.getMessage()]


def test_letters_are_accepted_in_order_and_each_addressee_gets_one(rig: Rig) -> None:
    answers = calls(rig, *range(1, 8))
    assert all(outcome.status is Status.ACCEPTED for _, answer in answers for outcome in answer.outcomes)
    assert rig.ledger() == Counter(f"ordf{number}@{DOMAIN}" for number in range(1, 8))


def test_a_letter_goes_well_after_one_that_went_ill(tmp_path: Path) -> None:
    for kind, fault in [("smtp", "cut-at-dot"), ("smtp", "550-at-RCPT"), ("sendgrid", "accepted-then-reset")]:
        with opened(kind, tmp_path, fault) as rig:
            rig.transport.send(batch(1))
            rig.fail()
            assert rig.transport.send(batch(2)).outcomes[0].status is not Status.ACCEPTED
            assert rig.transport.send(batch(3)).outcomes[0].status is Status.ACCEPTED


def test_a_letter_of_plain_text_alone_is_accepted(rig: Rig) -> None:
    assert rig.transport.send(batch(1, letter=PLAIN)).outcomes[0].status is Status.ACCEPTED


def test_closing_twice_and_without_a_letter_is_harmless(rig: Rig) -> None:
    rig.transport.close()
    calls(rig, 1)
    rig.transport.close()
    rig.transport.close()
    assert rig.ledger() == Counter({f"ordf1@{DOMAIN}": 1})


def test_a_full_batch_is_accepted(rig: Rig) -> None:
    full = batch(*range(rig.transport.batch_size))
    answer = rig.transport.send(full)
    assert {outcome.status for outcome in answer.outcomes} == {Status.ACCEPTED}
    assert rig.ledger() == Counter(one.to.wire for one in full.envelopes)


def test_calls_in_flight_do_not_mix(rig: Rig) -> None:
    width = rig.transport.calls_in_flight
    batches = [batch(number) for number in range(3 * width)]
    with ThreadPoolExecutor(width) as pool:
        answers = list(pool.map(rig.transport.send, batches))
    assert {outcome.status for answer in answers for outcome in answer.outcomes} == {Status.ACCEPTED}
    assert rig.ledger() == Counter(f"ordf{number}@{DOMAIN}" for number in range(3 * width))


def test_an_internationalised_domain_leaves_as_an_a_label(rig: Rig) -> None:
    rig.transport.send(Batch(SENDER, LETTER, (envelope(1, "kontakt@vänstern-sunne.example"),)))
    assert rig.ledger() == Counter({"kontakt@xn--vnstern-sunne-bfb.example": 1})


@pytest.mark.parametrize("obstacle", ["the letter", "a page to look at it"])
def test_a_letter_that_could_not_be_written_whole_is_not_in_the_outbox(tmp_path: Path, obstacle: str) -> None:
    with rigs.outbox(tmp_path / "outbox") as rig:
        rig.transport.send(batch(1))
        path = "forening-2-1.eml" if obstacle == "the letter" else next(iter(outbox_pages.views(PLAIN)))
        (tmp_path / "outbox" / "2026-q3" / path / "in the way").mkdir(parents=True)
        answer = rig.transport.send(batch(2, letter=PLAIN))
        assert answer.outcomes[0].status is Status.UNSENT
        assert rig.ledger() == Counter({f"ordf1@{DOMAIN}": 1})
