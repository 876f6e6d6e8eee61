"""A small server on loopback for as long as the editor looks, and the guard that lets nobody else in."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask, Response, abort, got_request_exception, request

from newsletter.locale import _
from newsletter.model.diagnostics import Refused

HOST = "127.0.0.1"
USUAL_PORT = 8642


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # On Windows the option would let two programs share the port.
    allow_reuse_address = os.name == "posix"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle of an answer is nothing to tell of."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own signature
        """Nobody wants a line of each question, and the page's address is nobody else's."""


def listen(app: Flask, port: int | None) -> WSGIServer:
    """A server on ``port``; without one, on the usual port or, if that is taken, any that is free. Raises ``Refused``."""
    try:
        return _listening(app, USUAL_PORT if port is None else port)
    except OSError as error:
        if port is None:
            return _listening(app, 0)
        raise Refused(
            _("Port {port} cannot be used: {reason}.").format(port=port, reason=error.strerror),
            _("Choose another, or leave --port out."),
        ) from None


def _listening(app: Flask, port: int) -> WSGIServer:
    return make_server(HOST, port, app, server_class=_Server, handler_class=_Quiet)


def address(server: WSGIServer) -> str:
    """Of the page; whoever does not know it is shown nothing."""
    return f"http://{HOST}:{server.server_port}/{_app(server).config['TOKEN']}/"


def _app(server: WSGIServer) -> Flask:
    app = server.get_app()
    assert isinstance(app, Flask)
    return app


def serve(server: WSGIServer, tell: Callable[[Exception], object]) -> None:
    """Answer until Ctrl-C. An unexpected fault goes to ``tell``, and the browser gets a 500."""

    def told(_sender: Any, exception: Exception, **_extra: Any) -> None:
        tell(exception)

    with got_request_exception.connected_to(told), server, suppress(KeyboardInterrupt):
        server.serve_forever()
    _app(server).extensions["changes"].stop()


# Who may ask: this machine's own browser, on the page itself, and only to look.
#
# A page on loopback can be reached by every site that the same browser has open, and by whoever points a name of his own at
# 127.0.0.1 (DNS rebinding); the addresses of a party's contacts are not theirs to read.

_READING = frozenset({"GET", "HEAD"})
_OWN_SITE = frozenset({"same-origin", "none"})

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""A letter has its styles in itself and its pictures as data; nothing in it runs, and nothing is fetched."""


def guard(app: Flask) -> None:
    app.before_request(_refuse_others)
    app.after_request(_with_headers)


def _refuse_others() -> None:
    port = request.environ["SERVER_PORT"]
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    origin = request.headers.get("Origin")
    if request.headers.get("Host") not in hosts or (origin is not None and origin not in {f"http://{host}" for host in hosts}):
        abort(403)
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
        abort(403)
    if request.method not in _READING:
        abort(405)


def _with_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
