"""The grammar of ``--via`` and ``delivery.via``: what letters leave through (design.md 5). Network and disk are not touched."""

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote

from newsletter.model.base import N_
from newsletter.model.urls import port_is_wrong, split_url

SENDGRID_HOSTS = {"": "https://api.sendgrid.com", "eu": "https://api.eu.sendgrid.com"}
SMTP_PORTS = {"smtp": 587, "smtps": 465}


class NotAVia(ValueError):
    """``message`` is an English sentence for the catalogue; ``{url}`` stands in it where the URL is to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class PasswordInVia(NotAVia):
    """No message may repeat such a URL."""

    def __init__(self) -> None:
        super().__init__(N_("The address that letters leave through has a password in it."))


class Encryption(StrEnum):
    TLS = "tls"
    """From the first byte (``smtps://``)."""
    STARTTLS = "starttls"
    """Required: a server that does not offer it gets no letter."""
    IF_OFFERED = "if-offered"
    """Loopback only, where nobody listens in between."""


@dataclass(frozen=True, slots=True)
class OutboxVia:
    """``folder`` is as written; relative means relative to the workspace."""

    folder: str
    is_live = False
    is_trial = False
    is_loopback = True

    def path(self, workspace: Path) -> Path:
        with suppress(RuntimeError):  # ~nouser: the shell takes it for a name, too
            return workspace / Path(self.folder).expanduser()
        return workspace / self.folder


@dataclass(frozen=True, slots=True)
class SmtpVia:
    host: str
    port: int
    user: str | None
    encryption: Encryption
    is_live = True
    is_trial = False

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)


@dataclass(frozen=True, slots=True)
class SendGridVia:
    """``base`` is scheme, host and port; ``is_trial`` says that it is not SendGrid but a server on this machine, and then
    ``timeout`` may say for how many seconds it may be silent.
    """

    base: str
    is_trial: bool = False
    sandbox: bool = False
    timeout: float | None = None

    @property
    def is_live(self) -> bool:
        return not self.sandbox

    @property
    def is_loopback(self) -> bool:
        return self.is_trial


Via = OutboxVia | SmtpVia | SendGridVia


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def read_via(url: str) -> Via:
    """Read the URL; ``NotAVia`` for every mistake, ``PasswordInVia`` for a password in it."""
    scheme, colon, rest = url.strip().partition(":")
    match scheme.lower() if colon else "":
        case "outbox":
            return OutboxVia(folder=rest or "outbox")
        case "smtp" | "smtps":
            return _smtp(_split(url))
        case "sendgrid":
            return _sendgrid(_split(url))
        case "sendgrid+http":
            return _trial(_split(url))
        case _:
            raise NotAVia(N_("{url} is not a way to send letters."))


def _split(url: str) -> SplitResult:
    parts = split_url(url.strip())
    if parts is None and port_is_wrong(url.strip()):
        raise NotAVia(N_("The port in {url} is not a number from 1 to 65535."))
    if parts is None:
        raise NotAVia(N_("{url} is not a way to send letters."))
    if parts.password is not None:
        raise PasswordInVia
    return parts


def _smtp(parts: SplitResult) -> SmtpVia:
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise NotAVia(N_("{url} is not the address of a mail server."))
    encryption = Encryption.IF_OFFERED if is_loopback(parts.hostname) else Encryption.STARTTLS
    return SmtpVia(
        host=parts.hostname,
        port=_port(parts) or SMTP_PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        encryption=Encryption.TLS if parts.scheme == "smtps" else encryption,
    )


def _sendgrid(parts: SplitResult) -> SendGridVia:
    base = SENDGRID_HOSTS.get(parts.path.lower())
    if base is None or parts.netloc or parts.fragment:
        raise NotAVia(N_("{url} is not one of SendGrid's two regions."))
    sandbox, _timeout = _query(parts)
    return SendGridVia(base=base, sandbox=sandbox)


def _trial(parts: SplitResult) -> SendGridVia:
    if not parts.hostname or parts.path.strip("/") or parts.username or parts.fragment:
        raise NotAVia(N_("{url} is not the address of a server that speaks as SendGrid does."))
    if not is_loopback(parts.hostname):
        raise NotAVia(N_("{url} would send letters unencrypted over the network; sendgrid+http is for this machine alone."))
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = _port(parts)
    sandbox, timeout = _query(parts, timeout_allowed=True)
    return SendGridVia(base=f"http://{host}:{port or 80}", is_trial=True, sandbox=sandbox, timeout=timeout)


def _port(parts: SplitResult) -> int | None:
    if parts.port == 0:
        raise NotAVia(N_("The port in {url} is not a number from 1 to 65535."))
    return parts.port


def _query(parts: SplitResult, *, timeout_allowed: bool = False) -> tuple[bool, float | None]:
    """Whether it is the sandbox, and how long a trial's server may be silent."""
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = dict(given)
    timeout = query.pop("timeout", None) if timeout_allowed else None
    is_strange = len(query) + (timeout is not None) < len(given) or query not in ({}, {"sandbox": "1"})
    if is_strange or (timeout is not None and not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,3})?", timeout)):
        raise NotAVia(N_("After the question mark in {url} only sandbox=1 may stand."))
    return bool(query), None if timeout is None else float(timeout)
