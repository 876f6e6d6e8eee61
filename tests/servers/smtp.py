"""A real mail server (aiosmtpd) on this machine, with encryption and login where asked, and a ledger of what it took.

What no real server does on demand, such as falling silent in the middle of a letter, is in ``smtp_faults``.
"""

import ssl
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.servers.certificates import contexts


@dataclass(frozen=True, slots=True)
class Taken:
    """One letter that the server has taken."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    encrypted: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class SmtpServer:
    """``replies`` are given instead of the usual ones at MAIL, RCPT and DATA (where DATA means after the content)."""

    user: str | None = None
    password: str | None = None
    starttls: bool = False
    tls: bool = False
    replies: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """A reply to RCPT by address."""
    ledger: list[Taken] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=0,
            ready_timeout=10,
            ssl_context=contexts()[0] if self.tls else None,
            tls_context=contexts()[0] if self.starttls else None,
            authenticator=self._authenticate if self.user else None,
            auth_required=self.user is not None and self.starttls,
            auth_require_tls=self.starttls,
        )
        self._controller.start()
        self.connections = 0  # the controller has tried the door itself
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._controller.stop()

    @property
    def counts(self) -> Counter[str]:
        """How many letters each address has been sent."""
        return Counter(address for taken in self.ledger for address in taken.recipients)

    @property
    def port(self) -> int:
        server: Any = self._controller.server
        return int(server.sockets[0].getsockname()[1])

    @property
    def via(self) -> str:
        user = f"{self.user}@" if self.user else ""
        return f"smtp{'s' if self.tls else ''}://{user}localhost:{self.port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """A client's context that trusts this server."""
        return contexts()[1]

    def _authenticate(self, _server: SMTP, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login.decode(), data.password.decode()) == (self.user, self.password)
        return AuthResult(success=right, handled=False, auth_data=data.login.decode())

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.replies.get("MAIL", "250 2.1.0 Ok")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, _server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = self.refused.get(address) or self.replies.get("RCPT", "250 2.1.5 Ok")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, _server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name for it
        reply = self.replies.get("DATA", f"250 2.0.0 Ok: queued as {len(self.ledger):X}")
        if reply.startswith("2"):
            self.ledger.append(
                Taken(
                    sender=envelope.mail_from,
                    recipients=tuple(envelope.rcpt_tos),
                    content=envelope.original_content,
                    encrypted=self.tls or session.ssl is not None,
                    user=session.auth_data if session.authenticated else None,
                )
            )
        return reply


class _Controller(Controller):
    def factory(self) -> SMTP:
        self.handler.connections += 1
        return super().factory()

    def _trigger_server(self) -> None:
        """The address that was bound: port 0 cannot be connected to."""
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()
