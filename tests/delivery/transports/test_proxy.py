"""Through a proxy that only carries what is encrypted: it learns the host's name and nothing else."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from newsletter.delivery.transports.http.connection import Limits
from newsletter.delivery.transports.sendgrid.client import open_client
from tests.contract.letters import CANARY
from tests.servers.certificates import made
from tests.servers.sendgrid import SendGridServer


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


def test_a_proxy_is_asked_for_a_tunnel_and_told_nothing_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "trusted.pem").write_bytes(made()[0])
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    asked: list[bytes] = []
    with SendGridServer(tls=True) as server, carrier(asked) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        client = open_client(f"https://{server.url}", CANARY, Limits(), bypass_proxies=False)
        replies = [client.send(b'{"subject": "the whole letter"}', float("inf")) for _call in range(2)]
        client.kept.close()
        assert [reply.status for reply in replies] == [400, 400]
        assert len(server.requests) == 2
    assert asked
    assert all(head.startswith(f"CONNECT {server.url} HTTP/1.".encode()) for head in asked)
    assert not any(CANARY.encode() in head or b"letter" in head for head in asked)
