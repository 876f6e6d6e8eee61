"""What an operation amounts to: the exit codes of every command (design.md 7)."""

from enum import IntEnum


class Exit(IntEnum):
    """The highest that applies ends the process."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    REMAINING = 3
    UNRESOLVED = 4
    FAULT = 5
