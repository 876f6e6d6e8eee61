"""Settling letters in doubt by the provider's own record of what it has done.

It may confirm at any time. It may release, which means that the letter goes again, only when the record has had time to show
it, when it cannot have forgotten it yet, and when it shows another letter of those days that certainly was taken: a record
that shows nothing at all proves nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from newsletter.delivery.afterwards.resolve import OpenDelivery, Resolution
from newsletter.delivery.log.permission import is_lost
from newsletter.delivery.log.schema import address, attempt, delivery, run
from newsletter.delivery.log.send_log import SendLog, timestamp
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.waiting.provider import Feed
from newsletter.locale import _
from newsletter.model.deliveries import LIVE, Status

GRACE = timedelta(minutes=15)
"""Longer than a call can be on its way and the record can lag."""
REMEMBERED = timedelta(days=3)
"""For so long an account's record goes back at the least."""
_OF_THOSE_DAYS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``decision`` is None where the record does not settle it; ``reason`` says why, or what it says."""

    matter: OpenDelivery
    decision: Resolution | None
    reason: str


def ask_feed(
    log: SendLog, feed: Feed, doubtful: Sequence[OpenDelivery], clock: Clock, when: Callable[[datetime], str]
) -> Iterator[Verdict]:
    """A verdict on each, as they are found out; stops where the record cannot be asked. ``when`` words a moment."""
    controls: dict[str, bool] = {}
    for one in doubtful:
        if is_lost(one.attempt):
            said = _("The sending log is an old copy that has lost the letter's number, so SendGrid cannot be asked.")
            yield Verdict(one, None, said)
            continue
        seen = feed.find(one.attempt, one.address or "")
        if seen.refusal:
            yield Verdict(one, None, seen.refusal)
            return
        if seen.status is not None and one.is_taken_back_perhaps and not seen.has_left:
            yield Verdict(one, None, _("SendGrid has had the letter, but may have taken it back before it left."))
            continue
        if seen.status is not None:
            yield Verdict(one, Resolution.ARRIVED, _("SendGrid has the letter: {status}.").format(status=seen.status))
            continue
        left = max(datetime.fromisoformat(one.claimed), datetime.fromisoformat(one.leaves or one.claimed))
        if clock.earliest(seen.clock) < left + GRACE:
            text = _("SendGrid does not show it, but may do so later. Ask again after {when}.")
            yield Verdict(one, None, text.format(when=when(left + GRACE)))
        elif clock.latest(seen.clock) > left + REMEMBERED:
            yield Verdict(one, None, _("It is too long ago: SendGrid may have forgotten it."))
        else:
            if one.run not in controls:
                controls[one.run] = _is_shown(log, feed, one, left)
            yield _judge_missing(one, others_are_shown=controls[one.run])


def _judge_missing(one: OpenDelivery, *, others_are_shown: bool) -> Verdict:
    if others_are_shown:
        return Verdict(one, Resolution.NOT_ARRIVED, _("SendGrid shows other letters of those days, and not this one."))
    return Verdict(one, None, _("SendGrid shows no other letters of those days either, so it proves nothing."))


def _is_shown(log: SendLog, feed: Feed, one: OpenDelivery, left: datetime) -> bool:
    """Whether the record shows a letter of those days that certainly was taken; the last of the same run if there is one, to
    which the record comes last.
    """
    own = sa.select(run.c.via).where(run.c.id == one.run).scalar_subquery()
    query = (
        sa.select(delivery.c.attempt, address.c.normalised)
        .join_from(delivery, address, address.c.id == delivery.c.address)
        .join(attempt, attempt.c.id == delivery.c.attempt)
        .join(run, run.c.id == attempt.c.run)
        .where(
            delivery.c.realm == LIVE,
            delivery.c.status == Status.ACCEPTED,
            address.c.normalised.is_not(None),
            run.c.via == own,
            attempt.c.claimed.between(timestamp(left - _OF_THOSE_DAYS), timestamp(left + _OF_THOSE_DAYS)),
        )
        .order_by(sa.case((attempt.c.run == one.run, 0), else_=1), attempt.c.claimed.desc())
        .limit(1)
    )
    with log.reading() as connection:
        control = connection.execute(query).first()
    return control is not None and feed.find(control.attempt, control.normalised).status is not None
