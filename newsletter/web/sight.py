"""What there is to see of an issue right now: its letter as one addressee gets it, or why there is none, and
where its diagnostics point.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from newsletter.letter import Content, Letter, fill, standalone_html
from newsletter.model.diagnostics import Diagnostic
from newsletter.model.recipients import Addressee, Recipients, number_addressees, roster
from newsletter.model.settings import Settings
from newsletter.operations.examining import Examined, compile_issue, examine
from newsletter.source import Reading, lines_of, read
from newsletter.web.changes import version

# One request at a time does the work that all of them need.
_working = Lock()


@dataclass(frozen=True, slots=True)
class Reader:
    """An addressee and the word for it in the page's address: ``karlstad-2``."""

    key: str
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class Sight:
    """``content`` is None while no letter can be made; ``version`` tells which state of the files this is."""

    version: str
    content: Content | None
    readers: tuple[Reader, ...]
    settings: Settings | None
    recipients: Recipients | None

    def reader(self, key: str | None) -> Reader:
        """The one of that key, else the first of that association, else the first of all."""
        named = (reader for reader in self.readers if key in (reader.key, reader.addressee.association_id))
        return next(named, self.readers[0])

    def letter(self, reader: Reader) -> Letter | None:
        """What that reader gets; None while no letter can be made."""
        return fill(self.content, reader.addressee) if self.content else None

    @property
    def can_be_read(self) -> bool:
        return self.content is not None and bool(self.readers)


def look(directory: Path, issue: str) -> Sight:
    """The issue as its files are now, quickly: nothing but the letter. Raises ``Refused`` for one that does not exist."""
    current = version(directory)
    with _working:
        reading, made = _examine_cached(directory, issue, current)
    recipients = reading.recipients.recipients if reading.recipients else None
    return Sight(
        version=current,
        content=made.content,
        readers=tuple(_readers(recipients)) if recipients else (),
        settings=reading.settings.settings if reading.settings else None,
        recipients=recipients,
    )


def diagnostics(directory: Path, issue: str) -> tuple[Diagnostic, ...]:
    """All that is wrong or doubtful with it."""
    with _working:
        return _examine_once(directory, issue, version(directory)).diagnostics


@lru_cache(maxsize=4)
def _examine_cached(directory: Path, issue: str, _version: str) -> tuple[Reading, Examined]:
    """Kept until a file changes."""
    reading = read(directory, [issue])
    return reading, compile_issue(issue, reading)


@lru_cache(maxsize=4)
def _examine_once(directory: Path, issue: str, current: str) -> Examined:
    reading, made = _examine_cached(directory, issue, current)
    return examine(issue, reading, made)


def _readers(recipients: Recipients) -> Iterator[Reader]:
    for one in number_addressees(roster(recipients)):
        yield Reader(f"{one.addressee.association_id}-{one.number}", one.addressee)


# The letter for its frame, as a mail program of the chosen sort would show it.
#
# A page cannot choose a colour scheme or a medium for its frames, so the letter's own style sheet is asked with other words.

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_MEDIA = re.compile(r"@media\b[^{]*\{")
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(\w+)\s*\)")
_ALWAYS, _NEVER = "(min-width: 0px)", "(max-width: 0px)"
_INVERTED = "html { filter: invert(1) hue-rotate(180deg); background: #fff; } img { filter: invert(1) hue-rotate(180deg); }"
_STYLES = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL)
_PAPER = "html, body { background: #fff !important; } body { padding: 38px !important; }"


class Colours(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    """Our own dark palette, as Apple Mail shows it."""
    FORCED = "forced"
    """Colours turned around by a program that asks for no palette, as Gmail and Outlook on telephones do."""


def html_for_frame(
    letter: Letter,
    version: str,
    colours: Colours = Colours.LIGHT,
    *,
    images: bool = True,
    styles: bool = True,
    paper: bool = False,
) -> str:
    """The HTML edition for a frame: pictures in place, links in windows of their own, and ``version`` for the page's script.

    Without ``images`` they are left as the letter refers to them, which nothing here can open. Without ``styles`` the letter's
    own style sheets are gone, as in Gmail for other accounts and in many forwarded letters.
    """
    html = standalone_html(letter) if images else letter.html or ""
    html = html if styles else _STYLES.sub("", html)
    dark = colours is Colours.DARK and not paper
    html = _MEDIA.sub(lambda rule: _rewrite_media_rule(rule[0], dark=dark, paper=paper), html)
    style = f":root {{ color-scheme: {'dark' if dark else 'light'} !important; }}"
    style += _INVERTED if colours is Colours.FORCED and not paper else ""
    style += _PAPER if paper else ""
    told = f'<base target="_blank" /><meta name="version" content="{version}" /><style>{style}</style>'
    return _HEAD.sub(lambda head: head[0] + told, html, count=1)


def _rewrite_media_rule(rule: str, *, dark: bool, paper: bool) -> str:
    """The media rule as it is to be answered."""
    rule = _SCHEME.sub(lambda scheme: _ALWAYS if (scheme[1] == "dark") == dark else _NEVER, rule)
    if paper:
        rule = re.sub(r"\bonly screen\b|\bscreen\b", "not all", rule)
        rule = re.sub(r"\bprint\b", "all", rule)
    return rule


# Where a diagnostic points: the lines of the file around it, and the way there in an editor.

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
