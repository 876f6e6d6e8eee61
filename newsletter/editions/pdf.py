"""A page of ours as PDF: tagged, with bookmarks, and the same bytes each time. The only place that knows the PDF engine."""

import hashlib
import io
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.extras import Extra, command_to_add

_STANDARD = "pdf/ua-1"


def pdf_of(html: str) -> bytes:
    """``html`` on paper, by its own style sheet; nothing is fetched, so pictures stand in it as data. Raises ``Refused`` where
    the engine is not installed.
    """
    engine = _engine()
    fetcher = engine.urls.URLFetcher(allowed_protocols=["data"])
    document = engine.HTML(string=html, base_url=None, url_fetcher=fetcher)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return bytes(document.write_pdf(pdf_variant=_STANDARD, pdf_tags=True, pdf_identifier=identifier))


def _engine() -> Any:
    silence = io.StringIO()  # it prints a page of its own about the libraries that it did not find
    try:
        with redirect_stdout(silence), redirect_stderr(silence):
            import weasyprint.urls  # noqa: PLC0415 - an extra, which writes where it should not as it loads
    except ImportError:
        raise Refused(
            _("PDF needs an addition that is not installed."),
            _("Install it with this command: {command}").format(command=command_to_add(Extra.PDF)),
        ) from None
    except OSError:
        raise Refused(
            _("PDF needs the program library Pango, which is not installed on this computer."),
            _("See “PDF” in docs/handbok.md; on Debian and Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0."),
        ) from None
    return weasyprint
