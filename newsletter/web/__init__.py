"""Pages: the live preview of an issue, on this machine alone.

The command line uses ``create_app``, ``listen``, ``address`` and ``serve``; who tells of approval is shown a ``Sight``.
``write_manuals`` makes pages of the handbook.
"""

from newsletter.web.manuals import write_manuals
from newsletter.web.preview import create_app
from newsletter.web.server import address, listen, serve
from newsletter.web.sight import Sight

__all__ = ["Sight", "address", "create_app", "listen", "serve", "write_manuals"]
