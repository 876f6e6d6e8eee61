"""Twilio SendGrid: letters through it, letters that wait there, and what it says of them afterwards."""

from newsletter.delivery.transports.sendgrid.clearing import clear_address
from newsletter.delivery.transports.sendgrid.events import fetch_lists, read_events
from newsletter.delivery.transports.sendgrid.holds import SendGridKeeper
from newsletter.delivery.transports.sendgrid.logs import EmailLogs
from newsletter.delivery.transports.sendgrid.transport import SendGridTransport

__all__ = ["EmailLogs", "SendGridKeeper", "SendGridTransport", "clear_address", "fetch_lists", "read_events"]
