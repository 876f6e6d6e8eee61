"""A small server on loopback, for as long as somebody looks."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask, got_request_exception

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
