"""Sending an issue, in the order of design.md 4: refuse, plan, ask, begin the run, deliver, and plan again to say what remains.

``send`` is the whole of it. What it is to do is an ``Order``; what it says on the way, and the one question that it asks, go to
a ``SendingReporter``, as the values of ``news``.
"""

from newsletter.operations.sending.decide import send
from newsletter.operations.sending.order import Order

__all__ = ["Order", "send"]
