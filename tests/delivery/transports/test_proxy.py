"""Through a proxy that only carries what is encrypted: it learns the host's name and nothing else."""

import socket
import socketserver
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from newsletter.delivery.transports.sendgrid.transport import SendGridTransport
from newsletter.model.deliveries import Status
from newsletter.model.via import SendGridVia
from tests.contract.letters import CANARY, batch
from tests.servers import sendgrid_faults as faults
from tests.servers.certificates import made
from tests.servers.sendgrid import SendGridServer

pytestmark = pytest.mark.slow


@contextmanager
def carrier(asked: list[bytes]) -> Iterator[str]:
    """A proxy that knows CONNECT alone (RFC 9110 9.3.6); what it was asked goes into ``asked``."""

    class Carrying(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            client: socket.socket = self.request
            head = b""
            while not head.endswith(b"\r\n\r\n") and (more := client.recv(1)):
                head += more
            asked.append(head)
            host, _, port = head.split()[1].decode().rpartition(":")
            with socket.create_connection((host, int(port))) as server, suppress(OSError):
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                threading.Thread(target=pour, args=(server, client), daemon=True).start()
                pour(client, server)

    proxy = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Carrying)
    proxy.daemon_threads = True
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


def pour(source: socket.socket, goal: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            goal.sendall(data)
        goal.shutdown(socket.SHUT_WR)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SendGridServer]:
    """One that is spoken to encrypted, and that proxies of the environment are not bypassed for."""
    (tmp_path / "trusted.pem").write_bytes(made()[0])
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "http_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with SendGridServer(tls=True) as server:
        yield server


def outcomes(server: SendGridServer, calls: int = 1) -> list[Status]:
    transport = SendGridTransport(SendGridVia(f"https://{server.url}"), CANARY)
    try:
        return [transport.send(batch(number)).outcomes[0].status for number in range(calls)]
    finally:
        transport.close()


def test_a_proxy_is_asked_for_a_tunnel_and_told_nothing_more(server: SendGridServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    with carrier(asked) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        server.script(*[faults.bad_request] * 2)  # so that each call has a tunnel of its own
        assert outcomes(server, calls=2) == [Status.UNSENT] * 2
    assert len(server.requests) == len(asked) == 2
    assert all(head.startswith(f"CONNECT {server.url} HTTP/1.".encode()) for head in asked)
    assert not any(CANARY.encode() in head or b"hemlig-forening" in head for head in asked)


def test_a_tunnel_is_kept_between_calls(server: SendGridServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    with carrier(asked) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        assert outcomes(server, calls=3) == [Status.ACCEPTED] * 3
    assert len(asked) == 1


def test_the_proxys_user_and_password_are_for_the_proxy_alone(server: SendGridServer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    with carrier(asked) as proxy:
        monkeypatch.setenv("https_proxy", proxy.replace("//", "//eva:l%C3%B6sen%40@"))
        assert outcomes(server) == [Status.ACCEPTED]
    credentials = b64encode("eva:lösen@".encode())
    assert b"proxy-authorization: basic " + credentials.lower() in asked[0].lower()
    assert "proxy-authorization" not in {name.lower() for name in server.requests[0].headers}


def test_a_host_for_which_the_environment_wants_no_proxy_is_spoken_to_directly(
    server: SendGridServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert outcomes(server) == [Status.UNSENT]
    monkeypatch.setenv("no_proxy", "elsewhere.example, 127.0.0.1")
    assert outcomes(server) == [Status.ACCEPTED]


@pytest.mark.parametrize("answer", [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b"", b"nonsense\r\n\r\n"])
def test_a_proxy_that_makes_no_tunnel_has_been_given_no_letter(
    answer: bytes, server: SendGridServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Refusing) as proxy:
        thread = threading.Thread(target=proxy.handle_request)
        thread.start()
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.server_address[1]}")
        assert outcomes(server) == [Status.UNSENT]
        thread.join()
    assert server.requests == []
