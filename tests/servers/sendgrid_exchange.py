"""One exchange with the server: what a request is told when all goes well, and what a fault can do to it instead."""

import json
import secrets
import socket
import struct
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

from tests.servers import sendgrid_rules as rules
from tests.servers.sendgrid_faults import Headers
from tests.servers.sendgrid_ledger import Request

if TYPE_CHECKING:
    from tests.servers.sendgrid import SendGridServer

SEND = "/v3/mail/send"
ELSEWHERE = "/elsewhere"
"""Where redirects lead: it answers 200, which a client that follows takes for success."""


class Cut(Exception):
    """The connection ends here, without another word to the client."""


class Answered(Exception):
    """The request has got another answer than the fault meant to give."""


class Http(ThreadingHTTPServer):
    request_queue_size = 256  # the default of 5 resets connections when many calls are in flight
    daemon_threads = True
    block_on_close = True
    owner: "SendGridServer"

    def handle_error(self, request: object, client_address: object) -> None:
        mistake = sys.exception()
        if mistake is not None and not isinstance(mistake, Cut | ConnectionError):
            self.owner.mistakes.append(mistake)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Http
    timeout = 30
    cut = False
    LINGER_NONE: ClassVar = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

    def do_POST(self) -> None:
        self.request_seen = Request(0, self.command, self.path, dict(self.headers.items()))
        self.raw: bytes | None = None
        fault = self.server.owner.received(self.request_seen)
        with suppress(Answered):
            if fault is None:
                self.accept()
                self.answer_well()
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
        if status == 200:
            status, body = self.server.owner.tend(self.request_seen)
            self.well = (status, {}, b"" if body is None else body)
            return {}
        if status != 202:
            self.answer(status, body={"errors": problems})
            raise Answered
        if self.request_seen.body.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
            self.answer(200, body=b"")
            raise Answered
        message_id = secrets.token_urlsafe(16)
        self.server.owner.take(self.request_seen, message_id)
        headers = {"X-Message-Id": message_id, "Content-Type": "text/plain; charset=utf-8"}
        self.well = (202, headers, None)
        return headers

    def answer_well(self) -> None:
        self.answer(*self.well)

    def _judge(self, raw: bytes) -> tuple[int, list[rules.Body]]:
        scheme, _, key = self.headers.get("Authorization", "").partition(" ")
        body = self.request_seen.body
        if self.path == ELSEWHERE:
            self.answer(200, body=b"")
            raise Answered
        if self.path == SEND and self.command != "POST":
            return 405, [rules.error("method not allowed", None)]
        if scheme != "Bearer" or not key or self.server.owner.key not in (None, key):
            return 401, [rules.error("The provided authorization grant is invalid, expired, or revoked", None)]
        if self.path != SEND:
            return 200, []
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            return 415, [rules.error("JSON in content-type only", None)]
        if len(raw) > rules.MOST_BYTES:
            return 413, [rules.error("too large", None)]
        if body is None:
            return 400, [rules.error("Bad Request", None)]
        owner = self.server.owner
        problems = rules.errors(body, owner.now()) or self._refused(body)
        if not problems and body.get("batch_id", "") not in {"", *owner.account.batches}:
            problems = [rules.error("The batch id is not valid.", "batch_id")]
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
        defaults = {
            "Server": "nginx",
            "Date": self.date_time_string(self.server.owner.now()),
            "Content-Type": "application/json",
        }
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
