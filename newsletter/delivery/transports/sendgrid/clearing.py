"""Taking an address away from SendGrid's own lists, which stop letters to it before they are tried."""

from urllib.parse import quote

from newsletter.delivery.transports.http import Reply
from newsletter.delivery.transports.sendgrid.client import open_client
from newsletter.locale import _
from newsletter.model.addresses import MailAddress
from newsletter.model.via import SendGridVia

_OF_FAILURES = {name: f"/v3/suppression/{name}/" for name in ("bounces", "blocks", "invalid_emails")}
_OF_OBJECTIONS = {"spam_reports": "/v3/suppression/spam_reports/", "unsubscribes": "/v3/asm/suppressions/global/"}


def clear_address(
    via: SendGridVia, key: str, address: MailAddress, *, objections: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lists that the address was taken away from, and a sentence for each that could not be changed. ``objections``: also
    from those of complaints and opt-outs, which is for those with a new consent alone.
    """
    client = open_client(via, key, keep_alive=False)
    cleared, troubles = [], []
    for name, path in (_OF_FAILURES | (_OF_OBJECTIONS if objections else {})).items():
        reply = client.call("DELETE", path + quote(address.wire, safe=""))
        if isinstance(reply, Reply) and reply.status == 204:
            cleared.append(name)
        elif not isinstance(reply, Reply) or reply.status != 404:  # 404: it does not stand there
            said = f"HTTP {reply.status}" if isinstance(reply, Reply) else reply.fault
            text = _("SendGrid's list “{name}” could not be changed ({said}). Give the same command again, or clear it there.")
            troubles.append(text.format(name=name, said=said))
    return tuple(cleared), tuple(troubles)
