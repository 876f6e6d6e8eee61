"""A transport together with the server it speaks to: what the contract suite needs to know of each kind."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from newsletter.delivery.outgoing.batch import Transport
from newsletter.delivery.transports import SendGridVia, SmtpVia, parse_via
from newsletter.delivery.transports.http.connection import Limits
from newsletter.delivery.transports.outbox import Outbox
from newsletter.delivery.transports.sendgrid.transport import SendGridTransport
from newsletter.delivery.transports.smtp.transport import SmtpTransport
from tests.contract.letters import CANARY
from tests.servers import sendgrid_faults as http
from tests.servers.sendgrid import SendGridServer
from tests.servers.smtp_faults import FaultySmtpServer, Phase, SmtpFault

SHORT = Limits(each=0.25, whole=0.4)
"""For faults that are silence; a busy machine can make any answer *unknown* under it, which the contract allows."""

SLOW = 0.1


@dataclass(frozen=True)
class Rig:
    transport: Transport
    ledger: Callable[[], Counter[str]]
    """How many letters each address has been sent, by the server's own account."""
    fail: Callable[[], None] = lambda: None
    """The next call meets the fault that the rig was made for."""


@contextmanager
def outbox(folder: Path, *, fault: str = "") -> Iterator[Rig]:
    def ledger() -> Counter[str]:
        files = (folder / "2026-q3").glob("*.eml")
        messages = (message_from_bytes(path.read_bytes(), policy=policy.default) for path in files if path.is_file())
        return Counter(message["To"].addresses[0].addr_spec for message in messages)

    def fail() -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("a file where the folder should be", encoding="utf-8")

    transport = Outbox(folder, "2026-q3")
    yield Rig(transport, ledger, fail if fault else lambda: None)
    transport.close()


@contextmanager
def smtp(fault: SmtpFault | None = None) -> Iterator[Rig]:
    with FaultySmtpServer() as server:
        via = parse_via(server.via)
        assert isinstance(via, SmtpVia)
        transport = SmtpTransport(via, None, timeout=0.25 if fault and fault.stall > SLOW else 10.0)
        yield Rig(transport, lambda: Counter(server.ledger), lambda: server.faults.append(fault) if fault else None)
        transport.close()


@contextmanager
def sendgrid(fault: http.Fault | None = None, *, silent: bool = False) -> Iterator[Rig]:
    with SendGridServer(key=CANARY) as server:
        via = parse_via(server.via)
        assert isinstance(via, SendGridVia)
        transport = SendGridTransport(via, CANARY, limits=SHORT if silent else Limits())
        yield Rig(transport, lambda: server.counts, lambda: server.script(fault))
        transport.close()


SILENT = {"accepted-then-stalled", "accepted-late", "slow", "drip"}
SENDGRID_FAULTS: dict[str, http.Fault] = {
    **http.FAULTS,
    "drip": http.drip(),
    "too-large-before-reading": http.too_large_before_reading,
    "accepted-then-cut-after-status": http.accepted_then_cut_after_status,
    "accepted-then-garbage": http.accepted_then_garbage,
    "refused-then-cut": http.refused_then_cut(400),
    "accepted-as-200": http.accepted_as_200,
    "naming-the-first": http.naming(0),
    "naming-the-second": http.naming(1),
    "naming-nobody-there": http.naming(999),
    "redirect-307": http.redirect(307),
    "redirect-to-nowhere": http.redirect(302, "http://127.0.0.1:9/v3/mail/send"),
    "throttled-in-the-past": http.throttled(-3600),
    "throttled-for-an-hour": http.throttled(3600),
    "method-not-allowed": http.refused(405, "method not allowed"),
    "unsupported-media-type": http.refused(415, "unsupported media type"),
}
SLOW_BUT_WELL = {
    Phase.CONNECT: "220 slow.example ESMTP",
    Phase.EHLO: "250 slow.example",
    Phase.RSET: "250 Ok",
    Phase.MAIL: "250 2.1.0 Ok",
    Phase.RCPT: "250 2.1.5 Ok",
    Phase.DOT: "250 2.0.0 Ok: queued",
}
SMTP_FAULTS: dict[str, SmtpFault] = {
    **{f"cut-at-{phase}": SmtpFault(phase) for phase in Phase},
    **{f"silent-at-{phase}": SmtpFault(phase, stall=0.6) for phase in Phase if phase is not Phase.CONTENT},
    **{f"slow-at-{phase}": SmtpFault(phase, reply, stall=SLOW, takes=True) for phase, reply in SLOW_BUT_WELL.items()},
    **{f"421-at-{phase}": SmtpFault(phase, "421 4.3.2 closing") for phase in Phase},
    **{f"451-at-{phase}": SmtpFault(phase, "451 4.3.0 try later") for phase in Phase if phase is not Phase.CONTENT},
    **{
        f"550-at-{phase}": SmtpFault(phase, "550 5.1.1 <ordf1@hemlig-forening.example>: unknown")
        for phase in Phase
        if phase is not Phase.CONTENT
    },
    **{f"nonsense-at-{phase}": SmtpFault(phase, "what?") for phase in Phase if phase is not Phase.CONTENT},
    "too-long-a-line-at-dot": SmtpFault(Phase.DOT, "250 " + "x" * 20_000, takes=True),
    "taken-then-cut": SmtpFault(Phase.DOT, takes=True),
    "taken-then-silent": SmtpFault(Phase.DOT, stall=0.6, takes=True),
    "login-wanted": SmtpFault(Phase.RCPT, "530 5.7.0 Authentication required"),
}
