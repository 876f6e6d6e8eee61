"""Following links, against a real server on this machine and a resolver that tells where names lead."""

import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest

from newsletter.checks import PageAnswer, PageState
from newsletter.operations.examining import survey
from newsletter.source import read
from newsletter.web.link_check import PUBLIC, LinkLimits, ask, pages_found, pages_to_check


@dataclass
class Site:
    """``seen`` is the server's own ledger: method, path and cookie of each request."""

    port: int
    seen: list[tuple[str, str, str | None]] = field(default_factory=list)

    def url(self, path: str, host: str = "plats.se") -> str:
        return f"http://{host}:{self.port}{path}"


ANSWERS = {
    "/ok": (200, {}),
    "/gone": (404, {}),
    "/410": (410, {}),
    "/broken": (500, {}),
    "/login": (403, {}),
    "/many": (429, {}),
    "/moved": (301, {"Location": "/ok"}),
    "/for-now": (302, {"Location": "/ok", "Set-Cookie": "reader=1"}),
    "/loop": (302, {"Location": "/loop"}),
    "/inside": (302, {"Location": "http://intern.se/"}),
    "/port": (302, {"Location": "http://plats.se:22/"}),
    "/file": (302, {"Location": "file:///etc/passwd"}),
}


class _Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.site.seen.append((self.command, self.path, self.headers.get("Cookie")))
        if self.path == "/drip":
            self._drip()
            return
        status, headers = ANSWERS.get(self.path, (200, {}))
        if self.path == "/no-head" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        """A letter at a time, for as long as anybody listens."""
        try:
            for _n in range(2000):
                self.wfile.write(b"H")
                self.wfile.flush()
                if self.server.is_over.wait(0.05):
                    return
        except OSError:
            return

    def log_message(self, *_args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    site: Site
    is_over: threading.Event


@pytest.fixture
def site() -> Iterator[Site]:
    with _Server(("127.0.0.1", 0), _Pages) as server:
        server.site, server.is_over = Site(server.server_address[1]), threading.Event()
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.site
        server.is_over.set()
        server.shutdown()
        thread.join()


NAMES = {"plats.se": ["127.0.0.1"], "intern.se": ["10.0.0.1"], "both.se": ["127.0.0.1", "10.0.0.1"]}


def limits_of(site: Site) -> LinkLimits:
    """This machine stands for the Internet; 10.0.0.1 for a network of one's own."""

    def resolve(host: str, _port: int) -> Sequence[str]:
        if host not in NAMES:
            raise socket.gaierror(host)
        return NAMES[host]

    return LinkLimits(resolve, lambda address: address == "127.0.0.1", frozenset({80, site.port}))


@pytest.mark.parametrize(
    ("path", "state", "detail"),
    [
        ("/ok", PageState.FOUND, "200"),
        ("/no-head", PageState.FOUND, "200"),
        ("/for-now", PageState.FOUND, "200"),
        ("/gone", PageState.GONE, "404"),
        ("/410", PageState.GONE, "410"),
        ("/broken", PageState.SILENT, "500"),
        ("/login", PageState.NOT_SHOWN, "403"),
        ("/many", PageState.NOT_SHOWN, "429"),
        ("/loop", PageState.SILENT, "redirects"),
    ],
)
def test_what_a_page_answers(site: Site, path: str, state: PageState, detail: str) -> None:
    assert ask(site.url(path), limits_of(site)) == PageAnswer(state, detail)


def test_a_page_that_has_moved_for_good_tells_where(site: Site) -> None:
    assert ask(site.url("/moved"), limits_of(site)) == PageAnswer(PageState.MOVED, site.url("/ok"))


def test_a_name_that_does_not_exist_is_gone(site: Site) -> None:
    assert ask(site.url("/ok", "ingen.se"), limits_of(site)) == PageAnswer(PageState.GONE, "ingen.se")


def test_only_head_is_asked_where_it_is_answered_and_no_cookie_comes_back(site: Site) -> None:
    ask(site.url("/for-now"), limits_of(site))

    assert site.seen == [("HEAD", "/for-now", None), ("HEAD", "/ok", None)]


def test_redirects_end_after_five(site: Site) -> None:
    ask(site.url("/loop"), limits_of(site))

    assert len(site.seen) == 6


@pytest.mark.parametrize("path", ["/inside", "/port", "/file"])
def test_a_redirect_is_held_to_the_same_as_a_link(site: Site, path: str) -> None:
    assert ask(site.url(path), limits_of(site)).state is PageState.NOT_PUBLIC
    assert [seen[1] for seen in site.seen] == [path]


@pytest.mark.parametrize("host", ["intern.se", "both.se"])
def test_a_name_with_any_address_that_is_not_public_is_not_asked(site: Site, host: str) -> None:
    assert ask(site.url("/ok", host), limits_of(site)).state is PageState.NOT_PUBLIC
    assert site.seen == []


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that leads elsewhere when it is asked again is checked again, and never looked up by the connection itself."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    rebinding = replace(limits_of(site), resolve=lambda _host, _port: next(answers))

    assert ask(site.url("/no-head", "rebind.se"), rebinding).state is PageState.NOT_PUBLIC
    assert [seen[0] for seen in site.seen] == ["HEAD"]


def test_a_server_that_never_ends_is_not_waited_for(site: Site) -> None:
    start = monotonic()

    answer = ask(site.url("/drip"), replace(limits_of(site), seconds=0.5))

    assert answer.state is PageState.SILENT
    assert monotonic() - start < 60  # the server goes on for a hundred seconds


@pytest.mark.slow
def test_a_port_where_nobody_listens_is_silent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        limits = LinkLimits(lambda _host, _port: ["127.0.0.1"], lambda _address: True, frozenset({port}))

        assert ask(f"http://plats.se:{port}/", limits).state is PageState.SILENT


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f000001", "017700000001", "127.1", "0", "[::1]", "[::]"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255"),
    ],
)
def test_no_spelling_of_an_address_of_ones_own_is_gone_to(host: str) -> None:
    assert ask(f"http://{host}/", PUBLIC).state in {PageState.NOT_PUBLIC, PageState.GONE}


