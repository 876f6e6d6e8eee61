"""Diagnostics: what is wrong where, and what to do; and the two ways a command can be refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Location = tuple[str | int, ...]
"""A path of keys and list indexes from the top of a file, as pydantic's ``loc``: ``("sections", 3, "items", 0, "date")``."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1, columns in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and value of one file stands."""

    values: Mapping[Location, Place] = field(default_factory=dict)
    keys: Mapping[Location, Place] = field(default_factory=dict)

    def of(self, location: Location) -> Place:
        """The place of the value at ``location``, or of its nearest parent that exists in the file."""
        return self._nearest(self.values, location)

    def of_key(self, location: Location) -> Place:
        """The place of the key at ``location``, or of the nearest value around it."""
        return self.keys.get(location) or self.of(location)

    @staticmethod
    def _nearest(places: Mapping[Location, Place], location: Location) -> Place:
        while location:
            if found := places.get(location):
                return found
            location = location[:-1]
        return places.get((), Place())


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
    """What a rule found, before it is known where that stands: the pure half of a diagnostic."""

    severity: Severity
    code: str
    location: Location
    message: str
    hint: str = ""

    def placed(self, file: str, places: Places) -> Diagnostic:
        """The diagnostic in ``file``, at the value that the finding concerns or the nearest around it."""
        place = places.of(self.location)
        return Diagnostic(file, place.line, place.column, self.severity, self.code, self.message, self.hint)


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
