"""Connections kept between calls: used again while as good as new, and never the reason for a doubt or a second letter."""

import gc
import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.transports.http import pool
from newsletter.delivery.transports.http.client import HttpClient, Reply
from newsletter.delivery.transports.http.connection import Limits
from newsletter.delivery.transports.sendgrid.transport import SendGridTransport
from newsletter.model.deliveries import Status
from newsletter.model.via import SendGridVia
from tests.contract.letters import CANARY, PLAIN, batch
from tests.servers import sendgrid_faults as faults
from tests.servers.sendgrid import SendGridServer

pytestmark = pytest.mark.slow

ACCEPTED, UNSENT, UNKNOWN = Status.ACCEPTED, Status.UNSENT, Status.UNKNOWN


@contextmanager
def transport(url: str) -> Iterator[SendGridTransport]:
    opened = SendGridTransport(SendGridVia(f"http://{url}", is_trial=True), CANARY)
    yield opened
    opened.close()


def status(through: SendGridTransport, number: int, text: str = PLAIN.text) -> Status:
    return through.send(batch(number, letter=replace(PLAIN, text=text))).outcomes[0].status


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(clocks, "steady_seconds", lambda: self.now)


class Curt:
    """A server that takes one request a connection, answers as if more were welcome, and hangs up without a word."""

    def __init__(self, headers: str = "", *, status: str = "202 Accepted", before: str = "", hangs_up: bool = True) -> None:
        self.taken = 0
        self.connections = 0
        self.answer = f"{before}HTTP/1.1 {status}\r\nContent-Length: 0\r\n{headers}\r\n".encode()
        self.hangs_up = hangs_up
        self._tcp = _Tcp(("127.0.0.1", 0), _Conversation)
        self._tcp.owner = self
        self._thread = threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"127.0.0.1:{self._tcp.server_address[1]}"

    def __enter__(self) -> "Curt":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()


class _Tcp(socketserver.ThreadingTCPServer):
    request_queue_size = 16
    daemon_threads = True
    owner: Curt


class _Conversation(socketserver.StreamRequestHandler):
    server: _Tcp

    def handle(self) -> None:
        owner = self.server.owner
        owner.connections += 1
        while length := self._length():
            if len(self.rfile.read(length)) == length:
                owner.taken += 1
            self.wfile.write(owner.answer)
            if owner.hangs_up:
                return

    def _length(self) -> int:
        """That of the next request's body; 0 where no request comes any more."""
        length = 0
        while line := self.rfile.readline().strip():
            name, _colon, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return length


def test_one_connection_carries_one_call_after_the_other() -> None:
    with Curt(hangs_up=False) as server, transport(server.url) as through:
        assert [status(through, number) for number in range(5)] == [ACCEPTED] * 5
        assert (server.taken, server.connections) == (5, 1)


def test_each_thread_has_its_own() -> None:
    with Curt(hangs_up=False) as server, transport(server.url) as through:
        threads = [threading.Thread(target=lambda: [status(through, 1), status(through, 2)]) for _ in range(3)]
        for thread in threads:
            thread.start()
            thread.join()
        assert (server.taken, server.connections) == (6, 3)


def test_what_has_been_idle_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    with Curt(hangs_up=False) as server, transport(server.url) as through:
        for pause in (0.0, pool.IDLE_SECONDS - 0.1, pool.IDLE_SECONDS + 0.1):
            clock.now += pause
            assert status(through, 1) is ACCEPTED
        assert (server.taken, server.connections) == (3, 2)


def test_a_server_that_says_how_long_it_waits_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    with Curt("Keep-Alive: timeout=2, max=100\r\n", hangs_up=False) as server, transport(server.url) as through:
        for pause in (0.0, 0.9, 1.1):
            clock.now += pause
            assert status(through, 1) is ACCEPTED
        assert (server.taken, server.connections) == (3, 2)


def test_a_server_that_says_that_it_closes_is_believed() -> None:
    with Curt("Connection: close\r\n", hangs_up=False) as server, transport(server.url) as through:
        assert [status(through, number) for number in range(3)] == [ACCEPTED] * 3
        assert (server.taken, server.connections) == (3, 3)


def test_a_connection_that_was_closed_without_a_word_puts_nobody_in_doubt() -> None:
    with Curt() as server, transport(server.url) as through:
        for number in range(5):
            assert status(through, number) is ACCEPTED
            _until_the_end_has_come(through)
        assert (server.taken, server.connections) == (5, 5)


