"""Letters through a mail server, one after the other over one connection (design.md 5).

The dialogue is driven command by command, because what a broken connection means depends on where it broke: before the dot
that ends the content the letter cannot have been taken, after it the outcome is unknown (RFC 5321 4.5.3.2.6, RFC 1047).
"""

import re
import selectors
import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import replace

from newsletter.delivery.outgoing import clocks
from newsletter.delivery.outgoing.batch import Answer, Batch, Then, grown_old
from newsletter.delivery.outgoing.envelope import to_message
from newsletter.delivery.transports.redaction import redact
from newsletter.delivery.transports.smtp.login import Unfit, connect
from newsletter.locale import _
from newsletter.model.deliveries import Outcome, Status
from newsletter.model.via import SmtpVia

TIMEOUT = 60.0
AUTHENTICATION_REQUIRED = 530
SHUTTING_DOWN = 421
LOOK_SECONDS = 0.005
"""Before the dot that sends: longer than a closing takes to arrive, far shorter than a letter takes."""

SmtpReply = tuple[int, bytes]


class SmtpTransport:
    """One letter a call. ``pause`` seconds lie between two letters; ``context`` replaces the system's trust in certificates."""

    batch_size = 1
    calls_in_flight = 1
    is_live = True
    is_trial = False

    def __init__(
        self,
        via: SmtpVia,
        password: str | None,
        *,
        pause: float = 0.0,
        timeout: float = TIMEOUT,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._via, self._password = via, password
        self._pause, self._timeout, self._context = pause, timeout, context
        self._server: smtplib.SMTP | None = None
        self._last: float | None = None

    def send(self, batch: Batch) -> Answer:
        (envelope,) = batch.envelopes
        self._wait()
        try:
            server = self._ready()
        except Unfit as fault:
            return _stop(str(fault))
        except (OSError, smtplib.SMTPException) as fault:
            said = _("No contact with the mail server {host}. Check the network and try again. No letter has gone twice.")
            return _out_of_reach(said.format(host=self._via.host), fault)
        if clocks.steady_seconds() >= batch.leave_before:
            return Answer((grown_old(),))
        content = to_message(batch.letter, envelope, batch.sender).as_bytes()
        answer = _hand_over(server, batch.sender.address.wire, envelope.to.wire, content, batch.leave_before)
        self._last = time.monotonic()
        return answer

    def close(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None

    def _wait(self) -> None:
        if self._last is not None:
            time.sleep(max(0.0, self._last + self._pause - time.monotonic()))

    def _ready(self) -> smtplib.SMTP:
        """The connection at hand if it still answers, else a new one. RSET also ends what the last letter left open."""
        if self._server is not None and not _answers(self._server):
            self._server.close()
            self._server = None
        if self._server is None:
            self._server = connect(self._via, self._password, self._timeout, self._context)
        return self._server


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _hand_over(server: smtplib.SMTP, sender: str, to: str, content: bytes, leave_before: float) -> Answer:
    try:
        if refusal := _announce(server, sender, to, len(content)):
            return refusal
        server.send(_stuff_dots(content))
        if _has_ended(server):
            raise smtplib.SMTPServerDisconnected
    except (OSError, smtplib.SMTPException) as fault:
        server.close()
        said = _("The connection to the mail server was lost before the letter had been handed over ({fault}).")
        return _one(Status.UNSENT, said.format(fault=_fault_words(fault)))
    if clocks.steady_seconds() >= leave_before:  # a slow server, or a lid that was shut meanwhile: the dot is what sends
        server.close()
        return Answer((grown_old(),))
    try:
        server.send(b".\r\n")
        reply = server.getreply()
    except (OSError, smtplib.SMTPException) as fault:
        server.close()
        said = _("The mail server's answer to the letter was lost ({fault}).").format(fault=_fault_words(fault))
        return _one(Status.UNKNOWN, said)
    return _verdict(reply, otherwise=Status.UNKNOWN)


def _announce(server: smtplib.SMTP, sender: str, to: str, size: int) -> Answer | None:
    """MAIL, RCPT and DATA; None once the server waits for the content."""
    code, words = server.mail(sender, [f"SIZE={size}"] if server.has_extn("size") else [])
    if code // 100 == 5:  # says nothing about the addressee: every letter would fare alike
        return _stop(_("The mail server takes no letters from this sender ({said}).").format(said=_reply_words((code, words))))
    if code // 100 != 2:
        return _verdict((code, words), otherwise=Status.UNSENT)
    code, words = server.rcpt(to)
    if code == AUTHENTICATION_REQUIRED:
        return _stop(
            _("The mail server wants a login ({said}). Name the user in its address.").format(said=_reply_words((code, words)))
        )
    if code // 100 != 2:
        verdict = _verdict((code, words), otherwise=Status.UNSENT)
        return replace(verdict, of_addressee=not _is_about_us((code, words)))
    code, words = server.docmd("DATA")
    return None if code == 354 else _verdict((code, words), otherwise=Status.UNSENT)


def _is_about_us(reply: SmtpReply) -> bool:
    """An answer to RCPT that would be given for every addressee: the server hangs up, or its policy takes no letters from here
    (5.7.x, RFC 3463 3.8; Postfix says it only now). A policy that puts off (4.7.x) is mostly a greylist of the addressee's own.
    """
    code, words = reply
    return code == SHUTTING_DOWN or (code // 100 == 5 and words.startswith(b"5.7."))


def _has_ended(server: smtplib.SMTP) -> bool:
    """The server has spoken before its turn, or hung up: without the dot it takes no letter, and no later reply is mixed up.

    A connection that is closed while the content is written is seen to be so a moment later: so long it is looked at.
    """
    assert server.sock is not None
    assert server.file is not None
    with selectors.DefaultSelector() as selector:
        selector.register(server.sock, selectors.EVENT_READ)
        selector.select(LOOK_SECONDS)
    before = server.sock.gettimeout()
    server.sock.settimeout(0)
    try:
        return bool(server.file.peek(1)) or server.file.raw.readinto(bytearray(1)) is not None
    except ssl.SSLWantReadError:
        return False
    finally:
        server.sock.settimeout(before)


def _verdict(reply: SmtpReply, *, otherwise: Status) -> Answer:
    """``otherwise`` is what a reply means that a server must not give at this point."""
    match reply[0] // 100:
        case 2 if otherwise is Status.UNKNOWN:
            return _one(Status.ACCEPTED, _reply_words(reply))
        case 4:
            return _one(Status.UNSENT, _reply_words(reply))
        case 5:
            return _one(Status.REJECTED, _reply_words(reply))
        case _:
            return _one(otherwise, _reply_words(reply))


def _stuff_dots(content: bytes) -> bytes:
    """Lines that begin with a dot get another (RFC 5321 4.5.2); the content ends with a line break."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _reply_words(reply: SmtpReply) -> str:
    code, words = reply
    return redact(f"{code} {words.decode('utf-8', 'replace')}")


def _fault_words(fault: Exception) -> str:
    """The server's own words where it gave any; else the kind of fault alone, as its text may hold anything."""
    if isinstance(fault, smtplib.SMTPResponseException):
        words = fault.smtp_error
        return _reply_words((fault.smtp_code, words if isinstance(words, bytes) else str(words).encode()))
    return type(fault).__name__


def _one(status: Status, detail: str) -> Answer:
    return Answer((Outcome(status, detail),))


def _out_of_reach(reason: str, fault: Exception) -> Answer:
    """It may pass, so the next letter tries again; ``reason`` is told to the editor if none of them gets through."""
    return Answer((Outcome(Status.UNSENT, f"{reason} ({_fault_words(fault)})"),), reason=reason)


def _stop(reason: str) -> Answer:
    return Answer((Outcome(Status.UNSENT, reason),), Then.STOP, reason=reason)
