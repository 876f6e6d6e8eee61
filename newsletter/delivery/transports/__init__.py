"""The three ways out: ``outbox``, ``smtp``, ``sendgrid``. One verb, and an outcome per addressee.

Others use ``open_transport`` and the values in ``newsletter.delivery.batch``.
"""
