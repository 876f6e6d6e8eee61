"""The ways a letter can leave: files to look at, a mail server, SendGrid (design.md 5).

Others use ``open_transport``, and ``parse_via`` where it must be known beforehand what a URL means. What goes in and comes
out is in ``newsletter.delivery.outgoing.batch``.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from newsletter.delivery.outgoing.batch import Transport
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.waiting.provider import Feed, Keeper
from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.via import NotAVia, OutboxVia, PasswordInVia, SendGridVia, SmtpVia, Via, read_via

__all__ = ["OutboxVia", "SendGridVia", "SmtpVia", "Via", "open_feed", "open_keeper", "open_transport", "parse_via"]

LONGEST_PAUSE = 30.0
"""A letter leaves at most 60 s after it was claimed (design.md 4, step 7), and the pause lies between."""


def parse_via(url: str) -> Via:
    """Read the URL; every mistake is ``Refused`` with the forms allowed. A password in it is refused and never repeated."""
    try:
        return read_via(url)
    except PasswordInVia as fault:
        hint = _("Take the password away and put it in SMTP_PASSWORD or SENDGRID_API_KEY, in the environment or the file .env.")
        raise Refused(_(fault.message), hint) from None
    except NotAVia as fault:
        shown = url.strip() if "@" not in url else url.strip().partition(":")[0] + ":…"
        hint = _("Write outbox:, outbox:FOLDER, smtp://user@host:587, smtps://user@host, sendgrid: or sendgrid:eu.")
        raise Refused(_(fault.message).format(url=shown), hint) from None


def open_transport(
    via: Via,
    *,
    workspace: Path,
    issue: str,
    secrets: Mapping[str, str],
    pause: float = 0.0,
    clock_is_replaced: bool = False,
    names: Mapping[str, str] = MappingProxyType({}),
    remark: str = "",
) -> Transport:
    """The transport that ``via`` names, for the letters of ``issue``. A rehearsal's page shows the associations by their
    ``names``, and above them the ``remark``.

    ``Refused`` for a missing or impossible secret, a folder that is not ours to replace, or live sending to others
    than this machine while ``NEWSLETTER_NOW`` replaces the clock. Nothing leaves and nothing is written before ``send``.
    """
    _refuse_replaced_clock(via, clock_is_replaced=clock_is_replaced)
    if pause > LONGEST_PAUSE:
        raise Refused(
            _("The pause between letters, {seconds} seconds, is too long.").format(seconds=f"{pause:g}"),
            _("Write at most {seconds} seconds as pause: in newsletter.yaml.").format(seconds=f"{LONGEST_PAUSE:g}"),
        )
    match via:
        case OutboxVia():
            from newsletter.delivery.transports.outbox import Outbox

            return Outbox(via.path(workspace), issue, names, remark)
        case SmtpVia():
            from newsletter.delivery.transports.smtp import SmtpTransport

            return SmtpTransport(via, smtp_password(via, secrets), pause=pause)
        case SendGridVia():
            from newsletter.delivery.transports.sendgrid import SendGridTransport

            return SendGridTransport(via, sendgrid_key(secrets))


def open_keeper(via: Via, *, secrets: Mapping[str, str], clock_is_replaced: bool = False) -> Keeper:
    """Who keeps letters that leave later; ``Refused`` where what ``via`` names sends them at once."""
    _refuse_replaced_clock(via, clock_is_replaced=clock_is_replaced)
    match via:
        case SendGridVia(sandbox=False):
            from newsletter.delivery.transports.sendgrid import SendGridKeeper

            return SendGridKeeper(via, sendgrid_key(secrets))
        case SmtpVia():
            message = _("A mail server sends at once: what has left through it cannot be taken back.")
        case OutboxVia() | SendGridVia():
            message = _("Nothing leaves in a rehearsal, so there is nothing to wait with or take back.")
    raise Refused(message, _("Only letters through SendGrid can wait; send at once with --now."))


def open_feed(via: SendGridVia, *, secrets: Mapping[str, str], clock: Clock) -> Feed:
    """Who can be asked what became of letters."""
    from newsletter.delivery.transports.sendgrid import EmailLogs

    _refuse_replaced_clock(via, clock_is_replaced=clock.is_replaced)
    return EmailLogs(via, sendgrid_key(secrets), clock)


def _refuse_replaced_clock(via: Via, *, clock_is_replaced: bool) -> None:
    if clock_is_replaced and via.is_live and not via.is_loopback:
        raise Refused(
            _("Nothing is sent to others while NEWSLETTER_NOW replaces the clock."),
            _("Take NEWSLETTER_NOW away from the environment and try again."),
        )


def sendgrid_key(secrets: Mapping[str, str]) -> str:
    """The key, without the white space that pasting leaves around it. It is never part of a message."""
    key = secrets.get("SENDGRID_API_KEY", "").strip()
    if not key:
        raise Refused(
            _("SENDGRID_API_KEY is missing."),
            _("Put the key in the file .env beside newsletter.yaml; the handbook tells how to get one."),
        )
    if not all("!" <= sign <= "~" for sign in key):
        raise Refused(
            _("SENDGRID_API_KEY holds white space or other signs that no key has."),
            _("Copy the key again, whole and on one line."),
        )
    return key


def smtp_password(via: SmtpVia, secrets: Mapping[str, str]) -> str | None:
    """None where no user is named; a password may hold anything but control characters."""
    if via.user is None:
        return None
    password = secrets.get("SMTP_PASSWORD", "").strip("\r\n")
    if not password:
        raise Refused(
            _("SMTP_PASSWORD is missing, and the address names a user."),
            _("Put the password in the file .env beside newsletter.yaml."),
        )
    if not password.isprintable():
        raise Refused(
            _("SMTP_PASSWORD holds signs that no password has."), _("Copy the password again, whole and on one line.")
        )
    return password
