"""Which windows of time SendGrid's record is read in, and the questions about them. A window is whole seconds.

Only what is our own stands in a question: times, and addresses that hold no sign with a meaning of its own there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil

from newsletter.delivery.waiting.provider import SoughtLetter

SECOND = timedelta(seconds=1)
BEFORE, AFTER = timedelta(minutes=5), timedelta(minutes=15)
"""So much earlier or later than the letter was handed over its entry can be dated: clocks differ, and a call takes time."""
KEPT = timedelta(days=30)
"""For so long the record goes back."""
OF_FAILURES = "status IN ('bounced', 'blocked', 'dropped', 'deferred')"
_AIM = 700
"""So many of our own letters are looked for in one window: others' may stand between them."""
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~'-]{1,64}@[A-Za-z0-9.-]{1,255}")


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` until before ``end``; aware, whole seconds."""

    start: datetime
    end: datetime

    def question(self) -> str:
        """The comparisons that the documentation names are ``>`` and ``<``."""
        return (
            f'sg_message_id_created_at > TIMESTAMP "{_written(self.start - SECOND)}" '
            f'AND sg_message_id_created_at < TIMESTAMP "{_written(self.end)}"'
        )

    @property
    def is_narrowest(self) -> bool:
        return self.end - self.start <= SECOND

    def halves(self) -> "tuple[Window, Window]":
        middle = self.start + timedelta(seconds=ceil((self.end - self.start).total_seconds() / 2))
        return Window(self.start, middle), Window(middle, self.end)


def window_of(letter: SoughtLetter) -> Window:
    """Where the letter's entry can be, whenever it was handed over or stopped waiting."""
    return Window(_floor(min(letter.moments) - BEFORE), _floor(max(letter.moments) + AFTER) + SECOND)


def window_of_all(now: datetime) -> Window:
    """All that is kept."""
    return Window(_floor(now - KEPT), _floor(now + BEFORE) + SECOND)


def windows_of(letters: Iterable[SoughtLetter]) -> Sequence[Window]:
    """Windows around all the letters, oldest first, none with many more letters of ours than a page can hold."""
    moments = sorted(moment for one in letters for moment in one.moments)
    return [window for some in _clusters(moments) for window in _parted(some)]


def question_about(address: str, window: Window) -> str | None:
    """About one address; None for one with a sign that could change the question."""
    if not _PLAIN_ADDRESS.fullmatch(address):
        return None
    return f'to_email = "{address}" AND {window.question()}'


def _clusters(moments: Sequence[datetime]) -> Iterable[Sequence[datetime]]:
    """Those that lie so near each other that their windows would overlap."""
    start = 0
    for end in range(1, len(moments) + 1):
        if end == len(moments) or moments[end] - moments[end - 1] > BEFORE + AFTER:
            yield moments[start:end]
            start = end


def _parted(moments: Sequence[datetime]) -> Iterable[Window]:
    edges = [_floor(moments[0] - BEFORE), *dict.fromkeys(_floor(moments[place]) for place in range(_AIM, len(moments), _AIM))]
    edges.append(_floor(moments[-1] + AFTER) + SECOND)
    return [Window(start, end) for start, end in pairwise(edges) if start < end]


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
