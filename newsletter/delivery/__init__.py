"""The send log, the plan of a run and the engine: nobody twice, nobody silently lost.

Six rooms and the transports, each asked at its face. ``log`` is opened with ``open_log`` and read through ``SendLog``; only
delivery writes to it. ``send`` takes the steps of ``run`` one by one: plan, lock, row, groups of equal letters, engine.
``approval`` says whether it may, ``waiting`` takes back what has not left yet, ``afterwards`` settles what was in doubt, and
``outgoing`` is what a transport is handed.
"""
