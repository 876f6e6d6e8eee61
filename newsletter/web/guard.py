"""Who may ask: this machine's own browser, on the page itself, and only to look.

A page on loopback can be reached by every site that the same browser has open, and by whoever points a name of his own at
127.0.0.1 (DNS rebinding); the addresses of a party's contacts are not theirs to read.
"""

from flask import Flask, Response, abort, request

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
