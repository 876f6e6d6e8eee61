"""A mail server that breaks where it is told to, in the middle of the dialogue."""

import socketserver
import threading
from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self


class Phase(StrEnum):
    CONNECT = "connect"
    EHLO = "EHLO"
    RSET = "RSET"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    CONTENT = "content"
    """In the middle of the content."""
    DOT = "dot"
    """The content has come whole, its final dot included."""


class Cut(Exception):
    """The connection ends here without a word."""


@dataclass(frozen=True, slots=True)
class SmtpFault:
    """At ``phase``: the reply that is given, or None to cut the connection; ``stall`` seconds come before either.

    ``takes`` says that a letter at the final dot goes into the ledger first.
    """

    phase: Phase
    reply: str | None = None
    stall: float = 0.0
    takes: bool = False


class FaultySmtpServer:
    """Each fault given happens once, in order; for the rest it behaves. ``ledger`` holds the addresses of letters taken."""

    def __init__(self, *faults: SmtpFault) -> None:
        self.faults = deque(faults)
        self.ledger: list[str] = []
        self.connections = 0
        self.closing = threading.Event()
        self._tcp = _Tcp(("127.0.0.1", 0), _Dialogue)
        self._tcp.owner = self
        self._thread = threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._tcp.server_address[1])

    @property
    def via(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def counts(self) -> Counter[str]:
        """How many letters each address has been sent."""
        return Counter(self.ledger)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()


class _Tcp(socketserver.ThreadingTCPServer):
    request_queue_size = 64
    daemon_threads = True
    allow_reuse_address = True
    owner: FaultySmtpServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A cut connection, by either side, is what these tests are about."""


class _Dialogue(socketserver.StreamRequestHandler):
    server: _Tcp
    timeout = 10

    def handle(self) -> None:
        owner = self.server.owner
        owner.connections += 1
        self.answer(Phase.CONNECT, "220 faulty.example ESMTP")
        to = ""
        while line := self.rfile.readline().decode("ascii").strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self.answer(Phase.EHLO, "250-faulty.example\r\n250 SIZE 20000000")
                case "MAIL":
                    self.answer(Phase.MAIL, "250 2.1.0 Ok")
                case "RCPT":
                    to = rest[rest.index("<") + 1 : rest.index(">")]
                    self.answer(Phase.RCPT, "250 2.1.5 Ok")
                case "DATA":
                    if self.answer(Phase.DATA, "354 Go ahead").startswith("354"):
                        self.content(to)
                case "RSET":
                    self.answer(Phase.RSET, "250 Ok")
                case "QUIT":
                    self.say("221 Bye")
                    return
                case _:
                    self.say("500 What")

    def content(self, to: str) -> None:
        line = self.rfile.readline()
        if self.next_is(Phase.CONTENT):
            self.answer(Phase.CONTENT, "")
        while line != b".\r\n":
            line = self.rfile.readline()
            if not line:
                raise Cut
        if not self.next_is(Phase.DOT):
            self.server.owner.ledger.append(to)
            self.say("250 2.0.0 Ok: queued")
            return
        if self.server.owner.faults[0].takes:
            self.server.owner.ledger.append(to)
        self.answer(Phase.DOT, "")

    def next_is(self, phase: Phase) -> bool:
        faults = self.server.owner.faults
        return bool(faults) and faults[0].phase is phase

    def answer(self, phase: Phase, usual: str) -> str:
        if not self.next_is(phase):
            self.say(usual)
            return usual
        fault = self.server.owner.faults.popleft()
        if self.server.owner.closing.wait(fault.stall) or fault.reply is None:
            raise Cut
        self.say(fault.reply)
        if fault.reply.startswith("421"):  # "closing transmission channel"
            raise Cut
        return fault.reply

    def say(self, reply: str) -> None:
        self.wfile.write(reply.encode("utf-8") + b"\r\n")
