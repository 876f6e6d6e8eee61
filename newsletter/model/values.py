"""Small values that YAML text becomes. Each fault is a ``PydanticCustomError`` whose type ``source.words`` has words for."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# For editors that check as one types, which have no calendar: months of 31, 30 and 28 days, and the leap day.
_DAY = "(?:0[1-9]|1[0-9]|2[0-8])"
_LONG_MONTH = f"(?:0[13578]|1[02])-(?:{_DAY}|29|30|31)"
_SHORT_MONTH = f"(?:0[469]|11)-(?:{_DAY}|29|30)"
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_CALENDAR = f"[0-9]{{4}}-(?:{_LONG_MONTH}|{_SHORT_MONTH}|02-{_DAY})|{_LEAP_YEAR}-02-29"
CALENDAR_PATTERN = f"^(?:{_CALENDAR})$"
YEAR_PATTERN = f"^(?:(?:19|20)[0-9]{{2}}|{_CALENDAR})$"
_HOURS = "(?:[01]?[0-9]|2[0-3])(?:[.:][0-5][0-9])?"
_SPAN = f"{_HOURS}(?: ?[-–] ?{_HOURS})?"
TIME_PATTERN = f"^{_SPAN}$"
DAY_AND_TIME_PATTERN = f"^(?:{_CALENDAR})(?: (?:kl\\. ?)?{_SPAN})?$"
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?", re.ASCII)
# C0 and C1 controls, DEL, line separators, bidi controls (a subject could be made to read backwards), non-characters
# (letter.content marks slots with U+FDD0, so that no text of the editor's can be taken for one).
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
# Characters that nobody sees and that pasted text brings along.
INVISIBLE = re.compile("[\xad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
"""Before @, in octets (RFC 5321, 4.5.3.1.1)."""


def code_point(sign: str) -> str:
    """How a sign that cannot be shown is named: ``U+200B``."""
    return f"U+{ord(sign):04X}"


def fault(code: str, **context: Any) -> PydanticCustomError:
    return PydanticCustomError(code, code, context or None)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise fault("not-text")
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise fault("empty")
    if found := FORBIDDEN.search(text):
        raise fault("control-character", character=code_point(found.group()))
    return text


def line_of(value: Any) -> str:
    """One line of text, trimmed and in NFC; faults ``not-one-line`` and those of a text."""
    text = _text(value)
    if "\n" in text:
        raise fault("not-one-line")
    return text


def _markdown(value: Any) -> str:
    """A function of its own, because it is by its validator that ``checks.passages`` knows Markdown from plain text."""
    return _text(value)


def _iso_date(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = _text(value)
    if not re.match(DATE_PATTERN, text, re.ASCII):
        raise fault("not-a-date", value=text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault("not-a-date", value=text) from None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time of day, or from one to another on the same day."""

    start: time
    end: time | None = None

    def as_typed(self) -> str:
        """As an editor writes it: 18.00 or 18.00-20.00."""
        return "-".join(f"{moment:%H.%M}" for moment in (self.start, self.end) if moment is not None)


def _clock(text: str, whole: str) -> time:
    match = _CLOCK.fullmatch(text.strip())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise fault("not-a-time", value=whole)
    return time(int(match[1]), int(match[2] or 0))


def _time_span(value: Any) -> TimeSpan:
    if isinstance(value, TimeSpan):
        return value
    text = _text(value)
    first, dash, last = text.replace("–", "-").partition("-")
    span = TimeSpan(_clock(first, text), _clock(last, text) if dash else None)
    if span.end is not None and span.end <= span.start:
        raise fault("end-before-start", value=text)
    return span


@dataclass(frozen=True, slots=True)
class DayAndTime:
    """When something was to be: a day, and its time of day if it had one."""

    day: date
    clock: TimeSpan | None = None

    def as_typed(self) -> str:
        """As an editor writes it: 2026-09-21 or 2026-09-21 17.30."""
        return f"{self.day.isoformat()} {self.clock.as_typed()}" if self.clock else self.day.isoformat()


def _day_and_time(value: Any) -> DayAndTime:
    if isinstance(value, DayAndTime):
        return value
    day, _blank, clock = _text(value).partition(" ")
    clock = re.sub(r"^kl\.? ?", "", clock.strip())
    return DayAndTime(_iso_date(day), _time_span(clock) if clock else None)


@dataclass(frozen=True, slots=True)
class YearOrDate:
    """When something was decided: a day if it is known, else the year alone."""

    year: int
    day: date | None = None

    def as_typed(self) -> str:
        """As an editor writes it: 2025 or 2025-11-12."""
        return self.day.isoformat() if self.day else str(self.year)


