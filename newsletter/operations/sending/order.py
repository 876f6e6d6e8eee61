"""What the editor has ordered, and one run of it: what it sends, to whom, through what, and the log that remembers it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from newsletter.delivery.log import AddresseeKey, Receipt, SendLog
from newsletter.delivery.outgoing import Hold
from newsletter.delivery.run import DeliveryStanding, Lateness, Plan, RunKey, RunLock, make_plan, read_lateness, read_standings
from newsletter.delivery.transports import Via
from newsletter.delivery.waiting import Keeper
from newsletter.locale import _
from newsletter.model.addresses import MailAddress
from newsletter.model.diagnostics import Refused
from newsletter.model.recipients import Addressee, Roster, Stops, roster
from newsletter.operations.preparing import Prepared
from newsletter.operations.sending.news import Names, SendingReporter
from newsletter.operations.waiting import Wait
from newsletter.operations.workspace import Workspace
from newsletter.source import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Order:
    """``url`` is as it was written, ``via`` what it means. ``only`` names the chosen associations, none means all. ``test``
    gets one letter instead of everybody. ``wait`` says when the letters are to leave, None at once.
    """

    url: str
    via: Via
    only: tuple[str, ...] = ()
    test: MailAddress | None = None
    accepts_changes: bool = False
    includes_late: bool = False
    workers: int | None = None
    wait: Wait | None = None

    @property
    def is_live(self) -> bool:
        """The letters go to the associations, and count."""
        return self.via.is_live and self.test is None


@dataclass(frozen=True, slots=True)
class Sending:
    """One run. ``keeper`` is there where its letters wait before they leave, ``hold`` once they have a name to wait under,
    ``receipt`` once a run that counts has begun. ``put_off`` gathers whose own mail server put the letter off, and its words.
    """

    workspace: Workspace
    prepared: Prepared
    order: Order
    roster: Roster
    log: SendLog
    key: RunKey
    lock: RunLock
    keeper: Keeper | None
    reporter: SendingReporter
    hold: Hold | None = None
    receipt: Receipt | None = None
    put_off: dict[Addressee, str] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        return self.order.is_live

    @property
    def today(self) -> date:
        """The day that decides which approvals the plan asks for."""
        return self.workspace.today(self.prepared.settings.timezone)

    def plan(self, *, taken_back: Collection[str] = ()) -> Plan:
        """The addressees who are due by what the log says at this moment; as if the letters of the runs ``taken_back`` had
        been taken back already.
        """
        found = read_standings(self.log, self.key.issue, self.key.realm, self.key.id, taken_back)
        return make_order_plan(self.order, self.roster, found, read_lateness(self.log, self.key.issue, self.workspace.now()))

    def names(self, plan: Plan) -> Names:
        return find_names(self.log, self.prepared, plan)


def make_order_plan(order: Order, roster: Roster, found: Mapping[AddresseeKey, DeliveryStanding], lateness: Lateness) -> Plan:
    """Those whom ``order`` means, against what the log has of them. A rehearsal leaves out nobody for coming late."""
    return make_plan(roster, found, lateness, only=order.only, include_late=order.includes_late or not order.is_live)


def find_names(log: SendLog, prepared: Prepared, plan: Plan) -> Names:
    """Names of associations by their ids; one that is gone from the file has the name it had when it was sent to."""
    known = prepared.names
    if known.keys() >= set(plan.unresolved):
        return known
    runs = log.audiences(prepared.issue.id)
    return {one.association: one.name for run in runs for one in run.associations} | dict(known)


def refuse_unknown_associations(prepared: Prepared, order: Order) -> None:
    """Refused for an association that is not in the file."""
    recipients = prepared.recipients.recipients
    known = [one.id for one in recipients.recipients]
    for association in order.only:
        if association not in known:
            choices = _("Choose among: {list}.").format(list=", ".join(known))
            raise Refused(
                _("There is no association called {id} in {file}.").format(id=association, file=prepared.recipients.file),
                " ".join(filter(None, [did_you_mean(nearest(association, known)), choices])),
            )


def choose_roster(prepared: Prepared, order: Order, stops: Stops) -> Roster:
    """All recipients who are not stopped, or the one who stands for them in a test letter."""
    if order.test is None:
        return roster(prepared.recipients.recipients, stops)
    models = [
        one for one in roster(prepared.recipients.recipients).addressees if not order.only or one.association_id in order.only
    ]
    if not models:
        raise Refused(
            _("Nobody to render the test letter for: no association chosen has an active contact."),
            _("Name another with --only."),
        )
    return Roster((replace(models[0], address=order.test),), ())
