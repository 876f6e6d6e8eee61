"""One execution of ``newsletter send``: what was asked for, and all that its steps have in common."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.cli.clock import now
from newsletter.cli.prepared import Prepared

if TYPE_CHECKING:
    from newsletter.delivery import SendLog
    from newsletter.delivery.claims import RunKey
    from newsletter.delivery.plan import Plan
    from newsletter.delivery.transports import Via
    from newsletter.model.recipients import Roster


@dataclass(frozen=True, slots=True)
class Options:
    """``via`` is as it was written, ``way`` what it means."""

    via: str
    way: "Via"
    yes: bool
    only: tuple[str, ...]
    test: str | None
    accept_changes: bool
    late: bool
    workers: int


@dataclass(frozen=True, slots=True)
class Sending:
    """One run: what it sends, to whom, through what, and the log that remembers it."""

    prepared: Prepared
    options: Options
    roster: "Roster"
    log: "SendLog"
    key: "RunKey"

    @property
    def is_live(self) -> bool:
        return self.key.realm != self.key.id

    def plan(self, *, holds_lock: bool = True) -> "Plan":
        """Who is due by what the log says at this moment."""
        from newsletter.delivery.plan import make_plan
        from newsletter.delivery.situation import lateness, standings

        return make_plan(
            self.roster,
            standings(self.log, self.key.issue, self.key.realm, ours=self.key.id if holds_lock else None),
            lateness(self.log, self.key.issue, now()),
            only=self.options.only,
            include_late=self.options.late or not self.is_live,
        )
