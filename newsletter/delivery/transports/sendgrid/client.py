"""The ``sendgrid`` package's client says host and headers of a call; the call itself is ours. The package's own has no timeout
(sendgrid-python issue 985), follows a redirect as GET with the key in hand and takes the 200 for success, and writes key and
recipients to its debug log.
"""

import sendgrid

from newsletter.delivery.transports.http import HttpClient, Limits
from newsletter.model.via import SendGridVia


def open_client(via: SendGridVia, key: str, limits: Limits | None = None, *, keep_alive: bool) -> HttpClient:
    """Letters keep their connections; a question now and then is better off without."""
    api = sendgrid.SendGridAPIClient(key, host=via.base).client
    if via.timeout is not None:  # a server on this machine that may be silent for so long
        limits = limits or Limits(each=via.timeout, whole=3 * via.timeout)
    return HttpClient(api.host, api.request_headers, limits or Limits(), use_proxies=not via.is_loopback, keep_alive=keep_alive)