def _year_or_date(value: Any) -> YearOrDate:
    if isinstance(value, YearOrDate):
        return value
    text = _text(value)
    if re.fullmatch(r"(19|20)[0-9]{2}", text):
        return YearOrDate(int(text))
    try:
        day = _iso_date(text)
    except PydanticCustomError:
        raise fault("not-a-year-or-date", value=text) from None
    return YearOrDate(day.year, day)


_YES = {"ja", "true", "yes", "on", "sant"}
_NO = {"nej", "false", "no", "off", "falskt"}


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value)
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise fault("not-yes-or-no", value=text)


def _phone(value: Any) -> str:
    text = line_of(value)
    if not re.fullmatch(r"[0-9 +()–-]+", text) or sum(sign.isdigit() for sign in text) < 6:
        raise fault("not-a-phone", value=text)
    return text


def _identifier(value: Any) -> str:
    text = line_of(value)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise fault("not-an-id", value=text)
    return text


def _image_path(value: Any) -> str:
    text = line_of(value)
    if "://" in text or text.startswith(("//", "data:", "cid:")):
        raise fault("image-on-the-web", value=text)
    if text.startswith(("/", "~")) or re.match(r"[A-Za-z]:", text) or ".." in text.replace("\\", "/").split("/"):
        raise fault("image-outside", value=text)
    return text.replace("\\", "/")


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """Annotates an ``int`` from ``low`` to ``high``, written in digits."""

    low: int
    high: int

    def read(self, value: Any) -> int:
        if isinstance(value, int):
            return value
        text = _text(value)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.low <= int(text) <= self.high:
            raise fault("not-a-number", value=text, low=self.low, high=self.high)
        return int(text)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


def one_or_many(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _line_by_line(value: Any) -> Any:
    return (
        [line for line in value.splitlines() if line.strip()]
        if isinstance(value, str) and value.strip()
        else one_or_many(value)
    )


_TEXT_SCHEMA = WithJsonSchema({"type": "string", "minLength": 1})
Line = Annotated[str, BeforeValidator(line_of), _TEXT_SCHEMA]
"""One line of plain text."""
Text = Annotated[str, BeforeValidator(_text), _TEXT_SCHEMA]
"""Plain text whose line breaks are kept."""
Markdown = Annotated[str, BeforeValidator(_markdown), _TEXT_SCHEMA]
IsoDate = Annotated[date, BeforeValidator(_iso_date), WithJsonSchema({"type": "string", "pattern": CALENDAR_PATTERN})]
Clock = Annotated[
    TimeSpan,
    BeforeValidator(_time_span),
    PlainSerializer(TimeSpan.as_typed, when_used="json"),
    WithJsonSchema({"type": ["string", "number"], "pattern": TIME_PATTERN, "minimum": 0, "exclusiveMaximum": 24}),
]
MovedFrom = Annotated[
    DayAndTime,
    BeforeValidator(_day_and_time),
    PlainSerializer(DayAndTime.as_typed, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": DAY_AND_TIME_PATTERN}),
]
Decided = Annotated[
    YearOrDate,
    BeforeValidator(_year_or_date),
    PlainSerializer(YearOrDate.as_typed, when_used="json"),
    WithJsonSchema({"type": ["string", "integer"], "pattern": YEAR_PATTERN, "minimum": 1900, "maximum": 2099}),
]
YesNo = Annotated[
    bool,
    BeforeValidator(_yes_no),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["ja", "nej"]}]}),
]
Phone = Annotated[str, BeforeValidator(_phone), WithJsonSchema({"type": "string"})]
Identifier = Annotated[
    str, BeforeValidator(_identifier), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})
]
ImagePath = Annotated[str, BeforeValidator(_image_path), _TEXT_SCHEMA]
"""A path relative to the file that names it, with ``/``; never absolute, never upwards, never on the web."""
Lines = Annotated[tuple[Line, ...], BeforeValidator(_line_by_line)]
"""One line, a list of them, or a block with one on each row, as a postal address is written."""


# What looks like a person's particulars in a text that stays in the log and goes into documents.

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"\+?\d(?:[ \N{NO-BREAK SPACE}/()-]{0,2}\d){6,}")
_DATES = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def looks_personal(text: str) -> bool:
    """An e-mail address, or seven digits or more as in a telephone or identity number; dates are no such thing."""
    return bool(_ADDRESS.search(text) or _NUMBER.search(_DATES.sub(" ; ", text)))
