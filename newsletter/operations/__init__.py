"""What a command does, without a screen: cli and web read what was typed, call an operation, and show what comes back.

An operation takes a ``Workspace``, which holds all that it may know of the world: the folder, which log, the time of day, the
secrets. It returns a value; what must be said on the way goes to a reporter that the caller hands in. It raises ``Refused`` and
``Invalid`` as the rooms below do.
"""
