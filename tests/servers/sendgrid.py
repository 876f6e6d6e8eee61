"""A server that speaks SendGrid's API on this machine, for tests: it judges bodies as the documented API does, fails on demand
and keeps a ledger of what it took, independent of what the client saw of the answer.

In a test::

    with SendGridServer() as server:
        server.script(throttled(1.0), accepted_then_reset)  # the first two requests; then all goes well
        ...  # --via server.via
        assert server.counts == {"ordf@x.example": 1}

As a process of its own; it prints its address as the first line and ends when its standard input does::

    python -m tests.servers.sendgrid --ledger FILE --script slow,invalid-key --share accepted-then-reset=0.1 --seed 7
"""

import argparse
import json
import random
import secrets
import socket
import struct
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from tests.servers import sendgrid_rules as rules
from tests.servers.certificates import contexts
from tests.servers.sendgrid_faults import FAULTS, Fault, Headers
from tests.servers.sendgrid_ledger import Accepted, Request, letters_of

SEND = "/v3/mail/send"
ELSEWHERE = "/elsewhere"
"""Where redirects lead: it answers 200, which a client that follows takes for success."""


class Cut(Exception):
    """The connection ends here, without another word to the client."""


class Answered(Exception):
    """The request has got another answer than the fault meant to give."""


Decide = Callable[[int], Fault | None]


@dataclass
class SendGridServer:
    """``key`` is the only key it takes, None for any. ``decide`` gives the fault of a request by its number, None for none;
    faults given to ``script`` come first.
    """

    key: str | None = None
    port: int = 0
    ledger_file: Path | None = None
    decide: Decide = lambda _number: None
    tls: bool = False
    ledger: list[Accepted] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.refused: set[str] = set()
        self.mistakes: list[BaseException] = []
        self.closing = threading.Event()
        self._script: deque[Fault | None] = deque()
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", self.port), _Handler)
        self._http.owner = self
        if self.tls:
            self._http.socket = contexts()[0].wrap_socket(self._http.socket, server_side=True)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """``host:port``."""
        return f"127.0.0.1:{self._http.server_port}"

    @property
    def via(self) -> str:
        return f"sendgrid+http://{self.url}"

    @property
    def counts(self) -> Counter[str]:
        """How many letters each address has been sent."""
        with self._lock:
            return Counter(letter.address for letter in self.ledger)

    def script(self, *faults: Fault | None) -> None:
        """The next requests meet these faults in order; None is a request that goes well."""
        with self._lock:
            self._script.extend(faults)

    def refuse(self, *addresses: str) -> None:
        """From now on 400 names the personalization of any of these addresses."""
        self.refused |= {address.casefold() for address in addresses}

    def received(self, request: Request) -> Fault | None:
        """Number a request as it comes in and say what shall become of it."""
        with self._lock:
            self.requests.append(request)
            request.number = len(self.requests)
            return self._script.popleft() if self._script else self.decide(request.number)

    def take(self, request: Request, message_id: str) -> None:
        """Put the letters of a request into the ledger."""
        letters = list(letters_of(request, message_id))
        with self._lock:
            self.ledger.extend(letters)
            if self.ledger_file is not None:
                with self.ledger_file.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(asdict(letter), ensure_ascii=False) + "\n" for letter in letters)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        if kind is None and self.mistakes:
            raise ExceptionGroup("the server itself failed", [m for m in self.mistakes if isinstance(m, Exception)])


