"""Which template line a line of rendered MJML comes from.

Only when something is wrong is the letter rendered again with this extension, which puts a mark at the start of every
template line; lifting the marks out again gives the same text and a table of where each part of it was written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

# Non-characters again, others than the slots' (``slots``): the name is spelt in digits, since templates may change letters.
_OPEN, _CLOSE = "\ufdd4", "\ufdd5"
_MARK = re.compile(f"{_OPEN}([0-9.]*):([0-9]+){_CLOSE}")


def _mark(name: str, line: int) -> str:
    return f"{_OPEN}{'.'.join(str(ord(sign)) for sign in name)}:{line}{_CLOSE}"


class Traced(Extension):
    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type == "data" and stream.name:
                lines = token.value.split("\n")
                marked = [_mark(stream.name, token.lineno + index) + line for index, line in enumerate(lines)]
                yield Token(token.lineno, "data", "\n".join(marked))
            else:
                yield token


@dataclass(frozen=True, slots=True)
class Origin:
    template: str
    line: int


@dataclass(frozen=True, slots=True)
class Trace:
    """The rendered text without marks, and for each mark the offset where it stood."""

    text: str
    offsets: tuple[int, ...]
    origins: tuple[Origin, ...]

    def at(self, offset: int) -> Origin | None:
        """The template line that wrote what stands at ``offset``; for a value, the line of its expression."""
        index = bisect_right(self.offsets, offset) - 1
        return self.origins[index] if index >= 0 else None


def lift_marks(marked: str) -> Trace:
    kept: list[str] = []
    offsets: list[int] = []
    origins: list[Origin] = []
    length = end = 0
    for match in _MARK.finditer(marked):
        kept.append(marked[end : match.start()])
        length += len(kept[-1])
        end = match.end()
        offsets.append(length)
        name = "".join(chr(int(code)) for code in match[1].split("."))
        origins.append(Origin(name, int(match[2])))
    kept.append(marked[end:])
    return Trace("".join(kept), tuple(offsets), tuple(origins))
