"""Pages: the live preview of an issue, on this machine alone.

The command line uses ``create_app``, ``listen``, ``address`` and ``serve``.
"""

from newsletter.web.preview import create_app
from newsletter.web.server import address, listen, serve

__all__ = ["address", "create_app", "listen", "serve"]
