"""The exit codes of every command, in words (design.md 7)."""

from newsletter.locale import _
from newsletter.operations.exits import Exit

__all__ = ["Exit", "explanation"]


def explanation() -> str:
    """The codes as the last paragraph of a command's help."""
    lines = (
        _("Exit codes, the highest that applies:"),
        "  0  " + _("done; every letter was accepted"),
        "  1  " + _("faults in the files, refused or declined"),
        "  2  " + _("the command was written in the wrong way"),
        "  3  " + _("letters remain unsent or were rejected"),
        "  4  " + _("it is unclear whether a letter has arrived"),
        "  5  " + _("a fault in the program itself"),
    )
    return "\b\n" + "\n".join(lines)
