"""Sending an issue, by the way of design.md 4. ``prepare`` has read, checked and compiled it (2 to 4); ``send`` does the rest:

5. ``decide`` holds the run's lock, plans who is due by the log, and asks ``refusals`` what stands in the way.
6. The reporter shows the intention, and is asked whether a live run shall begin.
7. ``run`` commits the run's row, then writes its receipt, then lets the engine claim and call; ``fence`` takes back a run that
   leaves letters in doubt while they wait.
8. The plan made again after it is the summary, and the exit code.

What is to be sent is an ``Order``; what is said on the way, and the one question, go to a ``SendingReporter`` as values
of ``news``.
"""

from newsletter.operations.sending.decide import send
from newsletter.operations.sending.order import Order

__all__ = ["Order", "send"]
