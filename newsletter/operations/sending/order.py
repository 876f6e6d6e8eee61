"""One execution of ``newsletter send``: what was asked for, and all that its steps have in common."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.cli.clock import now
from newsletter.operations.waiting import Wait

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsletter.delivery import SendLog
    from newsletter.delivery.batch import Hold, Transport
    from newsletter.delivery.claims import RunKey
    from newsletter.delivery.holds import Keeper
    from newsletter.delivery.locks import RunLock
    from newsletter.delivery.plan import Plan
    from newsletter.delivery.transports import Via
    from newsletter.model.recipients import Roster
    from newsletter.operations.preparing import Prepared


@dataclass(frozen=True, slots=True)
class Options:
    """``via`` is as it was written, ``way`` what it means; ``wait`` where the letters are to leave later."""

    via: str
    way: "Via"
    yes: bool
    only: tuple[str, ...]
    test: str | None
    accept_changes: bool
    late: bool
    workers: int | None
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What a run works with; ``keeper`` where its letters wait before they leave."""

    lock: "RunLock"
    transport: "Transport"
    keeper: "Keeper | None"


@dataclass(frozen=True, slots=True)
class Sending:
    """One run: what it sends, to whom, through what, and the log that remembers it."""

    prepared: "Prepared"
    options: Options
    roster: "Roster"
    log: "SendLog"
    key: "RunKey"
    hold: "Hold | None" = None

    @property
    def is_live(self) -> bool:
        return self.key.realm != self.key.id

    def plan(self, *, holds_lock: bool = True, taken_back: "Collection[str]" = ()) -> "Plan":
        """Who is due by what the log says at this moment; as if the letters of the runs ``taken_back`` had been."""
        from newsletter.delivery.plan import make_plan
        from newsletter.delivery.situation import lateness, standings

        return make_plan(
            self.roster,
            standings(self.log, self.key.issue, self.key.realm, self.key.id if holds_lock else None, taken_back),
            lateness(self.log, self.key.issue, now()),
            only=self.options.only,
            include_late=self.options.late or not self.is_live,
        )
