"""What is handed to a transport, and the clocks that say until when it may leave."""

from newsletter.delivery.outgoing.batch import Batch, Envelope, Hold, Transport
from newsletter.delivery.outgoing.clocks import Clock
from newsletter.delivery.outgoing.envelope import message_id, sender_identity, to_message

__all__ = ["Batch", "Clock", "Envelope", "Hold", "Transport", "message_id", "sender_identity", "to_message"]
