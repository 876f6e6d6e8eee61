"""How a sending goes, while it goes."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from newsletter.cli.output import fail, note
from newsletter.locale import _, ngettext

if TYPE_CHECKING:
    from newsletter.delivery.engine import Progress
    from newsletter.delivery.plan import Plan

LONG_RUN = 20
"""So many letters are worth a progress bar."""


def progress(plan: "Plan", steps: "Iterator[Progress]") -> None:
    """Follow the engine: a bar with the time left on long runs in a terminal, and why it waits or has ended anywhere."""
    if len(plan.due) < LONG_RUN or not sys.stderr.isatty():
        for step in _told(steps):
            del step
        return
    with click.progressbar(length=len(plan.due), label=_("Sending"), file=sys.stderr, show_pos=True) as bar:
        done = 0
        for step in _told(steps, is_beside_a_bar=True):
            bar.update(step.letters.total() - done)
            done = step.letters.total()


def _told(steps: "Iterator[Progress]", *, is_beside_a_bar: bool = False) -> "Iterator[Progress]":
    """Pass on; say once why the run waits, and why it has ended."""
    said = ""
    for step in steps:
        if step.reason and step.reason != said:
            said = step.reason
            if is_beside_a_bar:
                note()  # else it would stand in the bar's own line
            fail(step.reason)
            if step.waiting:
                note(
                    ngettext(
                        "Trying again in {seconds} second.", "Trying again in {seconds} seconds.", round(step.waiting)
                    ).format(seconds=round(step.waiting))
                )
        elif not step.waiting and not step.ended:
            said = ""
        yield step
