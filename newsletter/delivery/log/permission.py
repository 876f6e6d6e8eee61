"""Whether this log, on this machine, may send to people, so that no second log sends the same issue (design.md 4, receipts).

The log's history and the receipts are read first; whether it may is decided from them alone.
"""

import hashlib
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from newsletter.delivery.log.receipts import Receipt
from newsletter.delivery.log.schema import adopted_run, adoption, attempt, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.locale import _, ngettext
from newsletter.model.deliveries import LIVE
from newsletter.model.diagnostics import Refused


@dataclass(frozen=True, slots=True)
class Site:
    """Where a log was used; ``path`` is empty for a log on a server, which is the same from everywhere."""

    machine: str
    path: str


@dataclass(frozen=True, slots=True)
class LogHistory:
    """What the log itself says. ``trials``: which kinds of live deliveries it holds; ``adopted``: (log, run) of receipts
    that an adoption answers for; ``last``: its last live run or adoption. ``attempts`` are those of the receipts' last attempts
    that the log knows, or has written down as lost.
    """

    log: str
    runs: frozenset[str]
    trials: frozenset[bool]
    adopted: frozenset[tuple[str, str]]
    last: Site | None
    attempts: frozenset[str] = frozenset()


def unknown_receipts(receipts: Collection[Receipt], history: LogHistory) -> tuple[Receipt, ...]:
    """Receipts that neither the log nor an adoption knows: of another log, of a run that this log has forgotten, or of a run of
    which it knows less than the receipt. In the latter two it is an old copy.
    """
    return tuple(
        receipt
        for receipt in receipts
        if (receipt.log != history.log or receipt.run not in history.runs or _is_ahead(receipt, history))
        and (receipt.log, receipt.run) not in history.adopted
    )


def receipts_ahead(receipts: Collection[Receipt], history: LogHistory) -> tuple[Receipt, ...]:
    """Those of runs that the log knows, but not as far as they came."""
    known = [receipt for receipt in receipts if receipt.log == history.log and receipt.run in history.runs]
    return tuple(receipt for receipt in known if _is_ahead(receipt, history))


def _is_ahead(receipt: Receipt, history: LogHistory) -> bool:
    return bool(receipt.last) and receipt.last not in history.attempts


def has_moved(history: LogHistory, here: Site) -> bool:
    """Whether a log in a file was last used on another machine or in another place."""
    return bool(here.path) and history.last is not None and history.last != here


def refuse_unless_allowed(history: LogHistory, receipts: Collection[Receipt], here: Site, *, is_trial: bool) -> None:
    """Raise for what would make a second log send the same issue, or a trial mark people as done."""
    refuse_mixed_trial(history, is_trial=is_trial)
    if unknown := unknown_receipts(receipts, history):
        _refuse_unknown(unknown, history, is_trial=is_trial)
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


def _refuse_unknown(unknown: tuple[Receipt, ...], history: LogHistory, *, is_trial: bool) -> None:
    issues = ", ".join(sorted({receipt.issue for receipt in unknown}))
    an_old_copy = _("The sending log is an old copy: it does not know everything that has been sent of {issues}.")
    if len(receipts_ahead(unknown, history)) == len(unknown):
        raise Refused(
            an_old_copy.format(issues=issues),
            _(
                "Put back the newest copy of the log, with “newsletter restore FILE”. If there is none: “newsletter resolve” "
                "shows for whom it is unclear whether the letter left."
            ),
        )
    if any(receipt.log == history.log for receipt in unknown):
        message = an_old_copy
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


_NUMBER_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_hash() -> str:
    """Which machine this is, from the operating system's own number; never the host name, which changes.

    The same for every folder and user of the machine. Systems without a number (bare containers) share one hash.
    """
    return hashlib.sha256(f"newsletter:{_number()}".encode()).hexdigest()[:32]


def _number() -> str:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows alone has it

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    if sys.platform == "darwin":
        found = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"], capture_output=True, text=True, check=True
        )
        return next((line.split('"')[3] for line in found.stdout.splitlines() if "IOPlatformUUID" in line), "")
    texts = (path.read_text(encoding="utf-8").strip() for path in _NUMBER_FILES if path.is_file())
    return next((text for text in texts if text), "")


def this_site(log: SendLog) -> Site:
    """This machine, and the file of the log if it has one."""
    return Site(machine_hash(), str(log.home.path or ""))


_LOST = "lost"


def lost_attempt(last: str, number: int = 0) -> str:
    """An id for an attempt that an old copy of the log has lost. The provider knows nothing by it. The first stands for the
    ``last`` that a receipt knows, so that the log is no longer behind that receipt.
    """
    return f"{_LOST}{number:05x}{last}"


def is_lost(attempt_id: str) -> bool:
    """Whether it is one of those; all others are hexadecimal."""
    return attempt_id.startswith(_LOST)


def read_history(log: SendLog, receipts: Collection[Receipt]) -> LogHistory:
    """What decides whether this log may send to people. The receipts must have been read first: a run beside this one, on a
    shared log, moves its mark after it has claimed.
    """
    runs = log.live_runs()
    last_of = {known: one.last for one in receipts if one.last for known in (one.last, lost_attempt(one.last))}
    with log.reading() as connection:
        marked = connection.scalars(sa.select(attempt.c.id).where(attempt.c.id.in_(sorted(last_of)))).all()
        trials = connection.execute(
            sa.select(run.c.trial).distinct().where(run.c.realm == LIVE, sa.exists().where(attempt.c.run == run.c.id))
        )
        kinds = frozenset(map(bool, trials.scalars()))
        adopted = frozenset((row.log, row.run) for row in connection.execute(sa.select(adopted_run)))
        adoptions = connection.execute(sa.select(adoption)).all()
    used = [(one.started, 0, one.machine, one.path) for one in runs]
    used += [(row.at, row.id, row.machine, row.path) for row in adoptions]
    last = max(used, default=None)
    return LogHistory(
        log=log.id,
        runs=frozenset(one.id for one in runs),
        trials=kinds,
        adopted=adopted,
        last=Site(*last[2:]) if last else None,
        attempts=frozenset(last_of[one] for one in marked),
    )


def record_adoption(log: SendLog, unknown: Sequence[Receipt], *, by: str, reason: str, at: str) -> None:
    """Keep for ever that ``by`` answers for sending from this log, here, in spite of ``unknown`` receipts.

    It comes after all that the log knows, also where a clock was wrong before, or is now.
    """
    site = this_site(log)
    with log.writing() as connection:
        for known in (run.c.started, adoption.c.at):
            at = max(at, connection.execute(sa.select(sa.func.max(known))).scalar() or "")
        number = connection.execute(
            adoption.insert().values(by=by, reason=reason, machine=site.machine, path=site.path, at=at).returning(adoption.c.id)
        ).scalar_one()
        if unknown:
            connection.execute(
                adopted_run.insert(),
                [{"adoption": number, "log": one.log, "run": one.run, "issue": one.issue} for one in unknown],
            )
