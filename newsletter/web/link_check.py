"""Following the links of issues: every page once, a few at a time, as carefully as a stranger's address deserves (SSRF).

A name is looked up once, every address that it has must be public, and the connection goes to one of those that were
checked: a name that points elsewhere a moment later makes no difference. The same holds for each redirect. The program sends
HEAD and GET only, to ports 80 and 443 only, without cookies, proxies or anything of the reader's; an answer takes five
seconds at the most, and its text is not read.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, quote

from newsletter.checks import LinkedPage, PageAnswer, PageState, findings, targets
from newsletter.model.diagnostics import Diagnostic, Finding, Location
from newsletter.model.urls import follow, host_of, split_url, without_fragment
from newsletter.source import Reading
from newsletter.web.public_addresses import is_public

MOST_HOPS = 5
SECONDS = 5.0
_AGENT = "newsletter-link-check"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_HEAD_REFUSED = 400
"""Many servers answer HEAD with what they would not say to GET."""


Resolve = Callable[[str, int], Sequence[str]]


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Every address that the system knows for a name; raises ``OSError`` where there is none."""
    return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Where this program goes, and for how long. There is one for the user, and others only in tests."""

    resolve: Resolve = system_resolve
    may_go_to: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    seconds: float = SECONDS
    hops: int = MOST_HOPS


class _Refused(Exception):
    """The address is not one to go to."""


PUBLIC = LinkLimits()


def ask(url: str, limits: LinkLimits = PUBLIC) -> PageAnswer:
    """What becomes of who follows ``url``. Never raises for what a server or a network does."""
    here, moved, deadline = url, "", monotonic() + limits.seconds
    for _hop in range(limits.hops + 1):
        try:
            status, location = _ask_once(here, limits, deadline)
        except _Refused:
            return PageAnswer(PageState.NOT_PUBLIC, here)
        except socket.gaierror:
            return PageAnswer(PageState.GONE, host_of(here) or here)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return PageAnswer(PageState.SILENT, _reason(error))
        if status not in _REDIRECTS or not location:
            return _judge(status, moved)
        there = follow(here, location)
        moved = there if status in _PERMANENT and moved == ("" if here == url else here) else moved
        here = there
    return PageAnswer(PageState.SILENT, "redirects")


def _judge(status: int, moved: str) -> PageAnswer:
    if status in (404, 410):
        return PageAnswer(PageState.GONE, str(status))
    if status >= 500:
        return PageAnswer(PageState.SILENT, str(status))
    if status >= 400:
        return PageAnswer(PageState.NOT_SHOWN, str(status))
    return PageAnswer(PageState.MOVED, moved) if moved else PageAnswer(PageState.FOUND, str(status))


def _ask_once(url: str, limits: LinkLimits, deadline: float) -> tuple[int, str]:
    parts = split_url(url)
    if parts is None:
        raise _Refused
    status, location = _once("HEAD", parts, limits, deadline)
    if status >= _HEAD_REFUSED:
        status, location = _once("GET", parts, limits, deadline)
    return status, location


def _once(method: str, parts: SplitResult, limits: LinkLimits, deadline: float) -> tuple[int, str]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or port not in limits.ports:
        raise _Refused
    host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else parts.hostname
    addresses = limits.resolve(host, port)
    if not addresses or not all(limits.may_go_to(address) for address in addresses):
        raise _Refused
    connection = _Pinned(host, port, addresses, deadline, is_secure=parts.scheme == "https")
    guard = Timer(max(0.0, deadline - monotonic()), connection.abort)
    guard.daemon = True
    guard.start()
    try:
        connection.request(method, _path(parts), headers={"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        guard.cancel()
        connection.close()


def _path(parts: SplitResult) -> str:
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return path.encode("utf-8").decode("latin-1") if path.isascii() else _quote(path)


def _quote(path: str) -> str:
    return quote(path, safe="/%?=&;:@+$,!*'()~-._")


class _Pinned(http.client.HTTPConnection):
    """To the address that was checked, whatever the name has become since; the certificate is still the name's."""

    def __init__(self, host: str, port: int, addresses: Sequence[str], deadline: float, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=max(0.1, deadline - monotonic()))
        self._addresses, self._deadline, self._is_secure = addresses, deadline, is_secure

    def connect(self) -> None:
        plain = self.sock = self._connect()
        if self._is_secure:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def _connect(self) -> socket.socket:
        """The first that answers: of two addresses, a machine without IPv6 can reach but one."""
        *others, last = self._addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, self.port), self._time_left() / 2)
        return socket.create_connection((last, self.port), self._time_left())

    def _time_left(self) -> float:
        return max(0.1, self._deadline - monotonic())

    def abort(self) -> None:
        """From another thread, when time is up: whoever sends a letter a second is not waited for."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return "certificate"
        case TimeoutError():
            return "timeout"
        case ConnectionRefusedError():
            return "refused"
        case _:
            return type(error).__name__


AT_ONCE = 8
_NOBODY = (".example", ".test", ".invalid", ".localhost")
"""Names that can never lead anywhere (RFC 2606): nobody is asked."""


def pages_to_check(reading: Reading) -> tuple[str, ...]:
    """The web addresses of all that was read, each once and without what stands after #; mail and telephone are not pages."""
    found = [link.target for file in reading.issues for link in targets(file.issue)]
    if reading.settings:
        organisation = reading.settings.settings.organisation
        found += [url for url in (organisation.website, organisation.privacy_url) if url]
    return tuple(dict.fromkeys(_page(url) for url in found if url.lower().startswith(("http://", "https://"))))


def _page(url: str) -> str:
    return without_fragment(url)


def pages_found(reading: Reading, pages: Sequence[str], limits: LinkLimits = PUBLIC) -> tuple[Diagnostic, ...]:
    """What is wrong with ``pages``, at every place that links to them."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as several:
        answers = dict(zip(pages, several.map(lambda page: _answer(page, limits), pages), strict=True))
    return tuple(dict.fromkeys(_diagnostics(reading, answers)))


def _diagnostics(reading: Reading, answers: Mapping[str, PageAnswer]) -> Iterator[Diagnostic]:
    for file in reading.issues:
        for link in targets(file.issue):
            for finding in _findings(link.location, link.target, answers, link.before):
                yield finding.place_in(file.file, file.places)
    if house := reading.settings:
        for key in ("website", "privacy_url"):
            url = getattr(house.settings.organisation, key)
            for finding in _findings(("organisation", key), url or "", answers, None):
                yield finding.place_in(house.file, house.places)


def _answer(page: str, limits: LinkLimits) -> PageAnswer:
    host = host_of(page)
    return PageAnswer(PageState.GONE, host) if f".{host}".endswith(_NOBODY) else ask(page, limits)


def _findings(location: Location, url: str, answers: Mapping[str, PageAnswer], before: str | None) -> Iterator[Finding]:
    if answer := answers.get(_page(url)):
        yield from findings(LinkedPage(location, url, answer, before))
