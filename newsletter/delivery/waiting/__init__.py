"""Letters that wait at the provider, and taking them back."""

from newsletter.delivery.waiting.provider import Keeper
from newsletter.delivery.waiting.recalls import RecallEnding, RecallResult, seconds_to_settle, take_back, wait_until_settled
from newsletter.delivery.waiting.runs import RECALL_LEAD, WaitingRun, read_recalled_runs, read_waiting_runs, refuse_unkeepable

__all__ = [
    "RECALL_LEAD",
    "Keeper",
    "RecallEnding",
    "RecallResult",
    "WaitingRun",
    "read_recalled_runs",
    "read_waiting_runs",
    "refuse_unkeepable",
    "seconds_to_settle",
    "take_back",
    "wait_until_settled",
]
