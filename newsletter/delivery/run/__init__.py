"""One execution of ``send``: who is due, claims, calls, outcomes, the lock that a run lives by."""
