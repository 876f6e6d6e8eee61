"""An SMTP connection that is ready for letters: encrypted where it must be, and logged in (RFC 3207, 4954)."""

import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import ExitStack

from newsletter.delivery.transports.redaction import redact
from newsletter.locale import _
from newsletter.model.via import Encryption, SmtpVia

_OURSELVES = "[127.0.0.1]"
"""What we call ourselves in EHLO: a literal says nothing about the machine, and asking for its name can take long."""


class Unfit(Exception):
    """This server will not do, now or at the next letter; the message is a sentence for the editor."""


def connect(via: SmtpVia, password: str | None, timeout: float, context: ssl.SSLContext | None) -> smtplib.SMTP:
    """``OSError`` and ``SMTPException`` are troubles that may pass, ``Unfit`` will not; no letter is under way in either."""
    with ExitStack() as undo:
        try:
            server = _open(via, timeout, context)
            undo.callback(server.close)
            assert server.sock is not None
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each final dot waits 40 ms for an ACK
            server.ehlo_or_helo_if_needed()
            _encrypt(server, via, context)
        except ssl.SSLCertVerificationError:
            raise Unfit(
                _("The certificate of the mail server {host} could not be verified. Check its name in the address.").format(
                    host=via.host
                )
            ) from None
        if via.user is not None and password is not None:
            _log_in(server, via.user, password)
        undo.pop_all()
    return server


def _open(via: SmtpVia, timeout: float, context: ssl.SSLContext | None) -> smtplib.SMTP:
    if via.encryption is Encryption.TLS:
        verified = context or ssl.create_default_context()
        return smtplib.SMTP_SSL(via.host, via.port, _OURSELVES, timeout=timeout, context=verified)
    return smtplib.SMTP(via.host, via.port, _OURSELVES, timeout=timeout)


def _encrypt(server: smtplib.SMTP, via: SmtpVia, context: ssl.SSLContext | None) -> None:
    match via.encryption, server.has_extn("starttls"):
        case Encryption.STARTTLS, False:
            raise Unfit(
                _("The mail server {host} offers no encryption (STARTTLS), so nothing was sent. Try smtps:// instead.").format(
                    host=via.host
                )
            )
        case Encryption.STARTTLS, True:
            server.starttls(context=context or ssl.create_default_context())
            server.ehlo()
        case Encryption.IF_OFFERED, True:
            server.starttls(context=context or _unverified())
            server.ehlo()


def _unverified() -> ssl.SSLContext:
    """For loopback, where a certificate proves nothing and is usually signed by the machine itself."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Not ``SMTP.login``: it takes ASCII passwords only, and its exceptions carry them."""
    match server.esmtp_features.get("auth", "").upper().split():
        case [*offered] if "PLAIN" in offered:
            code, words = server.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
        case [*offered] if "LOGIN" in offered:
            code, words = _log_in_by_steps(server, user, password)
        case _:
            raise Unfit(_("The mail server takes no login with user and password; take the user away from its address."))
    if code // 100 == 4:
        raise smtplib.SMTPResponseException(code, words)
    if code != 235:
        said = redact(words.decode("utf-8", "replace"), password, user)
        raise Unfit(
            _("The mail server refused the login ({code} {said}). Check the user in the address and SMTP_PASSWORD.").format(
                code=code, said=said
            )
        )


def _log_in_by_steps(server: smtplib.SMTP, user: str, password: str) -> tuple[int, bytes]:
    code, words = server.docmd("AUTH", "LOGIN")
    for secret in (user, password):
        if code == 334:
            code, words = server.docmd(_base64(secret))
    return code, words


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")
