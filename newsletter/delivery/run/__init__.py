"""One execution of ``send``: who is due, claims, calls, outcomes, the lock that a run lives by."""

from newsletter.delivery.run.address_facts import add_opt_out, add_renewal, read_stops, read_suppressed
from newsletter.delivery.run.calls import Calls, ClaimMoment, group_by_letter, make_tickets, usual_workers
from newsletter.delivery.run.claims import RunKey, new_attempt
from newsletter.delivery.run.engine import Progress, RunSetup, deliver
from newsletter.delivery.run.locks import RunLock, take_file_lock, take_lock
from newsletter.delivery.run.lost import write_down_lost_letters
from newsletter.delivery.run.plan import (
    LATE_AFTER,
    AudienceChanges,
    DeliveryStanding,
    Lateness,
    Plan,
    audience_changes,
    exit_code,
    make_audience,
    make_plan,
    previous_audience,
)
from newsletter.delivery.run.start import RunStart, commit_run, new_run, read_lateness, read_standings
from newsletter.delivery.run.suppression import AddressFact, Renewal, stop_of

__all__ = [
    "LATE_AFTER",
    "AddressFact",
    "AudienceChanges",
    "Calls",
    "ClaimMoment",
    "DeliveryStanding",
    "Lateness",
    "Plan",
    "Progress",
    "Renewal",
    "RunKey",
    "RunLock",
    "RunSetup",
    "RunStart",
    "add_opt_out",
    "add_renewal",
    "audience_changes",
    "commit_run",
    "deliver",
    "exit_code",
    "group_by_letter",
    "make_audience",
    "make_plan",
    "make_tickets",
    "new_attempt",
    "new_run",
    "previous_audience",
    "read_lateness",
    "read_standings",
    "read_stops",
    "read_suppressed",
    "stop_of",
    "take_file_lock",
    "take_lock",
    "usual_workers",
    "write_down_lost_letters",
]
