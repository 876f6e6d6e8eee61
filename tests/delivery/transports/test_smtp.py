"""Letters through a mail server: encryption, login, one connection for many letters, and what each reply means."""

from dataclasses import replace

import pytest

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Answer, Then
from newsletter.delivery.transports.smtp.transport import SmtpTransport
from newsletter.model.deliveries import Status
from newsletter.model.via import Encryption, SmtpVia, read_via
from tests.contract.letters import LETTER, SENDER, batch, envelope
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_faults import FaultySmtpServer, Phase, SmtpFault

pytestmark = pytest.mark.slow

PASSWORD = "hämligt löst ord"


def opened(server: SmtpServer | FaultySmtpServer, encryption: Encryption | None = None, **others: object) -> SmtpTransport:
    via = read_via(server.via)
    assert isinstance(via, SmtpVia)
    if encryption is not None:
        via = SmtpVia(via.host, via.port, via.user, encryption)
    return SmtpTransport(via, PASSWORD if via.user else None, **others)


def first(answer: Answer) -> tuple[Status, Then]:
    (outcome,) = answer.outcomes
    return outcome.status, answer.then


SENT = (Status.ACCEPTED, Then.CONTINUE)
STOPPED = (Status.UNSENT, Then.STOP)


def test_a_letter_arrives_whole_with_its_dots() -> None:
    with SmtpServer() as server:
        transport = opened(server)
        assert first(transport.send(batch(1))) == SENT
        transport.close()
        (taken,) = server.ledger
    assert taken.sender == SENDER.address.wire
    assert taken.recipients == (envelope(1).to.wire,)
    text = taken.message.get_body(["plain"])
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_connection_cut_before_the_dot_is_never_told_as_unclear() -> None:
    """The closing races with the look at it."""
    with FaultySmtpServer(*[SmtpFault(Phase.CONTENT)] * 40) as server:
        transport = opened(server)
        assert {first(transport.send(batch(number)))[0] for number in range(1, 41)} == {Status.UNSENT}
        transport.close()


def test_many_letters_share_one_connection() -> None:
    with SmtpServer(refused={envelope(2).to.wire: "550 5.1.1 unknown"}) as server:
        transport = opened(server)
        outcomes = [transport.send(batch(number)).outcomes[0].status for number in (1, 2, 3, 4)]
        transport.close()
        assert outcomes == [Status.ACCEPTED, Status.REJECTED, Status.ACCEPTED, Status.ACCEPTED]
        assert server.connections == 1


def test_a_letter_whose_claim_has_grown_old_in_the_pause_does_not_leave() -> None:
    with SmtpServer() as server:
        transport = opened(server)
        assert first(transport.send(replace(batch(1), leave_before=0.0))) == (Status.UNSENT, Then.CONTINUE)
        assert first(transport.send(batch(2))) == SENT
        transport.close()
        assert [taken.recipients for taken in server.ledger] == [(envelope(2).to.wire,)]


