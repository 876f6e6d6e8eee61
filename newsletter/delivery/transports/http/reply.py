"""What became of a request: an answer, or a silence that says whether the request had left."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Names of ``headers`` are in lower case; ``body`` may be cut short or be anything."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The body's JSON; None where it is something else, as from a proxy."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def clock(self) -> datetime | None:
        """The other side's time of day when it answered."""
        try:
            moment = parsedate_to_datetime(self.headers.get("date", ""))
        except (ValueError, OverflowError):
            return None
        return moment if moment.tzinfo else None


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer. ``never_left``: the request was not wholly written, so that it is not acted on; else it may have arrived."""

    never_left: bool
    cause: Exception

    @property
    def fault(self) -> str:
        """The kind alone, as the text may hold anything."""
        return type(self.cause).__name__
