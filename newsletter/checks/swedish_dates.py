"""Dates as Swedish running text writes them: ”torsdagen den 12 mars”, ”tors 12/3”, ”23–24 maj”, ”2026-03-12 (fre)”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from newsletter.model.swedish import month_number

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
_SHORT_MONTHS = "jan febr? apr jun jul aug sept? okt nov dec"
MONTH = rf"(?:{_MONTHS.replace(' ', '|')}|(?:{_SHORT_MONTHS.replace(' ', '|')})\b\.?)"
NEAR = timedelta(days=120)
_DAYS, _SHORT_DAYS, _SHORTEST_DAYS = (
    "mån tis ons tors fre lör sön",
    "månd? tisd? onsd? tors?d? fre lörd? sönd?",
    "ti on to lö sö",
)
_NAMED = (
    rf"(?:{_DAYS.replace(' ', '|')})dag(?:ens?|s)?"
    rf"|(?:{_SHORT_DAYS.replace(' ', '|')})\b\.?|fred\.|(?:{_SHORTEST_DAYS.replace(' ', '|')})\b\.?"
)
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d{2})\b(?!-\d))?"
_DAY = r"(?P<day>\d{1,2})(?::?[ae]\b)?"
_FROM = r"(?:(?P<from>\d{1,2})(?::?[ae]\b)?\s?(?:[–-]|och|till)\s?(?:den\s+)?)?"
_DATE = rf"""
    (?:
        (?P<iso>(?:19|20)\d{{2}}-\d{{2}}-\d{{2}})(?![\d-])     # 2026-03-12
        | {_FROM}{_DAY}(?:                                     # 23–24
            \s+(?P<month>{MONTH})                              # maj
            | /(?P<number>\d{{1,2}})(?![\d/])                  # /5
        ){_YEAR}
    )
"""
_HOUR = r"\d{1,2}(?:[.:]\d{2})?"
_CLOCK = rf"(?:kl(?:ockan|\.)?\s*{_HOUR}(?:\s?[–-]\s?{_HOUR})?,?\s+)?"
_DATED = re.compile(
    rf"""
    (?:
        \b(?P<weekday>{_NAMED})(?:\s?(?:[–-]|och|till)\s?(?P<second>{_NAMED}))?      # torsdag, tors–fre
        [,:)]?\s+{_CLOCK}(?:den\s+)?                                                 # kl. 18 den
        | (?<![\d.,:/-])                                                             # no part of another number
    )
    {_DATE}
    (?:\s*(?:\(|,\s+en\s+)(?P<after>{_NAMED})\)?)?                                   # (fre), ”, en fredag”
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text. ``days`` are those that it may mean, the likeliest first: none where no calendar has it, two where
    no year is given and the nearest is far away. ``weekdays`` are the names that stand beside it, 0 for Monday, each with
    the days it may be the name of.
    """

    start: int
    text: str
    days: tuple[date, ...]
    weekdays: tuple[tuple[int, tuple[date, ...]], ...]
    is_numeric: bool
    """Written with a slash: without ”den” or a year perhaps no date at all."""

    @property
    def mismatch(self) -> date | None:
        """The day that a weekday beside it does not fit, if there is one."""
        return next((days[0] for name, days in self.weekdays if days and all(day.weekday() != name for day in days)), None)


@lru_cache(maxsize=2048)
def dates_in(text: str, near: date) -> tuple[WrittenDate, ...]:
    """Every date in the text, in order; a year that is not given is the one that comes nearest to ``near``."""
    return tuple(_dates(text, near)) if any(sign.isdigit() for sign in text) else ()


def _dates(text: str, near: date) -> Iterator[WrittenDate]:
    for match in _DATED.finditer(text):
        days = _possible_days(match, match["day"], near)
        first = _possible_days(match, match["from"], near) if match["from"] else days
        is_numeric = match["number"] is not None
        yield WrittenDate(
            match.start(),
            match[0],
            days if not match["from"] or first else (),
            tuple(_weekdays(match, first, days)),
            is_numeric and not match["year"] and not match["weekday"] and not text[: match.start()].rstrip().endswith("den"),
        )


def _weekdays(match: re.Match[str], first: tuple[date, ...], days: tuple[date, ...]) -> Iterator[tuple[int, tuple[date, ...]]]:
    if match["weekday"]:
        yield weekday_number(match["weekday"]), first if match["from"] or not match["second"] else (*_day_before(days), *days)
    if match["second"]:
        yield weekday_number(match["second"]), days if match["from"] else (*days, *_day_after(days))
    if match["after"] and not match["from"]:
        yield weekday_number(match["after"]), days


def _day_before(days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(day - timedelta(days=1) for day in days)


def _day_after(days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(day + timedelta(days=1) for day in days)


def _possible_days(match: re.Match[str], day: str | None, near: date) -> tuple[date, ...]:
    if match["iso"]:
        return _existing(*map(int, match["iso"].split("-")))
    month = int(match["number"]) if match["number"] else month_number(match["month"])
    if month is None or day is None:
        return ()
    if match["year"]:
        return _existing(int(match["year"]), month, int(day))
    days = [one for year in range(near.year - 1, near.year + 2) for one in _existing(year, month, int(day))]
    days.sort(key=lambda one: abs(one - near))
    return tuple(days[:1] if days and abs(days[0] - near) <= NEAR else days[:2])


def weekday_number(word: str) -> int:
    """From whole words and short ones: each is known by its first two letters."""
    return next(number for number, name in enumerate(WEEKDAYS) if name.startswith(word.casefold()[:2]))


def _existing(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()
