"""How diagnostics look: on a line each, or with the source line, a caret under the fault and what to do."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from newsletter.cli.output import WIDTH, note, say
from newsletter.cli.show.shown_warnings import not_shown_before, remember_warnings
from newsletter.disk import read_whole
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Diagnostic

_TAB = "    "
_WIDEST = 76
_PASSWORD = re.compile(r"(?<=:)[^\s:/@]+(?=@)")
"""In a URL; hidden sign by sign, so that the caret stays in place."""
_MOST_SHOWN = 50_000_000
_AROUND = 500
"""Characters on each side of the fault: several of them may share one column."""
# What the caret underlines: a quoted text, or everything to a key's colon, a comment or the end of the line.
_FAULT = re.compile(r"\"[^\"]*\"|'[^']*'|#.*|\S.*?(?=\s*:\s|\s*:$|\s+#|\s*$)")


def show_diagnostics(
    diagnostics: Sequence[Diagnostic], directory: Path, form: str = "text", *, on_stdout: bool = False
) -> None:
    """Write them in ``form`` (text or short), in the order given; on stderr unless they are what was asked for."""
    write = say if on_stdout else note
    sources = cache(lambda file: _lines(directory / file))
    for number, diagnostic in enumerate(diagnostics):
        if form == "text" and number:
            write()
        for line in _describe(diagnostic, sources(diagnostic.file) if form == "text" else None):
            write(line)


def show_new_warnings(warnings: Sequence[Diagnostic], directory: Path, issue: str) -> None:
    """Those that have not been shown before, a line each; and how many have, with the command that shows them."""
    new = not_shown_before(warnings, directory)
    show_diagnostics(new, directory, "short")
    remember_warnings(new, directory)
    if seen := len(warnings) - len(new):
        text = ngettext(
            "{n} warning has been shown before: “newsletter check {issue}” shows it again.",
            "{n} warnings have been shown before: “newsletter check {issue}” shows them again.",
            seen,
        )
        note(text.format(n=seen, issue=issue))


def count_sentence(diagnostics: Sequence[Diagnostic]) -> str:
    """The last words after diagnostics with errors among them (domain.md 5.6)."""
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    warnings = len(diagnostics) - errors
    faults = ngettext("Found {errors} error", "Found {errors} errors", errors).format(errors=errors)
    doubts = ngettext("{warnings} warning", "{warnings} warnings", warnings).format(warnings=warnings)
    return _("{faults} and {doubts}. Correct the errors and try again.").format(faults=faults, doubts=doubts)


def as_record(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic as JSON promises it (design.md 7)."""
    return {
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def _describe(diagnostic: Diagnostic, lines: Sequence[str] | None) -> Iterator[str]:
    severity = {"error": _("error"), "warning": _("warning")}[diagnostic.severity]
    yield f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}: {severity}: {diagnostic.message} [{diagnostic.code}]"
    if lines is None:
        return
    if diagnostic.line <= len(lines) and lines[diagnostic.line - 1].strip():
        yield from _point_at(lines[diagnostic.line - 1], diagnostic.column)
    if diagnostic.hint:
        tip = _("Tip: {hint}").format(hint=diagnostic.hint)
        yield textwrap.fill(
            tip, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )


def _lines(path: Path) -> Sequence[str]:
    try:
        text = read_whole(path, _MOST_SHOWN).decode("utf-8-sig", "replace") if path.is_file() else ""
    except OSError:  # it could not be read the first time either, and the diagnostic says so
        return ()
    return re.split("\r\n|\r|\n", text)


def _point_at(line: str, column: int) -> tuple[str, str]:
    """The line and its caret, cut to the window around the fault; a tab is four columns, a wide character two.

    Of a long line only the visible part is looked at.
    """
    line, start = _PASSWORD.sub(lambda found: "*" * len(found.group()), line), column - 1
    before, rest = _visible(line[max(0, start - _AROUND) : start]), line[start : start + _AROUND]
    found = _FAULT.match(rest)
    fault = _visible(found.group() if found else rest[:1])
    if _width(before) > _WIDEST // 2 and _width(before) + _width(fault) > _WIDEST:
        before = f"…{before[-20:]}"
    visible = _shorten(before + _visible(rest))
    carets = max(1, min(_width(fault), _width(visible) - _width(before)))
    return f"  {visible}", f"  {' ' * _width(before)}{'^' * carets}"


def _visible(text: str) -> str:
    """Harmless to a terminal: tabs as spaces, what cannot be printed as a sign of its own, nothing for what has no width."""
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    if sign == "\t":
        return _TAB
    if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return "\N{REPLACEMENT CHARACTER}"
    return " " if unicodedata.category(sign) == "Zs" else sign


def _shorten(text: str) -> str:
    if _width(text) <= _WIDEST:
        return text
    widths = accumulate(_columns(sign) for sign in text)
    return f"{text[: sum(width < _WIDEST for width in widths)]}…"


def _width(text: str) -> int:
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Mn":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
