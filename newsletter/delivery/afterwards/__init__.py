"""What becomes known or is recorded after a run: events, what was settled, what was given by hand, what was sent."""

from newsletter.delivery.afterwards.asking import Verdict, ask_feed
from newsletter.delivery.afterwards.by_hand import (
    Deviation,
    Handover,
    add_deviation,
    add_handover,
    latest_deviations,
    latest_handovers,
    read_deviations,
    read_handovers,
)
from newsletter.delivery.afterwards.events import take_events
from newsletter.delivery.afterwards.lists import events_from_lists
from newsletter.delivery.afterwards.record import LOOKED_BACK, events_from_record, recent_letters
from newsletter.delivery.afterwards.reminders import claim_reminders, read_reminders, release_reminders
from newsletter.delivery.afterwards.reports import EventReport, EventsTaken, Teller
from newsletter.delivery.afterwards.resolve import OpenDelivery, Resolution, ResolutionRecord, read_open_deliveries, settle

__all__ = [
    "LOOKED_BACK",
    "Deviation",
    "EventReport",
    "EventsTaken",
    "Handover",
    "OpenDelivery",
    "Resolution",
    "ResolutionRecord",
    "Teller",
    "Verdict",
    "add_deviation",
    "add_handover",
    "ask_feed",
    "claim_reminders",
    "events_from_lists",
    "events_from_record",
    "latest_deviations",
    "latest_handovers",
    "read_deviations",
    "read_handovers",
    "read_open_deliveries",
    "read_reminders",
    "recent_letters",
    "release_reminders",
    "settle",
    "take_events",
]
