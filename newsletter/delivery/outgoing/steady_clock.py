"""A clock for durations. Nothing replaces it, and it goes on while the machine sleeps."""

import sys
import time


def seconds() -> float:
    """Seconds since some moment, suspend included, wherever the system can tell."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        # time.monotonic() stands still while a Mac sleeps; its CLOCK_MONOTONIC does not.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
