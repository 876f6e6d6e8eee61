"""Whether this log, on this machine, may send to people. Pure, but for the words."""

from collections.abc import Collection
from dataclasses import dataclass

from newsletter.delivery.log.receipts import Receipt, unknown_to
from newsletter.locale import _, ngettext
from newsletter.model.diagnostics import Refused


@dataclass(frozen=True, slots=True)
class Site:
    """Where a log was used; ``path`` is empty for a log on a server, which is the same from everywhere."""

    machine: str
    path: str


@dataclass(frozen=True, slots=True)
class LogHistory:
    """What the log itself says. ``trials``: which kinds of live deliveries it holds; ``adopted``: (log, run) of receipts
    that somebody has answered for; ``last``: its last live run or adoption.
    """

    log: str
    runs: frozenset[str]
    trials: frozenset[bool]
    adopted: frozenset[tuple[str, str]]
    last: Site | None


def unknown_receipts(receipts: Collection[Receipt], history: LogHistory) -> tuple[Receipt, ...]:
    """Receipts that neither the log nor an adoption knows."""
    unknown = unknown_to(receipts, history.log, history.runs)
    return tuple(receipt for receipt in unknown if (receipt.log, receipt.run) not in history.adopted)


def has_moved(history: LogHistory, here: Site) -> bool:
    """Whether a log in a file was last used on another machine or in another place."""
    return bool(here.path) and history.last is not None and history.last != here


def refuse_unless_allowed(history: LogHistory, receipts: Collection[Receipt], here: Site, *, is_trial: bool) -> None:
    """Raise for what would make a second log send the same issue, or a trial mark people as done."""
    refuse_mixed_trial(history, is_trial=is_trial)
    if unknown := unknown_receipts(receipts, history):
        _refuse_strangers(unknown, history, is_trial=is_trial)
    if has_moved(history, here) and history.last:
        raise Refused(
            _("The sending log was last used on another computer or in another folder ({path}).").format(
                path=history.last.path
            ),
            _(
                "If the log there has gone on, use that one. If this is the right and newest log, say so with "
                "“newsletter adopt --by NAME --reason TEXT”."
            ),
        )


def refuse_mixed_trial(history: LogHistory, *, is_trial: bool) -> None:
    if (not is_trial) not in history.trials:
        return
    raise Refused(
        _("The sending log holds a trial, so nothing can be sent to people from it.")
        if not is_trial
        else _("The sending log holds letters to people, so no trial can be run in it."),
        _("Name another log with --log, for example --log sqlite:.newsletter/trial.sqlite3 for trials."),
    )


def _refuse_strangers(unknown: tuple[Receipt, ...], history: LogHistory, *, is_trial: bool) -> None:
    issues = ", ".join(sorted({receipt.issue for receipt in unknown}))
    if any(receipt.log == history.log for receipt in unknown):
        message = _("The sending log is an old copy: it does not know everything that has been sent of {issues}.")
        hint = _("Put back the newest copy of the log, with “newsletter restore FILE”.")
    elif not is_trial and all(receipt.trial for receipt in unknown):
        message = _(
            "A trial of {issues} has left a receipt: its letters went to a server on the computer itself, not to people."
        )
        hint = _("Take the runs that say “trial” out of the receipt in issues/.")
    else:
        message = _("Another sending log has sent {issues}: this one does not know who has had it.")
        hint = _("Get the log from the computer that sent it, or name it with --log.")
    count = len({receipt.run for receipt in unknown})
    raise Refused(
        message.format(issues=issues),
        " ".join(
            [
                hint,
                ngettext(
                    "If you answer for {count} sending without it: “newsletter adopt --by NAME --reason TEXT”.",
                    "If you answer for {count} sendings without it: “newsletter adopt --by NAME --reason TEXT”.",
                    count,
                ).format(count=count),
            ]
        ),
    )