class _Http(ThreadingHTTPServer):
    request_queue_size = 256  # the default of 5 resets connections when many calls are in flight
    daemon_threads = True
    block_on_close = True
    owner: SendGridServer

    def handle_error(self, request: object, client_address: object) -> None:
        mistake = sys.exception()
        if mistake is not None and not isinstance(mistake, Cut | ConnectionError):
            self.owner.mistakes.append(mistake)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http
    timeout = 30
    cut = False
    LINGER_NONE: ClassVar = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

    def do_POST(self) -> None:
        self.request_seen = Request(0, self.command, self.path, dict(self.headers.items()))
        self.raw: bytes | None = None
        fault = self.server.owner.received(self.request_seen)
        with suppress(Answered):
            if fault is None:
                self.answer(202, self.accept())
            else:
                fault(self)

    do_GET = do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 - http.server looks them up by these names

    @property
    def server_url(self) -> str:
        return self.server.owner.url

    def read(self) -> bytes:
        if self.raw is None:
            self.raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.request_seen.body = json.loads(self.raw)
        except ValueError:
            self.request_seen.body = None
        return self.raw

    def accept(self) -> Headers:
        raw = self.read()
        status, problems = self._judge(raw)
        if status != 202:
            self.answer(status, body={"errors": problems})
            raise Answered
        if self.request_seen.body.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
            self.answer(200, body=b"")
            raise Answered
        message_id = secrets.token_urlsafe(16)
        self.server.owner.take(self.request_seen, message_id)
        return {"X-Message-Id": message_id, "Content-Type": "text/plain; charset=utf-8"}

    def _judge(self, raw: bytes) -> tuple[int, list[rules.Body]]:
        scheme, _, key = self.headers.get("Authorization", "").partition(" ")
        body = self.request_seen.body
        if self.path == ELSEWHERE:
            return 200, []
        if self.path != SEND or self.command != "POST":
            return (405 if self.path == SEND else 404), [rules.error("not found", None)]
        if scheme != "Bearer" or not key or self.server.owner.key not in (None, key):
            return 401, [rules.error("The provided authorization grant is invalid, expired, or revoked", None)]
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            return 415, [rules.error("JSON in content-type only", None)]
        if len(raw) > rules.MOST_BYTES:
            return 413, [rules.error("too large", None)]
        if body is None:
            return 400, [rules.error("Bad Request", None)]
        problems = rules.errors(body) or self._refused(body)
        return (400, problems) if problems else (202, [])

    def _refused(self, body: rules.Body) -> list[rules.Body]:
        return [
            rules.error(f"Does not contain a valid address: {person['email']}", f"personalizations.{index}.to")
            for index, one in enumerate(body["personalizations"])
            for person in one["to"]
            if person["email"].casefold() in self.server.owner.refused
        ]

    def answer(self, status: int, headers: Headers | None = None, body: object = None) -> None:
        headers = headers or {}
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        self.request_seen.status = status
        self.send_response_only(status)
        defaults = {"Server": "nginx", "Date": self.date_time_string(), "Content-Type": "application/json"}
        for name, value in (defaults | headers | {"Content-Length": str(len(data))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def write(self, data: bytes) -> None:
        self.wfile.write(data)

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, self.LINGER_NONE)
        self.rfile.close()
        self.wfile.close()
        self.connection.close()
        self.cut = True
        raise Cut

    def close(self) -> None:
        raise Cut

    def wait(self, seconds: float) -> None:
        if self.server.owner.closing.wait(seconds):
            raise Cut

    def finish(self) -> None:
        if not self.cut:
            super().finish()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the overridden method's name for it
        """Nothing is written about requests: the tests read ``requests``."""


def _decide(share: dict[str, float], seed: int) -> Decide:
    dice = random.Random(seed)

    def decide(_number: int) -> Fault | None:
        throw = dice.random()
        for name, part in share.items():
            throw -= part
            if throw < 0:
                return FAULTS[name]
        return None

    return decide


def main() -> None:
    parser = argparse.ArgumentParser(description="SendGrid's API on this machine, for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--key")
    parser.add_argument("--script", default="", help="faults of the first requests, by name, with commas between; - for none")
    parser.add_argument("--share", action="append", default=[], metavar="FAULT=SHARE")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    share = {name: float(part) for name, _, part in (item.partition("=") for item in given.share)}
    with SendGridServer(given.key, given.port, given.ledger, _decide(share, given.seed)) as server:
        server.script(*(FAULTS.get(name) for name in given.script.split(",") if name))
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
