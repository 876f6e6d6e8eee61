"""The text of bytes whose character set may be another than they say. Pure.

What is valid UTF-8 is UTF-8: no other text is by chance. Where several sets remain, the form's own labels tell which one is
meant: ”Nämnd” and ”Ärende” stand in every form, and come out as words in one set only.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator

from newsletter.source.answers.blocks import Line
from newsletter.source.answers.form_words import NON_ASCII_WORDS

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAME_AS_CP1252 = frozenset({"ascii", "iso8859-1", "cp1252"})
"""What Windows programs mean by all three."""
_SEVEN_BITS = frozenset({"utf-7", "iso2022_jp", "iso2022_kr", "hz"})
"""Sets whose bytes look like plain letters, by the names that Python has for them."""
_OTHERS = ("mac-roman", "cp850")
"""Of old programs for the Mac, and of Windows' command line."""
_NOTHING = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_BLANKS = re.compile("[\u00a0\u2007\u202f\t]")
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


def decode_text(data: bytes, declared: str | None) -> str:
    """The text; ``declared`` is the character set that the mail says, by any name. Nothing is replaced while a set fits."""
    if data.startswith(tuple(mark for mark, _name in _MARKS)):
        return next(data.decode(name, "replace") for mark, name in _MARKS if data.startswith(mark))
    if data.count(0) > len(data) // 4:  # every other byte of plain letters in UTF-16
        is_little = data[1::2].count(0) >= data[::2].count(0)
        return data.decode("utf-16-le" if is_little else "utf-16-be", "replace")
    name = _known_name(declared)
    readings = _readings_of_seven_bits(data, name) if data.isascii() else _readings_of_eight_bits(data, name)
    return max(readings, key=_likeness)  # of several as likely, the first


def _known_name(declared: str | None) -> str | None:
    """As Python calls it; None where it says nothing."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return None
    return None if name in _SAME_AS_CP1252 else name


def _readings_of_seven_bits(data: bytes, declared: str | None) -> Iterator[str]:
    """All texts that plain letters may be, the most likely first."""
    for name in (declared if declared in _SEVEN_BITS else "ascii", "ascii", "utf-7"):
        if (text := _strictly(data, name)) is not None:
            yield text


def _readings_of_eight_bits(data: bytes, declared: str | None) -> Iterator[str]:
    if (text := _strictly(data, "utf-8")) is not None:
        yield text
        yield _saved_twice(text)
        return
    if declared and declared not in _SEVEN_BITS and (text := _strictly(data, declared)) is not None:
        yield text
    yield "\n".join(_line(line) for line in data.split(b"\n"))
    for name in _OTHERS:
        yield data.decode(name)


def _line(line: bytes) -> str:
    """A mail that has gone through several hands may have lines in two sets."""
    return next(text for name in ("utf-8", "cp1252", "latin-1") if (text := _strictly(line, name)) is not None)


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (LookupError, UnicodeError):
        return None


def _saved_twice(text: str) -> str:
    """What was UTF-8, read as cp1252 and saved again: ”NÃ¤mnd”."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _likeness(text: str) -> tuple[int, int]:
    """How much a text looks like a form in Swedish: its labels, and the letters that only Swedish has so many of."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return sum(composed.count(word) for word in NON_ASCII_WORDS), sum(composed.count(letter) for letter in "åäö")


def tidy(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines as they were meant: letters composed, line breaks of word processors as such, blanks of all sorts as blanks."""
    for number, text in lines:
        composed = _NOTHING.sub("", unicodedata.normalize("NFC", text))
        for piece in _BREAKS.split(composed):
            yield number, _BLANKS.sub(" ", piece)
