"""The send log, the plan of a run and the engine: nobody twice, nobody silently lost.

Others open the log with ``open_log`` and read it through ``SendLog``; its values are in ``newsletter.delivery.log.records`` and
``newsletter.model.deliveries``. Only this room writes to it. ``send`` takes the steps one by one: ``plan``, ``permission``,
``receipts``, ``runs``, ``locks``, ``grouping``, ``engine`` and ``transports``.
"""

from newsletter.delivery.log.send_log import SendLog, open_log

__all__ = ["SendLog", "open_log"]
