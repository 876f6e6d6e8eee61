"""From the code of a fault and what it is about to a diagnostic in the user's language."""

import unicodedata
from typing import Any

from newsletter.locale import _
from newsletter.model.diagnostics import Code, Diagnostic, Finding, Location, Place, Severity
from newsletter.source.diagnostics.file_words import FILES, SYNTAX
from newsletter.source.diagnostics.value_words import DOUBTS, RULES, VALUES

WORDS = FILES | SYNTAX | VALUES | DOUBTS | RULES
CODES = tuple(Code(name.partition("/")[0], words.severity, words.reason, words.acceptance) for name, words in WORDS.items())
"""Of all that reading the files finds; a code stands once for each of its wordings."""


def quote(value: object, limit: int = 60) -> str:
    """A value as it may be quoted in a message: on one line, short, and harmless to a terminal."""
    line = " ".join(str(value).split())
    safe = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign for sign in line)
    return safe if len(safe) <= limit else f"{safe[: limit - 1]}…"


def did_you_mean(suggestion: str | None) -> str:
    return _("Did you mean “{suggestion}”?").format(suggestion=quote(suggestion)) if suggestion else ""


def _spoken(code: str, context: dict[str, Any]) -> tuple[Severity, str, str]:
    words = WORDS[code]
    safe = {name: quote(value, 400 if name in {"choices", "explanation", "guess"} else 60) for name, value in context.items()}
    hint = _(words.hint).format(**safe) if words.hint else ""
    if "guess" in safe and "{guess}" not in words.hint:
        hint = f"{hint} {safe['guess']}".strip()
    return words.severity, _(words.message).format(**safe), hint


def diagnostic(file: str, place: Place, code: str, **context: Any) -> Diagnostic:
    """The fault ``code`` at ``place``, in the user's language; ``context`` fills the placeholders of its words.

    Part of a code after a slash chooses between wordings and is not shown. A ``guess`` without a placeholder ends the hint.
    """
    severity, message, hint = _spoken(code, context)
    return Diagnostic(file, place.line, place.column, severity, code.partition("/")[0], message, hint)


def finding(location: Location, code: str, before: str | None = None, **context: Any) -> Finding:
    """The same before it is known where ``location`` stands; ``before`` is the text before the spot, as in ``Finding``."""
    severity, message, hint = _spoken(code, context)
    return Finding(severity, code, location, message, hint, before)