def _until_the_end_has_come(through: SendGridTransport) -> None:
    """As long as anybody would have to wait for the log's next turn."""
    (connection,) = through._client._pool._open
    assert connection.sock is not None
    connection.sock.settimeout(30)
    assert connection.sock.recv(1, socket.MSG_PEEK) == b""


def test_half_a_request_goes_whole_over_a_new_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check comes too early by a hair: the end of the connection is met while the request is being written."""
    with Curt() as server, transport(server.url) as through:
        assert status(through, 1) is ACCEPTED
        _until_the_end_has_come(through)
        monkeypatch.setattr(pool, "_is_quiet", lambda _sock: True)
        assert status(through, 2, "x" * 15_000_000) is ACCEPTED
        assert (server.taken, server.connections) == (2, 2)


def test_a_whole_request_that_was_not_answered_is_in_doubt_and_does_not_go_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with SendGridServer() as server, transport(server.url) as through:
        assert status(through, 1) is ACCEPTED
        server.script(faults.accepted_then_closed, faults.read_then_reset)
        assert [status(through, 2), status(through, 3), status(through, 4)] == [UNKNOWN, UNKNOWN, ACCEPTED]
        assert [letter.request for letter in server.ledger] == [1, 2, 4]


def test_after_an_answer_that_is_no_acceptance_comes_a_new_connection() -> None:
    """Whoever answers so may be about to fail; and what has not been read of such an answer must not be taken for the next."""
    with SendGridServer() as server, transport(server.url) as through:
        server.script(faults.bad_request, faults.refused(400, "x" * 2_000_000), faults.internal_error, None)
        assert [status(through, number) for number in range(4)] == [UNSENT, UNSENT, UNKNOWN, ACCEPTED]


def test_what_is_said_before_an_answer_is_not_the_answer() -> None:
    """RFC 9110 15.2. Were it taken for the last word, the true one would be taken for the next call's."""
    hints = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    before = f"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n{hints}"
    with Curt(before=before, hangs_up=False) as server, transport(server.url) as through:
        assert [status(through, number) for number in range(3)] == [ACCEPTED] * 3
        assert (server.taken, server.connections) == (3, 1)


def test_a_connection_that_now_speaks_something_else_is_not_used_again() -> None:
    with Curt(status="101 Switching Protocols", hangs_up=False) as server, transport(server.url) as through:
        assert [status(through, number) for number in range(3)] == [UNKNOWN] * 3
        assert (server.taken, server.connections) == (3, 3)


def test_after_an_answer_whose_end_is_not_known_beforehand_comes_a_new_connection() -> None:
    with SendGridServer() as server, transport(server.url) as through:
        server.script(accepted_in_chunks, accepted_in_chunks)
        assert [status(through, number) for number in range(3)] == [ACCEPTED] * 3
        assert server.mistakes == []


def accepted_in_chunks(exchange: faults.Exchange) -> None:
    exchange.accept()
    exchange.write(b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
    exchange.close()


def test_a_request_leaves_in_one_piece() -> None:
    """Its head does not go ahead: the server would wake up for half a request."""
    with socket.create_server(("127.0.0.1", 0)) as server, transport(f"127.0.0.1:{server.getsockname()[1]}") as through:
        first: list[bytes] = []

        def take() -> None:
            connection, _address = server.accept()
            with connection:
                first.append(connection.recv(65_536))
                connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=take)
        thread.start()
        assert status(through, 1) is ACCEPTED
        thread.join()
    head, _blank, body = first[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v3/mail/send HTTP/1.1\r\n")
    assert json.loads(body)["subject"] == PLAIN.subject


def test_a_client_that_keeps_nothing_has_a_new_connection_for_each_request() -> None:
    with Curt(hangs_up=False) as server:
        client = HttpClient(f"http://{server.url}", {}, Limits(), use_proxies=False, keep_alive=False)
        replies = [client.call("POST", "/v3/mail/batch", b"{}") for _question in range(3)]
        assert [isinstance(reply, Reply) and reply.status for reply in replies] == [202] * 3
        assert (server.taken, server.connections) == (3, 3)


def test_what_was_forgotten_to_be_closed_is_closed() -> None:
    with Curt(hangs_up=False) as server:
        through = SendGridTransport(SendGridVia(f"http://{server.url}", is_trial=True), CANARY)
        status(through, 1)
        (connection,) = through._client._pool._open
        del through
        gc.collect()
        assert connection.sock is None


def test_closing_leaves_nothing_open() -> None:
    with Curt(hangs_up=False) as server, transport(server.url) as through:
        status(through, 1)
        (connection,) = through._client._pool._open
        through.close()
        assert connection.sock is None
        assert status(through, 2) is ACCEPTED
