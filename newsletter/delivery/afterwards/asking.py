"""Settling letters in doubt by the provider's own record of what it has done.

It may confirm at any time. It may release, which means that the letter goes again, only when the record has had time to show
it, when it cannot have forgotten it yet, when all of the record around it could be read, and when that shows every other letter
of the run that certainly was taken: a record that shows nothing, or not yet all, proves nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsletter.delivery.afterwards.record import letters_of_run, sought
from newsletter.delivery.afterwards.resolve import OpenDelivery, Resolution
from newsletter.delivery.log.permission import is_lost
from newsletter.delivery.log.send_log import SendLog
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.waiting.provider import Feed, Record, RecordEntry
from newsletter.locale import _

GRACE = timedelta(minutes=15)
"""Longer than a call can be on its way and the record can lag."""
REMEMBERED = timedelta(days=29)
"""For so long the record certainly goes back: SendGrid says 30 days, and does not say to the hour."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``decision`` is None where the record does not settle it; ``reason`` says why, or what it says."""

    matter: OpenDelivery
    decision: Resolution | None
    reason: str


def ask_feed(
    log: SendLog, feed: Feed, doubtful: Sequence[OpenDelivery], clock: Clock, when: Callable[[datetime], str]
) -> Iterator[Verdict]:
    """A verdict on each, run by run, as they are found out. ``when`` words a moment."""
    runs: dict[str, list[OpenDelivery]] = {}
    for one in doubtful:
        if is_lost(one.attempt):
            said = _("The sending log is an old copy that has lost the letter's number, so SendGrid cannot be asked.")
            yield Verdict(one, None, said)
        elif one.address is None:
            yield Verdict(one, None, _("The address has been forgotten, so SendGrid cannot be asked."))
        else:
            runs.setdefault(one.run, []).append(one)
    for run, those in runs.items():
        others = letters_of_run(log, run)
        record = feed.search([*(sought(one) for one in those), *others], wholly=True)
        seen = [other.attempt for other in others if other.attempt in record.entries]
        for one in those:
            if entries := record.entries.get(one.attempt):
                yield _judge_found(one, entries)
            elif doubt := _why_too_early(one, record, clock, when) or _why_no_proof(record, others=len(others), seen=len(seen)):
                yield Verdict(one, None, doubt)
            else:
                said = _("SendGrid shows the other letters of that sending, and not this one.")
                yield Verdict(one, Resolution.NOT_ARRIVED, said)


def _why_too_early(one: OpenDelivery, record: Record, clock: Clock, when: Callable[[datetime], str]) -> str:
    """Why the record may not show the letter yet, or no longer; empty where it would."""
    left = max(datetime.fromisoformat(one.claimed), datetime.fromisoformat(one.leaves or one.claimed))
    if record.troubles:
        return " ".join(record.troubles)
    if clock.earliest(record.clock) < left + GRACE:
        text = _("SendGrid does not show it, but may do so later. Ask again after {when}.")
        return text.format(when=when(left + GRACE))
    if clock.latest(record.clock) > left + REMEMBERED:
        return _("It is too long ago: SendGrid may have forgotten it.")
    return ""


def _why_no_proof(record: Record, *, others: int, seen: int) -> str:
    """Why it proves nothing that the record does not show a letter; empty where it proves that it was never taken."""
    if not record.is_whole:
        return _(
            "SendGrid's record of that moment could not be read to its end, so it proves nothing that it is not seen there."
        )
    if not others:
        return _(
            "SendGrid does not show it, nor is there another letter of that sending that it ought to show: it proves nothing."
        )
    if seen < others:
        text = _("SendGrid shows {seen} of the {others} other letters of that sending, so it proves nothing. Ask again later.")
        return text.format(seen=seen, others=others)
    return ""


def _judge_found(one: OpenDelivery, entries: Sequence[RecordEntry]) -> Verdict:
    if one.is_taken_back_perhaps and not any(entry.has_left for entry in entries):
        return Verdict(one, None, _("SendGrid has had the letter, but may have taken it back before it left."))
    return Verdict(one, Resolution.ARRIVED, _("SendGrid has the letter: {status}.").format(status=entries[-1].status))
