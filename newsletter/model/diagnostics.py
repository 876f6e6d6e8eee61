"""Diagnostics: what is wrong where, and what to do; and the three ways a command can be refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum

# Where in a file a text stands that YAML has folded, indented or quoted.
#
# Between the lines of a file and the text that YAML makes of them only blanks differ: signs that are printed are the same, in
# the same order. So the spot that comes after n of them in the text comes after n of them in the file.

Style = str | None
"""How a text is written, as PyYAML has it: ``|``, ``>``, a quotation mark, or None."""


# macOS may save é as a letter and an accent; the text of the model has one sign.
_UNCOUNTED = re.compile("[\\s\u0300-\u036f]+")


def length_in_print(text: str) -> int:
    """How many signs of ``text`` are neither blanks nor accents of their own."""
    return len(_UNCOUNTED.sub("", text))


def spot(lines: Sequence[str], line: int, column: int, style: Style, printed: int) -> tuple[int, int] | None:
    """Line and column (from 1) of the sign that has ``printed`` others before it, in the text that begins at ``line`` and
    ``column``; None past the end of the file, or where a backslash stands for another sign.
    """
    if style in ("|", ">"):
        line, column = line + 1, 1
    elif style is not None:
        column += 1
    for number in range(line, len(lines) + 1):
        rest = lines[number - 1][column - 1 :]
        length = _length(rest, style)
        if length is None:
            return None
        if printed < length:
            return number, column + _index(rest, printed, style)
        printed, column = printed - length, 1
    return None


def _length(rest: str, style: Style) -> int | None:
    if style == '"' and "\\" in rest:
        return None
    return length_in_print(rest.replace("''", "'") if style == "'" else rest)


def _index(rest: str, printed: int, style: Style) -> int:
    """Of the sign in ``rest`` that ``printed`` others stand before; in single quotes, two in a row are one."""
    index = 0
    while printed or _UNCOUNTED.match(rest[index]):
        pair = style == "'" and rest.startswith("''", index)
        printed -= 1 if pair else length_in_print(rest[index])
        index += 2 if pair else 1
    return index


Location = tuple[str | int, ...]
"""A path of keys and list indexes from the top of a file, as pydantic's ``loc``: ``("sections", 3, "items", 0, "date")``."""


LONGEST_MESSAGE = 400


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Acceptance(Enum):
    """What a waiver in a file may do about findings with one code."""

    BY_SEVERITY = "a warning is accepted, an error is not"
    BY_JUDGEMENT = "accepted, though it is an error"
    AGAINST_THE_LAW = "not accepted, whatever its severity"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1, columns in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and value of one file stands; ``styles`` and ``lines`` tell where in the file a text goes on."""

    values: Mapping[Location, Place] = field(default_factory=dict)
    keys: Mapping[Location, Place] = field(default_factory=dict)
    styles: Mapping[Location, Style] = field(default_factory=dict)
    lines: Sequence[str] = ()
    elsewhere: "Mapping[Location, Spot]" = field(default_factory=dict)
    """Where the parts stand that come from other files, or from another place of this one."""

    def spot(self, file: str, location: Location) -> "Spot":
        """What stands at ``location`` of the whole, in the file that it comes from; ``file`` is the one of these places."""
        for length in range(len(location), 0, -1):
            if part := self.elsewhere.get(location[:length]):
                return Spot(part.file, part.places, (*part.location, *location[length:]))
        return Spot(file, self, location)

    def of(self, location: Location) -> Place:
        """The place of the value at ``location``, or of its nearest parent that exists in the file."""
        return self._nearest(self.values, location)

    def of_key(self, location: Location) -> Place:
        """The place of the key at ``location``, or of the nearest value around it."""
        return self.keys.get(location) or self.of(location)

    def within(self, location: Location, printed: int) -> Place:
        """The place in the text at ``location`` that ``printed`` signs, blanks aside, stand before; else that of the text."""
        start = self.values.get(location)
        found = spot(self.lines, start.line, start.column, self.styles.get(location), printed) if start else None
        return Place(*found) if found else self.of(location)

    @staticmethod
    def _nearest(places: Mapping[Location, Place], location: Location) -> Place:
        while location:
            if found := places.get(location):
                return found
            location = location[:-1]
        return places.get((), Place())


@dataclass(frozen=True, slots=True)
class Spot:
    """A location in a file, with the places of that file."""

    file: str
    places: Places
    location: Location

    @property
    def place(self) -> Place:
        return self.places.of(self.location)

    def __str__(self) -> str:
        return f"{self.file}:{self.place.line}:{self.place.column}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One fault or doubt. ``file`` is relative to the workspace with ``/`` between folders; message and hint are whole
    sentences in the user's language; ``code`` is a stable kebab-case word.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""

    @property
    def is_error(self) -> bool:
        """It stops a sending; a warning does not."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, before it is known where that stands: the pure half of a diagnostic.

    ``before`` is the part of the text at ``location`` that stands before the spot; None where all of the value is meant.
    """

    severity: Severity
    code: str
    location: Location
    message: str
    hint: str = ""
    before: str | None = None

    def place_in(self, file: str, places: Places) -> Diagnostic:
        """The diagnostic in ``file``, at the spot or value that the finding concerns or the nearest around it.

        Its message is on one line, and bounded, whatever it quotes.
        """
        spot = places.spot(file, self.location)
        place = spot.place if self.before is None else spot.places.within(spot.location, length_in_print(self.before))
        message = " ".join(self.message.split())
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE - 100]} … {message[-80:]}"
        return Diagnostic(spot.file, place.line, place.column, self.severity, self.code, message, self.hint)


@dataclass(frozen=True, slots=True)
class Code:
    """What is so of every finding with one code, whichever room finds it. ``reason`` tells why it is said: a message id."""

    name: str
    severity: Severity
    reason: str
    acceptance: Acceptance = Acceptance.BY_SEVERITY

    @property
    def may_be_accepted(self) -> bool:
        """Whether a waiver puts its findings apart; without it an error stops a sending."""
        match self.acceptance:
            case Acceptance.BY_SEVERITY:
                return self.severity is Severity.WARNING
            case Acceptance.BY_JUDGEMENT:
                return True
            case Acceptance.AGAINST_THE_LAW:
                return False

    def finding(self, location: Location, message: str, hint: str = "", before: str | None = None) -> Finding:
        return Finding(self.severity, self.name, location, message, hint, before)


class Refused(Exception):
    """An expected fault that ends the command with exit code 1: one sentence on what happened and one on what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Invalid(Exception):
    """Files have errors: exit code 1 after every diagnostic of every file has been shown."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{len(diagnostics)} diagnostics")
        self.diagnostics = diagnostics


class AnotherRun(Exception):
    """A run in progress holds the lock that the command needs: exit code 3, and nothing was changed."""
