"""Letters that wait at the provider before they leave: what the options say of it, and until when they can be taken back."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from newsletter.cli.clock import is_replaced, now
from newsletter.cli.output import note
from newsletter.cli.read.values import read_duration, read_moment
from newsletter.cli.show.words import moment_words
from newsletter.cli.workspace import secrets
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery.batch import Hold
    from newsletter.delivery.holds import Clock, Keeper
    from newsletter.delivery.transports import Via
    from newsletter.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Wait:
    """The letters leave ``at`` that moment, or ``undo`` after their run begins."""

    at: datetime | None = None
    undo: timedelta = timedelta()

    def leaves(self) -> datetime:
        """In whole seconds: the provider counts no others."""
        moment = self.at or now() + self.undo
        return moment.astimezone(UTC).replace(microsecond=0)


def read_wait(settings: "Settings", at: str | None, undo: str | None, *, at_once: bool, is_live: bool) -> Wait | None:
    """What the options ask for, before the settings, which are about letters to people alone; None to send at once."""
    if sum((at is not None, undo is not None, at_once)) > 1:
        raise click.UsageError(_("Say only one of --at, --undo and --now."))
    if at is not None:
        return Wait(read_moment(at, settings.timezone, "--at"))
    if undo is not None:
        return Wait(undo=read_duration(undo, "--undo"))
    return Wait(undo=settings.delivery.undo) if settings.delivery.undo and is_live and not at_once else None


def refuse_hopeless(wait: Wait) -> None:
    """What the provider would not keep, or not long enough for anybody to change their mind."""
    from newsletter.delivery.holds import LEAD, refuse_unkeepable
    from newsletter.model.diagnostics import Refused

    if wait.at is None and wait.undo <= LEAD:
        raise Refused(
            _("SendGrid takes back only what has ten minutes left before it leaves: so short a time cannot be undone."),
            _("Write a longer time, for example 30m, or --now to send at once."),
        )
    refuse_unkeepable(wait.leaves(), now())


def clock() -> "Clock":
    from newsletter.delivery.holds import Clock

    return Clock(now, is_replaced())


def keeper_for(way: "Via") -> "Keeper":
    """Refused where letters sent that way cannot wait."""
    from newsletter.delivery.transports import open_keeper

    return open_keeper(way, secrets=secrets(), clock_is_replaced=is_replaced())


def opened_hold(keeper: "Keeper", wait: Wait) -> tuple["Hold", str]:
    """A name for the letters of one run, and why they may not be taken back after all; Refused if a clock is wrong."""
    from newsletter.delivery.batch import Hold
    from newsletter.delivery.holds import LEAD, refuse_unkeepable
    from newsletter.model.diagnostics import Refused

    opened = keeper.new_batch()
    leaves, latest = wait.leaves(), clock().latest(opened.clock)
    if wait.at is None and leaves - LEAD <= latest:
        raise Refused(
            _("This computer's clock and SendGrid's differ by {minutes} minutes, so the letters would leave at once.").format(
                minutes=round(abs(latest - now()) / timedelta(minutes=1))
            ),
            _("Set the clock right and try again. Nothing was sent."),
        )
    refuse_unkeepable(leaves, latest)
    refuse_unkeepable(leaves, clock().earliest(opened.clock))
    return Hold(opened.batch, leaves), opened.warning


def has_settled(seconds: float, stop: threading.Event) -> bool:
    """Wait until nothing that was given up can be acted on any more; False where somebody wishes to end first."""
    from newsletter.delivery.recalls import settled

    if seconds >= 1:
        text = ngettext(
            "Waiting {seconds} second first, so that nothing is on its way any more.",
            "Waiting {seconds} seconds first, so that nothing is on its way any more.",
            round(seconds),
        )
        note(text.format(seconds=round(seconds)))
    return settled(seconds, stop)


def promise(leaves: datetime, issue: str, timezone: str) -> str:
    """When the letters leave, and until when they can be taken back."""
    from newsletter.delivery.holds import LEAD

    when = moment_words(leaves.isoformat(), timezone)
    if leaves - LEAD <= now():
        return _("The letters leave SendGrid {when}. That is too soon for taking them back.").format(when=when)
    text = _("The letters wait at SendGrid and leave {when}. Until {until} “newsletter recall {issue}” takes them back.")
    return text.format(when=when, until=moment_words((leaves - LEAD).isoformat(), timezone), issue=issue)
