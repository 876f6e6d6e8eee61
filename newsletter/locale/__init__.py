"""The program's own words: English message ids in the code, the Swedish catalogue beside this file.

Other rooms use ``_``, ``ngettext`` and ``N_`` and nothing else. Words of the letter itself are not here: they are Swedish
in the templates, because the letter is.
"""

import gettext
import os
from pathlib import Path

__all__ = ["DOMAIN", "N_", "_", "install", "language", "ngettext"]

DOMAIN = "newsletter"
_DIRECTORY = Path(__file__).parent


def language() -> str:
    """``sv`` unless ``NEWSLETTER_LANG`` asks for ``en``."""
    return "en" if os.environ.get("NEWSLETTER_LANG", "sv").lower().startswith("en") else "sv"


def install() -> None:
    """Make gettext answer in the chosen language; must run before Click is imported, which binds gettext at import."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(_DIRECTORY))
    gettext.textdomain(DOMAIN)


def _(message: str) -> str:
    """The message in the chosen language; ``{placeholders}`` are left for the caller's ``format``."""
    return gettext.dgettext(DOMAIN, message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return gettext.dngettext(DOMAIN, singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name that every gettext extractor knows
    """Mark a message for the catalogue where it is written but translated later."""
    return message
