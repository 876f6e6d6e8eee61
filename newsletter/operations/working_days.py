"""The days off in Sweden, by the library ``holidays``."""

from datetime import date, timedelta

from holidays import country_holidays

from newsletter.accounting import WorkingDays

_SATURDAY = 5
_PUBLIC = country_holidays("SE")


def swedish_working_days() -> WorkingDays:
    """Off are weekends, public holidays and their eves. Election days are Sundays, by law (vallagen 1 kap. 3 §) and custom."""
    return WorkingDays(_is_off)


def _is_off(day: date) -> bool:
    return day.weekday() >= _SATURDAY or day in _PUBLIC or day + timedelta(days=1) in _PUBLIC
