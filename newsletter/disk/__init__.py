"""Files read and written whole: the one room that opens what the user, or a stranger, may have put there."""

from newsletter.disk.reading import TooBig, open_file, read_whole, real_path
from newsletter.disk.refusals import NotAFile, Outside
from newsletter.disk.writing import PRIVATE, PUBLIC, copy_whole, create_whole, write_whole

__all__ = [
    "PRIVATE",
    "PUBLIC",
    "NotAFile",
    "Outside",
    "TooBig",
    "copy_whole",
    "create_whole",
    "open_file",
    "read_whole",
    "real_path",
    "write_whole",
]
