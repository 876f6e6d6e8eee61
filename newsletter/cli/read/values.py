"""Values as they are typed: moments, durations and addresses. Only commands that run load this."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from newsletter.locale import _
from newsletter.model.addresses import MailAddress, mail_address
from newsletter.model.settings import Duration

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d?)[:.](\d\d)(?::(\d\d))?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII)


def read_moment(text: str, timezone: str, option: str) -> datetime:
    """In UTC. A time that clocks skip in spring or show twice in autumn is a mistake in the command, with what to write."""
    match = _MOMENT.fullmatch(text.strip())
    if not match:
        raise _mistake(option, _("“{text}” is not a time. Write for example “2026-12-15 07:00”.").format(text=text))
    day, hour, minute, second, offset = match.groups()
    try:
        typed = datetime.fromisoformat(f"{day}T{hour:0>2}:{minute}:{second or '00'}{_with_colon(offset)}")
        return typed.astimezone(UTC) if offset else _on_the_wall(typed, timezone, option)
    except (ValueError, OverflowError):  # too near the first or the last day of time for another zone
        raise _mistake(option, _("There is no such day or time: “{text}”.").format(text=text)) from None


def read_duration(text: str, option: str) -> timedelta:
    """``30m``, ``2h``: as in the settings."""
    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValidationError:
        raise _mistake(option, _("“{text}” is not a duration. Write for example 30m or 2h.").format(text=text)) from None


def read_address(text: str, option: str) -> MailAddress:
    """The address after ``option``; a mistake in the command if it is none."""
    try:
        return mail_address(text)
    except PydanticCustomError:
        raise _mistake(option, _("“{value}” is not an e-mail address.").format(value=text)) from None


def _with_colon(offset: str | None) -> str:
    if offset in {None, "Z"}:
        return "+00:00" if offset else ""
    return f"{offset[:3]}:{offset[-2:]}" if offset else ""


def _on_the_wall(typed: datetime, timezone: str, option: str) -> datetime:
    zone = ZoneInfo(timezone)
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    time = f"{typed:%Y-%m-%d %H:%M}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
        earlier, later = (moment.astimezone(UTC).astimezone(zone) for moment in (second, first))
        text = _("There is no {time} on the wall: the clocks are put forward. Write “{earlier}” or “{later}”.")
        raise _mistake(option, text.format(time=time, earlier=f"{earlier:%Y-%m-%d %H:%M}", later=f"{later:%Y-%m-%d %H:%M}"))
    text = _("The clocks show {time} twice, because they are put back. Write “{first}” for the first time or “{second}”.")
    raise _mistake(option, text.format(time=time, first=_with_offset(first), second=_with_offset(second)))


def _with_offset(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")


def _mistake(option: str, text: str) -> click.BadParameter:
    return click.BadParameter(text, param_hint=option)
