"""Ways in which SendGrid, or what stands between it and us, can answer otherwise than it should.

A fault is a function of one exchange. Those that say *accepted* put the letters into the ledger first: what the client can
see of it is then up to the network.
"""

import time
from collections.abc import Callable
from typing import Protocol

Headers = dict[str, str]


class Exchange(Protocol):
    """What a fault can do with one request."""

    @property
    def server_url(self) -> str: ...

    def read(self) -> bytes:
        """The whole body."""
        ...

    def accept(self) -> Headers:
        """Read the body, judge it and put its letters into the ledger; the headers of a 202. Bad bodies are answered here."""
        ...

    def answer_well(self) -> None:
        """What would have been said without any fault, after ``accept``."""
        ...

    def answer(self, status: int, headers: Headers | None = None, body: object = None) -> None: ...

    def write(self, data: bytes) -> None: ...

    def reset(self) -> None:
        """Cut with RST."""
        ...

    def close(self) -> None:
        """Cut with FIN."""
        ...

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than the server lives."""
        ...


Fault = Callable[[Exchange], None]


def reset_before_reading(exchange: Exchange) -> None:
    exchange.reset()


def close_before_reading(exchange: Exchange) -> None:
    exchange.close()


def stops_reading(exchange: Exchange) -> None:
    """What is larger than the buffers between cannot be written to the end."""
    exchange.wait(60)
    exchange.close()


def too_large_before_reading(exchange: Exchange) -> None:
    exchange.answer(413, {"Connection": "close"}, {"errors": [{"message": "too large", "field": None, "help": None}]})
    exchange.close()


def read_then_reset(exchange: Exchange) -> None:
    exchange.read()
    exchange.reset()


def accepted_then_reset(exchange: Exchange) -> None:
    exchange.accept()
    exchange.reset()


def accepted_then_closed(exchange: Exchange) -> None:
    exchange.accept()
    exchange.close()


def accepted_then_stalled(exchange: Exchange) -> None:
    exchange.accept()
    exchange.wait(60)
    exchange.close()


def accepted_late(seconds: float) -> Fault:
    """Taken only when the client, who hears nothing, has long given up."""

    def fault(exchange: Exchange) -> None:
        exchange.read()
        exchange.wait(seconds)
        exchange.accept()
        exchange.close()

    return fault


def accepted_then_cut_status(exchange: Exchange) -> None:
    exchange.accept()
    exchange.write(b"HTTP/1.1 2")
    exchange.close()


def accepted_then_cut_after_status(exchange: Exchange) -> None:
    """``http.client`` takes this for a whole 202 without headers, and so it was."""
    exchange.accept()
    exchange.write(b"HTTP/1.1 202 Acc")
    exchange.close()


def accepted_then_500(exchange: Exchange) -> None:
    exchange.accept()
    exchange.answer(500, body={"errors": [{"message": "internal error", "field": None, "help": None}]})


def accepted_without_id(exchange: Exchange) -> None:
    headers = exchange.accept()
    del headers["X-Message-Id"]
    exchange.answer(202, headers)


def accepted_then_garbage(exchange: Exchange) -> None:
    exchange.accept()
    exchange.write(b"\x15\x03\x01 this is not HTTP\r\n\r\n")
    exchange.close()


def accepted_as_200(exchange: Exchange) -> None:
    """What a portal or a proxy says of something it may or may not have passed on."""
    exchange.read()
    exchange.answer(200, {"Content-Type": "text/html"}, b"<html>Welcome</html>")


def slow(seconds: float) -> Fault:
    def fault(exchange: Exchange) -> None:
        exchange.accept()
        exchange.wait(seconds)
        exchange.answer_well()

    return fault


def drip(pause: float = 0.05) -> Fault:
    """Accepted, and then an answer of one byte at a time: no single read is ever slow."""

    def fault(exchange: Exchange) -> None:
        headers = exchange.accept()
        lines = ["HTTP/1.1 202 Accepted", *(f"{name}: {value}" for name, value in headers.items()), "X-Filler: " + "x" * 2000]
        for byte in ("\r\n".join(lines) + "\r\n\r\n").encode():
            exchange.write(bytes([byte]))
            exchange.wait(pause)

    return fault


def refused(status: int, message: str, field: str | None = None) -> Fault:
    def fault(exchange: Exchange) -> None:
        exchange.read()
        exchange.answer(status, body={"errors": [{"message": message, "field": field, "help": None}]})

    return fault


def refused_then_cut(status: int) -> Fault:
    """The body breaks off after the status and the headers have come."""

    def fault(exchange: Exchange) -> None:
        exchange.read()
        exchange.write(f'HTTP/1.1 {status} No\r\nContent-Length: 500\r\n\r\n{{"errors": [{{"mess'.encode())
        exchange.close()

    return fault


invalid_key = refused(401, "The provided authorization grant is invalid, expired, or revoked")
credits_exceeded = refused(401, "Maximum credits exceeded")
unverified_sender = refused(
    403,
    "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit "
    "https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender Identity requirements",
    "from",
)
bad_request = refused(400, "Bad Request")
too_large = refused(413, "The attachment content or message is too large")
internal_error = refused(500, "internal error")
unavailable = refused(503, "service unavailable")


def naming(index: int, field: str = "to") -> Fault:
    """400 that names one personalization, echoing an address as the real one does."""
    return refused(400, "Does not contain a valid address: hemlig.adress@forening.example", f"personalizations.{index}.{field}")


def bad_request_not_json(exchange: Exchange) -> None:
    exchange.read()
    exchange.answer(400, {"Content-Type": "text/plain"}, b"\xff bad request <%")


def bad_gateway_html(exchange: Exchange) -> None:
    exchange.read()
    exchange.answer(502, {"Content-Type": "text/html"}, b"<html><h1>502 Bad Gateway</h1></html>")


def redirect(status: int, location: str | None = None) -> Fault:
    """To this server itself unless told otherwise; following it by GET would end in a 200."""

    def fault(exchange: Exchange) -> None:
        exchange.read()
        exchange.answer(status, {"Location": location or f"http://{exchange.server_url}/elsewhere"}, b"")

    return fault


def throttled(reset_in: float | None = 1.0, *, server_clock_ahead: float = 0.0) -> Fault:
    """429; ``reset_in`` may be negative, an hour, or None for no X-RateLimit headers at all."""

    def fault(exchange: Exchange) -> None:
        exchange.read()
        now = time.time() + server_clock_ahead
        headers = {"Date": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(now))}
        if reset_in is not None:
            headers |= {
                "X-RateLimit-Limit": "600",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": str(round(now + reset_in)),
            }
        exchange.answer(429, headers, {"errors": [{"field": None, "message": "too many requests"}]})

    return fault


FAULTS: dict[str, Fault] = {
    "reset-before-reading": reset_before_reading,
    "close-before-reading": close_before_reading,
    "read-then-reset": read_then_reset,
    "accepted-then-reset": accepted_then_reset,
    "accepted-then-closed": accepted_then_closed,
    "accepted-then-stalled": accepted_then_stalled,
    "accepted-then-cut-status": accepted_then_cut_status,
    "accepted-then-500": accepted_then_500,
    "accepted-without-id": accepted_without_id,
    "accepted-late": accepted_late(0.8),
    "slow": slow(0.3),
    "throttled": throttled(1.0),
    "throttled-without-reset": throttled(None),
    "invalid-key": invalid_key,
    "credits-exceeded": credits_exceeded,
    "unverified-sender": unverified_sender,
    "bad-request": bad_request,
    "bad-request-not-json": bad_request_not_json,
    "too-large": too_large,
    "internal-error": internal_error,
    "unavailable": unavailable,
    "bad-gateway-html": bad_gateway_html,
    "redirect": redirect(302),
}
"""The faults that can be named on the command line of ``python -m tests.servers.sendgrid``."""
