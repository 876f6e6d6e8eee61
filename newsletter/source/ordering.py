"""The diagnostics of one file in order, each cause once."""

from collections.abc import Iterable

from newsletter.model.diagnostics import Diagnostic
from newsletter.source.value_words import RULES, VALUES

_PROPERTIES = {"alias", "anchor", "tag"}
_WRONG_VALUE = set(VALUES) - {"missing", "missing-in-section", "missing-alt"}


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By position; what follows from an error at the same place is left out."""
    unique = list(dict.fromkeys(found))
    errors: dict[tuple[int, int], set[str]] = {}
    for each in unique:
        if each.is_error:
            errors.setdefault((each.line, each.column), set()).add(each.code)
    taken = {line for (line, _column), codes in errors.items() if "hash-took-all" in codes}
    kept = [
        each
        for each in unique
        if not _follows(each, errors.get((each.line, each.column), set()))
        and not (each.code == "lost-text" and each.line in taken)
    ]
    return tuple(sorted(kept, key=lambda each: (each.line, each.column)))


def _follows(each: Diagnostic, beside: set[str]) -> bool:
    if each.code == "invisible-character":
        return bool(beside)
    if each.code in RULES:
        return bool(beside & _WRONG_VALUE)
    return each.code not in _PROPERTIES and bool(beside & _PROPERTIES)
