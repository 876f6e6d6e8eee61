"""Who gets no letter and why: what recipients.yaml says, a line for each reason, and what has been learnt, a line for each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from newsletter.cli.output import note
from newsletter.cli.show.words import day_words, listing
from newsletter.locale import _, language
from newsletter.model.recipients import LeftOut, Stop, WhyLeftOut
from newsletter.model.swedish import swedish_order


def show_left_out(left_out: Sequence[LeftOut]) -> None:
    """One line for each reason that recipients.yaml gives."""
    reasons = {
        WhyLeftOut.NO_ACTIVE_CONTACT: _("No letter, because there is no active contact: {names}."),
        WhyLeftOut.DORMANT_ASSOCIATION: _("No letter, because the association is dormant: {names}."),
        WhyLeftOut.UNSUBSCRIBED: _("No letter, because the contact has unsubscribed: {names}."),
        WhyLeftOut.INACTIVE_CONTACT: _("No letter, because the contact is not active: {names}."),
    }
    for why, text in reasons.items():
        if found := [one for one in left_out if one.why is why and one.stop is None]:
            note(text.format(names=listing(dict.fromkeys(map(_name, found)))))


def stop_lines(left_out: Iterable[LeftOut], timezone: str, now: datetime) -> list[str]:
    """``Får inget brev: Anna Berg, Säffle (studsade 1 september, 5.1.1).`` for each address stopped, in Swedish order."""
    zone = ZoneInfo(timezone)
    stopped = sorted((one for one in left_out if one.stop), key=lambda one: swedish_order(one.association_name))
    text = _("Gets no letter: {who} ({why}).")
    return [text.format(who=_name(one, ", "), why=_why(one.stop, zone, now)) for one in stopped if one.stop]


def _name(one: LeftOut, separator: str = "") -> str:
    if not one.contact:
        return one.association_name
    return f"{one.contact}{separator}{one.association_name}" if separator else f"{one.contact} ({one.association_name})"


def _why(stop: Stop, zone: ZoneInfo, now: datetime) -> str:
    day = datetime.fromisoformat(stop.at).astimezone(zone).date()
    is_this_year = day.year == now.astimezone(zone).year
    when = format_date(day, "d MMMM", locale=language()) if is_this_year else day_words(day)
    match stop.why:
        case WhyLeftOut.COMPLAINED:
            return _("complained {day}").format(day=when)
        case WhyLeftOut.UNSUBSCRIBED:
            return _("unsubscribed {day}").format(day=when)
        case _:
            text = _("bounced {day}, {code}") if stop.code else _("bounced {day}")
            return text.format(day=when, code=stop.code)
