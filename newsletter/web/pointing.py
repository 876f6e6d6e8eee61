"""Where a diagnostic points: the lines of the file around it, and the way there in an editor."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from newsletter.model.diagnostics import Diagnostic
from newsletter.source import lines_of

_AROUND = 2
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file, cut where something is pointed at: ``at`` is that sign and what follows, empty in all other lines."""

    number: int
    before: str
    at: str = ""

    @property
    def is_meant(self) -> bool:
        return bool(self.at)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A diagnostic with the lines around it; ``editor`` opens the file there in VS Code."""

    diagnostic: Diagnostic
    lines: tuple[SourceLine, ...]
    editor: str


def point_at(diagnostic: Diagnostic, directory: Path) -> Pointed:
    path = directory / diagnostic.file
    whole = source_lines(path, diagnostic.line, diagnostic.column)
    near = whole[max(0, diagnostic.line - 1 - _AROUND) : diagnostic.line + _AROUND]
    return Pointed(diagnostic, tuple(map(_shortened, near)), editor_address(path, diagnostic.line, diagnostic.column))


def source_lines(path: Path, line: int = 0, column: int = 1) -> tuple[SourceLine, ...]:
    """The file's lines; the one at ``line`` is cut before ``column``. None for a file that is not there."""
    lines = lines_of(path)
    if lines and not lines[-1]:
        lines.pop()
    return tuple(_line(number, text, column if number == line else 0) for number, text in enumerate(lines, 1))


def editor_address(path: Path, line: int, column: int) -> str:
    """``vscode://file/…:14:3``, which VS Code asks the operating system to send it."""
    return f"vscode://file/{quote(path.resolve().as_posix().lstrip('/'), safe='/:')}:{line}:{column}"


def _line(number: int, text: str, column: int) -> SourceLine:
    if not column:
        return SourceLine(number, text)
    return SourceLine(number, text[: column - 1], text[column - 1 :] or "⏎")


def _shortened(line: SourceLine) -> SourceLine:
    """So that what is meant is seen without scrolling."""
    before, at = line.before, line.at
    if len(before) > _LONGEST:
        before = f"{before[:40]} … {before[-60:]}" if line.is_meant else f"{before[:_LONGEST]} …"
    return SourceLine(line.number, before, at if len(at) <= _LONGEST else f"{at[:_LONGEST]} …")
