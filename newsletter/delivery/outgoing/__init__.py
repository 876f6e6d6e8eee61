"""What is handed to a transport, and the clock that says until when it may leave."""

from newsletter.delivery.outgoing.batch import Batch, Envelope, Hold, Transport
from newsletter.delivery.outgoing.envelope import message_id, sender_identity, to_message

__all__ = ["Batch", "Envelope", "Hold", "Transport", "message_id", "sender_identity", "to_message"]
