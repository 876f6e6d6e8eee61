"""What looks like a person's particulars in a text that stays in the log and goes into documents."""

import re

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"\+?\d(?:[ \N{NO-BREAK SPACE}/()-]{0,2}\d){6,}")
_DATES = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def looks_personal(text: str) -> bool:
    """An e-mail address, or seven digits or more as in a telephone or identity number; dates are no such thing."""
    return bool(_ADDRESS.search(text) or _NUMBER.search(_DATES.sub(" ; ", text)))
