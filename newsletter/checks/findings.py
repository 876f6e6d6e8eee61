"""The two kinds of finding, by name."""

from newsletter.model.diagnostics import Finding, Location, Severity


def warning(code: str, location: Location, message: str, hint: str = "", *, before: str | None = None) -> Finding:
    """A doubt: shown, and the letters may leave all the same. ``before`` is the text before the spot, as in ``Finding``."""
    return Finding(Severity.WARNING, code, location, message, hint, before)


def error(code: str, location: Location, message: str, hint: str = "", *, before: str | None = None) -> Finding:
    """A fault that stops a sending."""
    return Finding(Severity.ERROR, code, location, message, hint, before)
