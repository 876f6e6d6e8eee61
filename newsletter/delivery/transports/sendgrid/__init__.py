"""Twilio SendGrid: letters through it, letters that wait there, and what it says of them afterwards."""

from newsletter.delivery.transports.sendgrid.activity import QUESTIONS_A_MINUTE, Activity
from newsletter.delivery.transports.sendgrid.clearing import clear_address
from newsletter.delivery.transports.sendgrid.events import fetch_lists, read_events
from newsletter.delivery.transports.sendgrid.holds import SendGridKeeper
from newsletter.delivery.transports.sendgrid.transport import SendGridTransport

__all__ = [
    "QUESTIONS_A_MINUTE",
    "Activity",
    "SendGridKeeper",
    "SendGridTransport",
    "clear_address",
    "fetch_lists",
    "read_events",
]