@pytest.mark.parametrize(
    "url", ["http://1.1.1.1:8080/", "ftp://1.1.1.1/", "http://me@1.1.1.1/", "https://1.1.1.1:22/", "http:///x"]
)
def test_only_the_ports_and_schemes_of_pages_are_gone_to(url: str) -> None:
    assert ask(url, PUBLIC).state is PageState.NOT_PUBLIC


def _with_links(workspace: Path, *links: str) -> Path:
    path = workspace / "issues" / "2026-q3.yaml"
    items = "".join(f"      - title: Sidan {number}\n        url: {url}\n" for number, url in enumerate(links))
    head, contacts, rest = path.read_text(encoding="utf-8").partition("  - kind: contacts\n")
    path.write_text(f"{head}  - kind: links\n    items:\n{items}{contacts}{rest}", encoding="utf-8")
    return path


def test_each_place_that_links_to_a_dead_page_is_told_and_each_page_asked_once(site: Site, workspace: Path) -> None:
    gone, anchor = site.url("/gone"), site.url("/gone#stycke")
    lines = _with_links(workspace, gone, anchor, site.url("/ok"), site.url("/moved")).read_text(encoding="utf-8").split("\n")
    reading = read(workspace, ["2026-q3"])
    pages = tuple(page for page in pages_to_check(reading) if "plats.se" in page)

    found = pages_found(reading, pages, limits_of(site))

    places = {url: lines.index(f"        url: {url}") + 1 for url in (gone, anchor, site.url("/moved"))}
    assert [(one.code, one.line, one.column) for one in found] == [
        ("dead-link", places[gone], 14),
        ("dead-link", places[anchor], 14),
        ("link-moved", places[site.url("/moved")], 14),
    ]
    assert sorted(seen[:2] for seen in site.seen) == [
        ("GET", "/gone"), ("HEAD", "/gone"), ("HEAD", "/moved"), ("HEAD", "/ok"), ("HEAD", "/ok"),
    ]  # fmt: skip


def test_names_that_can_never_exist_are_asked_of_nobody(workspace: Path) -> None:
    reading = read(workspace, ["2026-q1"])

    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise AssertionError

    found = pages_found(reading, pages_to_check(reading), replace(PUBLIC, resolve=resolve))

    assert {one.code for one in found} == {"dead-link"}


def test_a_waiver_of_a_link_counts_only_where_links_are_followed(site: Site, workspace: Path) -> None:
    path = _with_links(workspace, site.url("/login"))
    path.write_text(
        path.read_text(encoding="utf-8") + "\naccept:\n  - code: link-not-shown\n    reason: Bara för medlemmar.\n", "utf-8"
    )
    reading = read(workspace, ["2026-q3"])

    unfollowed = survey(reading)
    followed = survey(reading, pages_found(reading, [site.url("/login")], limits_of(site)))

    assert unfollowed.accepted == ()
    assert "unused-waiver" not in {one.code for one in (*unfollowed.diagnostics, *followed.diagnostics)}
    assert [(one.diagnostic.code, one.reason) for one in followed.accepted] == [("link-not-shown", "Bara för medlemmar.")]
