"""How a sending goes, while it goes."""

import sys
import time
from collections.abc import Iterator

import click
from click._termui_impl import ProgressBar

from newsletter.cli.output import fail, note
from newsletter.delivery.run import Plan, Progress
from newsletter.locale import _, ngettext

LONG_RUN = 20
"""So many letters are worth a progress bar."""


def show_progress(plan: Plan, steps: Iterator[Progress]) -> None:
    """Follow the engine: a bar with the time left on long runs in a terminal, and why it waits or has ended anywhere."""
    if len(plan.due) < LONG_RUN or not sys.stderr.isatty():
        for step in _say_reasons(steps):
            del step
        return
    began, done, said = time.monotonic(), 0, ""
    length, label = len(plan.due), _("Sending")
    made: ProgressBar[int] = click.progressbar(
        length=length,
        label=label,
        file=sys.stderr,
        show_pos=True,
        show_eta=False,
        item_show_func=lambda _item: said,
        width=0,  # as much as the rest of the line leaves: a longer line would begin a new one at each step
    )
    with made as bar:
        for step in _say_reasons(steps, is_beside_a_bar=True):
            total = step.letters.total()
            said = pace(total, length, time.monotonic() - began)
            bar.update(total - done)
            done = total


def pace(done: int, of: int, seconds: float) -> str:
    """How many letters a second so far, and how long it takes at that rate to the end."""
    if not done or seconds <= 0:
        return ""
    minutes, left = divmod(round((of - done) * seconds / done), 60)
    time_left = f"{minutes}:{left:02}"
    if done < 3 * seconds:
        return _("{rate} letters a minute, {time} left").format(rate=round(60 * done / seconds), time=time_left)
    return _("{rate} letters a second, {time} left").format(rate=round(done / seconds), time=time_left)


def _say_reasons(steps: Iterator[Progress], *, is_beside_a_bar: bool = False) -> Iterator[Progress]:
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
