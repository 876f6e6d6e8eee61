"""Files read and written whole: the one room that opens what the user, or a stranger, may have put there."""

from newsletter.disk.foreign import Bounds, NotOfItsKind, TooDeep, TooSlow, guard, read_foreign, read_json
from newsletter.disk.reading import TooBig, open_file, read_whole, real_path
from newsletter.disk.refusals import NotAFile, Outside, refuse_unless_file
from newsletter.disk.writing import PRIVATE, PUBLIC, copy_whole, create_whole, write_whole

__all__ = [
    "PRIVATE",
    "PUBLIC",
    "Bounds",
    "NotAFile",
    "NotOfItsKind",
    "Outside",
    "TooBig",
    "TooDeep",
    "TooSlow",
    "copy_whole",
    "create_whole",
    "guard",
    "open_file",
    "read_foreign",
    "read_json",
    "read_whole",
    "real_path",
    "refuse_unless_file",
    "write_whole",
]