def test_a_letter_whose_claim_grows_old_while_it_is_handed_over_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that answers a byte at a time, or a computer that falls asleep between two commands."""
    with SmtpServer() as server:
        transport = opened(server)
        moments = iter([59.0])
        monkeypatch.setattr(clocks, "steady_seconds", lambda: next(moments, 61.0))
        assert first(transport.send(replace(batch(1), leave_before=60.0))) == (Status.UNSENT, Then.CONTINUE)
        assert first(transport.send(batch(2))) == SENT
        transport.close()
        assert [taken.recipients for taken in server.ledger] == [(envelope(2).to.wire,)]


def test_a_connection_closed_while_idle_is_opened_again() -> None:
    with FaultySmtpServer(SmtpFault(Phase.RSET)) as server:
        transport = opened(server)
        assert [first(transport.send(batch(number))) for number in (1, 2)] == [SENT, SENT]
        transport.close()
        assert server.connections == 2


def test_letters_leave_encrypted_where_the_certificate_is_trusted() -> None:
    with SmtpServer(starttls=True) as server:
        transport = opened(server, Encryption.STARTTLS, context=server.trust)
        assert first(transport.send(batch(1))) == SENT
        transport.close()
        assert server.ledger[0].encrypted


def test_smtps_is_encrypted_from_the_first_byte() -> None:
    with SmtpServer(tls=True) as server:
        transport = opened(server, context=server.trust)
        assert first(transport.send(batch(1))) == SENT
        transport.close()


@pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
def test_an_untrusted_certificate_stops_the_run(encryption: Encryption) -> None:
    with SmtpServer(starttls=encryption is Encryption.STARTTLS, tls=encryption is Encryption.TLS) as server:
        transport = opened(server, encryption)
        assert first(transport.send(batch(1))) == STOPPED
        transport.close()
        assert server.ledger == []


def test_a_server_without_encryption_gets_nothing_unless_on_loopback() -> None:
    with SmtpServer() as server:
        transport = opened(server, Encryption.STARTTLS)
        assert first(transport.send(batch(1))) == STOPPED
        transport.close()
        assert server.ledger == []


def test_on_loopback_encryption_is_used_where_it_is_offered() -> None:
    with SmtpServer(starttls=True) as server:
        transport = opened(server)
        assert first(transport.send(batch(1))) == SENT
        transport.close()
        assert server.ledger[0].encrypted


def test_a_user_logs_in_with_any_password() -> None:
    with SmtpServer(user="eva@party.example", password=PASSWORD, starttls=True) as server:
        transport = opened(server)
        assert first(transport.send(batch(1))) == SENT
        transport.close()
        assert server.ledger[0].user == "eva@party.example"


def test_a_refused_login_stops_the_run_without_telling_the_password() -> None:
    with SmtpServer(user="eva@party.example", password="another", starttls=True) as server:
        transport = opened(server)
        answer = transport.send(batch(1))
        transport.close()
        assert first(answer) == STOPPED
        assert PASSWORD not in answer.reason
        assert "eva@party.example" not in answer.reason
        assert server.ledger == []


def test_a_server_that_wants_a_login_stops_the_run() -> None:
    with SmtpServer(user="eva", password=PASSWORD, starttls=True) as server:
        via = SmtpVia("localhost", server.port, None, Encryption.IF_OFFERED)
        transport = SmtpTransport(via, None)
        assert first(transport.send(batch(1))) == STOPPED
        transport.close()


def test_a_server_that_takes_no_login_stops_the_run() -> None:
    with SmtpServer() as server:
        transport = SmtpTransport(SmtpVia("localhost", server.port, "eva", Encryption.IF_OFFERED), PASSWORD)
        assert first(transport.send(batch(1))) == STOPPED
        transport.close()


@pytest.mark.parametrize(
    ("phase", "reply", "expected"),
    [
        ("MAIL", "451 4.3.0 later", (Status.UNSENT, Then.CONTINUE)),
        ("MAIL", "550 5.7.1 no such sender", STOPPED),
        ("RCPT", "450 4.2.0 greylisted", (Status.UNSENT, Then.CONTINUE)),
        ("RCPT", "550 5.1.1 unknown", (Status.REJECTED, Then.CONTINUE)),
        ("RCPT", "530 5.7.0 Authentication required", STOPPED),
        ("DATA", "452 4.3.1 disk full", (Status.UNSENT, Then.CONTINUE)),
        ("DATA", "554 5.7.1 spam", (Status.REJECTED, Then.CONTINUE)),
    ],
)
def test_what_a_reply_means(phase: str, reply: str, expected: tuple[Status, Then]) -> None:
    with SmtpServer(replies={phase: reply}) as server:
        transport = opened(server)
        assert first(transport.send(batch(1))) == expected
        transport.close()
        assert server.ledger == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (SmtpFault(Phase.CONNECT), Status.UNSENT),
        (SmtpFault(Phase.EHLO), Status.UNSENT),
        (SmtpFault(Phase.MAIL), Status.UNSENT),
        (SmtpFault(Phase.RCPT), Status.UNSENT),
        (SmtpFault(Phase.DATA), Status.UNSENT),
        (SmtpFault(Phase.DOT), Status.UNKNOWN),
        (SmtpFault(Phase.DOT, takes=True), Status.UNKNOWN),
        (SmtpFault(Phase.DOT, "what?", takes=True), Status.UNKNOWN),
        (SmtpFault(Phase.DOT, "250 " + "x" * 20_000, takes=True), Status.UNKNOWN),
    ],
)
def test_a_broken_connection_is_known_by_where_it_broke(fault: SmtpFault, status: Status) -> None:
    with FaultySmtpServer(fault) as server:
        transport = opened(server)
        assert transport.send(batch(1)).outcomes[0].status is status
        transport.close()


def test_nobody_at_the_other_end_leaves_the_letter_unsent() -> None:
    with FaultySmtpServer() as server:
        transport = opened(server)
    assert first(transport.send(batch(1))) == (Status.UNSENT, Then.CONTINUE)
