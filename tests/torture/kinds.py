"""Every kind of campaign, by the words that stand for it in the table."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.torture import campaigns, naive, power
from tests.torture.campaigns import Bench
from tests.torture.tally import POSTGRESQL, SQLITE, Job, Tally


@dataclass(frozen=True)
class Kind:
    """``share``: how many in a round. A naive design is one that must be found out; the compiler is what ``power`` needs."""

    fight: Callable[[Bench, Job], Tally]
    share: int = 2
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)
    naive: bool = False
    needs_compiler: bool = False


KINDS: dict[str, Kind] = {
    "killed at every call and return of the engine and the log": Kind(campaigns.at_every_step, share=4),
    "killed at random moments": Kind(campaigns.at_random),
    "killed while the server has the letter": Kind(campaigns.under_the_servers_hands),
    "killed at random, 15 % of the calls go wrong": Kind(campaigns.with_faults),
    "the same, equal letters in one call": Kind(campaigns.in_one_call, share=1),
    "8 processes at once, half of them killed": Kind(campaigns.eight_at_once, share=1),
    "--undo 30m: killed, taken back and sent anew": Kind(campaigns.with_undo),
    "killed at random, a mail server that fails": Kind(campaigns.through_a_mail_server, share=1),
    "an old copy of the log put back": Kind(campaigns.with_old_copies),
    "current cut: what was not synced is gone": Kind(power.current_cut, databases=(SQLITE,), needs_compiler=True),
    "a log written after the call": Kind(naive.written_after_the_call, share=1, naive=True),
    "a log written before the call, and believed": Kind(naive.written_before_the_call, share=1, naive=True),
    "silence, cuts and 5xx tried again": Kind(naive.silence_is_tried_again, share=1, naive=True),
    "8 processes with a log each": Kind(naive.a_log_each, share=1, databases=(SQLITE,), naive=True),
    "current cut, SQLite's synchronous=NORMAL": Kind(
        power.current_cut_with_normal, share=1, databases=(SQLITE,), naive=True, needs_compiler=True
    ),
}
NAIVE_ROUNDS = 4
"""Naive designs are fought in the first rounds only: once they are caught, they are caught."""
