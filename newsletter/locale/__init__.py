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


_words = gettext.NullTranslations()


def install() -> None:
    """Make gettext answer in the chosen language: for us, and for Click, which asks gettext's own functions."""
    global _words  # noqa: PLW0603 - gettext keeps its language in globals too, and Click asks those
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(_DIRECTORY))
    gettext.textdomain(DOMAIN)
    # Looked up once: gettext.dgettext searches the disk for the catalogue at every message.
    _words = gettext.translation(DOMAIN, str(_DIRECTORY), [language()], fallback=True)


def _(message: str) -> str:
    """The message in the chosen language; ``{placeholders}`` are left for the caller's ``format``."""
    return _words.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return _words.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name that every gettext extractor knows
    """Mark a message for the catalogue where it is written but translated later."""
    return message
