"""The workspace as operations take it, made from the options, the environment and the clock.

Apart from its neighbour ``workspace``, which tells of faults too: this one brings the log's libraries.
"""

from newsletter.cli.clock import is_replaced, now
from newsletter.cli.invocation import invocation
from newsletter.cli.workspace import find_directory, secrets
from newsletter.delivery.outgoing import Clock
from newsletter.operations.workspace import Workspace


def find_workspace() -> Workspace:
    """The workspace that the command works in; ``Refused`` if there is none."""
    return Workspace(find_directory(), Clock(now, is_replaced()), secrets, invocation().log)
