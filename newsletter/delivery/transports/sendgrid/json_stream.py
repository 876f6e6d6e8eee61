"""JSON read as it comes: a saved file of a million events is larger than the memory that it may take."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from newsletter.locale import _
from newsletter.model.diagnostics import Refused

_AT_A_TIME = 1 << 20
_LONGEST = 1 << 24
"""Signs of one document: SendGrid's posts are less than 768 kB, and an event is a line."""
_BETWEEN = " \t\r\n,"


def documents(file: TextIO, at_a_time: int = _AT_A_TIME) -> Iterator[Any]:
    """Each document of the file, and each entry of its lists. ``Refused`` where it is not JSON, or breaks off."""
    text, start, depth, count = "", 0, 0, 0
    decode, size = json.JSONDecoder().raw_decode, at_a_time
    while True:
        start = _beyond(text, start)
        if start < len(text) and (text[start] == "]" if depth else text[start] == "["):
            depth, start, count = 1 - depth, start + 1, count + 1
            continue
        try:
            one, end = decode(text, start)
        except (ValueError, RecursionError):
            end = len(text)
        if end < len(text):  # what ends where the text does may go on
            yield one
            start, count, size = end, count + 1, at_a_time
            continue
        more = file.read(size) if len(text) - start <= _LONGEST else ""
        if not more:
            break
        text, start, size = text[start:] + more, 0, 2 * size  # a document that needs more is not looked through all too often
    if text[start:].strip():
        yield _last(text[start:])
    if depth or not (count or text[start:].strip()):
        raise _no_json()


def _beyond(text: str, start: int) -> int:
    while start < len(text) and text[start] in _BETWEEN:
        start += 1
    return start


def _last(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _no_json() from None


def _no_json() -> Refused:
    return Refused(
        _("The file is not JSON, or breaks off in the middle."),
        _("Save what SendGrid's Event Webhook has posted, as it came, and try again: nothing is counted twice."),
    )
