"""From the bytes of a file to text that YAML can read, with every character that does not belong in it reported."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from newsletter.disk import NotAFile, NotOfItsKind, TooBig, TooDeep, TooSlow, read_whole
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.model.values import INVISIBLE, code_point
from newsletter.source.diagnostics.words import diagnostic

_MOST_SHOWN = 10_000_000
MOST_LINES = 100
"""A file with strange characters in more lines than this is told of the first ones."""
# What YAML refuses (YAML 1.1, 5.1), and the line breaks that editors do not count as such.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_ZERO_WIDTH_JOINER = "\u200d"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# How the files of Word (new, old), PDF, RTF, PNG, JPEG, GIF and gzip begin.
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_GARBLED = re.compile(
    """
    Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]                    # UTF-8 read as Windows' own set and saved again: Ã¥ for å
    | â€[\x80-\xbf“”™œž˜¦¢]                                   # the same: â€“ for –
    | \ufffd                                                 # lost for good
    | (?<=[a-zåäö])[ŠŒ†‡„‰”](?=[a-zåäö])                      # older sets: fŠr, f†r, k”p
    """,
    re.VERBOSE,
)


def read_text(path: Path, file: str, most_bytes: int) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The file's text without BOM and with line feeds alone; None, and why, where there is none to read."""
    data, found = read_bytes(path, file, most_bytes)
    return (None, found) if data is None else decode(data, file)


def read_bytes(path: Path, file: str, most_bytes: int) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """What the file holds; None, and why, where it cannot be read or is too big."""
    try:
        return read_whole(path, most_bytes), ()
    except OSError as fault:
        return None, (why_unread(fault, path, file),)


def why_unread(fault: OSError, path: Path, file: str) -> Diagnostic:
    """What is said of a file that ``disk`` did not read."""
    code, limit = "unreadable", 0.0
    match fault:
        case IsADirectoryError() | NotAFile():
            code = "not-a-file"
        case TooBig():
            code, limit = "too-big", fault.limit / 1_000_000
        case TooDeep():
            code = "too-deep/file"
        case TooSlow():
            code, limit = "too-slow", fault.seconds
        case NotOfItsKind():
            code = "not-of-its-kind"
        case FileNotFoundError():
            code = "file-missing/link" if path.is_symlink() else "file-missing"
        case _other:
            pass
    return diagnostic(file, Place(), code, path=file, limit=int(limit))


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if data.startswith(_DOCUMENTS):
        return None, (diagnostic(file, Place(), "not-plain-text"),)
    if not data.strip(b"\0"):
        return "", ()
    if data.startswith(_UTF_16):
        return _decode_utf_16(data, file)
    if data.count(0) > len(data) // 4:  # UTF-16 without its mark: every other byte of plain letters
        return None, (diagnostic(file, Place(), "not-utf8"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = _line_feeds(fault.object[: fault.start].decode("utf-8-sig", "replace"))
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None, (diagnostic(file, place, "not-utf8"),)
    return _without_controls(text, file)


def _decode_utf_16(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """What PowerShell's ``>`` and Notepad's "Unicode" write; strictly, so that half a sign is told and not replaced."""
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return None, (diagnostic(file, Place(), "not-utf8"),)
    return _without_controls(text, file)


def _without_controls(text: str, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    text = _line_feeds(text)
    controls = tuple(_controls(text, file))
    return _CONTROL.sub(" ", text), controls


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _controls(text: str, file: str) -> list[Diagnostic]:
    """The first control character of each line."""
    if not _CONTROL.search(text):
        return []
    found = (
        diagnostic(file, Place(number, match.start() + 1), "control-character", character=code_point(match.group()))
        for number, line in enumerate(text.split("\n"), 1)
        if (match := _CONTROL.search(line))
    )
    return list(islice(found, MOST_LINES))


def doubtful_letters(text: str, file: str, *, comments: str | None) -> Iterator[Diagnostic]:
    """A warning for each line with a letter that an earlier saving has spoilt, and for each with one that nobody can see;
    lines that begin with ``comments`` are none.
    """
    for pattern, of_line in ((_GARBLED, _garbled_letter), (INVISIBLE, _invisible_letter)):
        if pattern.search(text):
            lines = enumerate(text.split("\n"), 1)
            read = ((number, line) for number, line in lines if not (comments and line.lstrip().startswith(comments)))
            found = (told for number, line in read if (told := of_line(line, number, file)))
            yield from islice(found, MOST_LINES)


def _garbled_letter(line: str, number: int, file: str) -> Diagnostic | None:
    match = _GARBLED.search(line)
    if not match:
        return None
    place, piece = Place(number, match.start() + 1), match.group()
    try:
        meant = piece.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return diagnostic(file, place, "garbled/lost")
    return diagnostic(file, place, "garbled", value=piece, meant=meant)


def _invisible_letter(line: str, number: int, file: str) -> Diagnostic | None:
    positions = (match.start() for match in INVISIBLE.finditer(line) if not _joins_emoji(line, match.start()))
    position = next(positions, None)
    if position is None:
        return None
    return diagnostic(file, Place(number, position + 1), "invisible-character", character=code_point(line[position]))


def _joins_emoji(line: str, position: int) -> bool:
    return (
        line[position] == _ZERO_WIDTH_JOINER
        and position > 0
        and all(ord(neighbour) > 0x2000 for neighbour in line[position - 1] + line[position + 1 : position + 2])
    )


def lines_of(path: Path) -> list[str]:
    """The lines of a file as diagnostics count them, also where it is no text that can be read; none where there is no file."""
    try:
        data = read_whole(path, _MOST_SHOWN)
    except OSError:
        return []
    text, _diagnostics = decode(data, path.name)
    return (text if text is not None else _line_feeds(data.decode("utf-8-sig", "replace"))).split("\n")
