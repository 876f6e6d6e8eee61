"""The diagnostics of one file in order, each cause once."""

from collections.abc import Iterable

from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.source.diagnostics.file_words import SYNTAX
from newsletter.source.diagnostics.value_words import RULES, VALUES
from newsletter.source.diagnostics.words import diagnostic

MOST = 200
"""Diagnostics of one file: whoever has more corrects these first."""
_PROPERTIES = {"alias", "anchor", "tag"}
_MISSING = {"missing", "missing-in-section", "missing-alt"}
_WRONG_VALUE = set(VALUES) - _MISSING
_UNKNOWN_SIGN = "control-character"


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By position; what follows from another error is left out."""
    unique = list(dict.fromkeys(found))
    errors: dict[tuple[int, int], set[str]] = {}
    on_lines: dict[int, set[str]] = {}
    for each in unique:
        if each.is_error:
            errors.setdefault((each.line, each.column), set()).add(each.code)
            on_lines.setdefault(each.line, set()).add(each.code)
    kept = [
        each
        for each in unique
        if not _follows(each, errors.get((each.line, each.column), set()))
        and not _follows_on_line(each, on_lines.get(each.line, set()))
    ]
    return tuple(sorted(_without_the_unread(kept), key=lambda each: (each.line, each.column)))


def _follows(each: Diagnostic, beside: set[str]) -> bool:
    if each.code in RULES:
        return bool(beside & _WRONG_VALUE)
    return each.code not in _PROPERTIES and bool(beside & _PROPERTIES)


def _follows_on_line(each: Diagnostic, beside: set[str]) -> bool:
    match each.code:
        case "lost-text":
            return "hash-took-all" in beside
        case "invisible-character":
            return bool(beside & {_UNKNOWN_SIGN, "odd-whitespace"})
        case code:
            return code != _UNKNOWN_SIGN and _UNKNOWN_SIGN in beside and (code in SYNTAX or code in _WRONG_VALUE)


def _without_the_unread(found: list[Diagnostic]) -> list[Diagnostic]:
    """After a line that ends the content, what seems to be missing from the file may well stand further down."""
    goes_on = any(each.code == "several-documents" for each in found)
    return [each for each in found if not (goes_on and each.code in _MISSING and each.column == 1)]


def bounded(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The first of them, and a word about the others if they are very many."""
    if len(found) <= MOST:
        return found
    last = found[MOST - 1]
    more = diagnostic(last.file, Place(last.line, last.column), "too-many-faults", limit=MOST)
    return (*found[:MOST], more)
