"""Runs of the real command in processes of their own, without paying for imports each time.

A helper process that has loaded everything forks once for each order it reads on its standard input (a line of JSON) and says
on its standard output which process that became; asked for one of them, it waits and says how that ended. The child is an
ordinary ``newsletter``: it can be killed at any moment, and it kills itself at a chosen place if the order says so. The
product knows nothing of this.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import newsletter.operations.sending.run as sending_run
import newsletter.operations.waiting as operations_waiting
from newsletter.delivery.log import permission, receipts, sqlite
from newsletter.delivery.log import send_log as log
from newsletter.delivery.run import calls, claims, engine
from newsletter.delivery.transports.http.connection import Limits
from newsletter.delivery.transports.sendgrid.holds import SendGridKeeper
from newsletter.delivery.transports.sendgrid.transport import SendGridTransport
from newsletter.operations.sending import fence

STEPS: dict[str, tuple[object, str, str]] = {
    "run not begun": (sending_run, "commit_run", "before"),
    "run begun": (sending_run, "commit_run", "after"),
    "receipt half written": (receipts, "write_whole", "before"),
    "receipt written": (sending_run, "add_receipt", "after"),
    "nothing claimed": (claims, "record_and_claim", "before"),
    "claimed, not committed": (claims, "record_and_claim", "after"),
    "mark half written": (sending_run, "move_mark", "before"),
    "mark moved": (sending_run, "move_mark", "after"),
    "claim committed": (engine._Engine, "_launch", "before"),
    "call not made": (SendGridTransport, "send", "before"),
    "answer come": (SendGridTransport, "send", "after"),
    "answer considered, not recorded": (engine._Engine, "_commit", "before"),
    "log not closed": (log.SendLog, "__exit__", "before"),
}
FENCE: dict[str, tuple[object, str, str]] = {
    "batch asked for": (SendGridKeeper, "new_batch", "after"),
    "letters in doubt, nothing settled": (operations_waiting, "wait_until_settled", "before"),
    "settled": (operations_waiting, "wait_until_settled", "after"),
    "recall begun": (SendGridKeeper, "cancel", "before"),
    "cancel sent": (SendGridKeeper, "_standing", "before"),
    "cancel seen": (SendGridKeeper, "_standing", "after"),
    "cancel seen, not recorded": (SendGridKeeper, "cancel", "after"),
    "letters recalled": (fence, "take_back", "after"),
    "new run": (sending_run, "_begin_anew", "after"),
}
"""The steps of making a sending anew that has left somebody in doubt."""
ONCE_A_RUN = {"run not begun", "run begun", "receipt half written", "receipt written", "log not closed"}

LOADED = (
    *("alembic.command", "babel.dates", "psycopg", "sqlalchemy.dialects.postgresql.psycopg", "pydantic_core"),
    *("newsletter.cli.app", "newsletter.checks", "newsletter.source", "newsletter.letter", "newsletter.delivery.run.start"),
    *("newsletter.cli.commands.sending.send", "newsletter.delivery.transports.smtp.transport"),
)
"""What a run imports: loaded once, for every child."""
ROOM = f"{Path(engine.__file__).parent.parent}{os.sep}"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at(step: str, time: int) -> None:
    """Let this process kill itself when ``step`` is reached for the ``time``-th time."""
    owner, name, when = (STEPS | FENCE)[step]
    function: Callable[..., Any] = getattr(owner, name)
    count = 0

    def deadly(*arguments: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        is_the_time = count == time
        if is_the_time and when == "before":
            die()
        result = function(*arguments, **named)
        if is_the_time and when == "after":
            die()
        return result

    setattr(owner, name, deadly)


def watch(told: Callable[[str], None]) -> None:
    """Call ``told`` with the place whenever, in any thread, a function of the delivery room is entered or left."""

    def profile(frame: FrameType, event: str, _argument: object) -> None:
        if event in {"call", "return"} and frame.f_code.co_filename.startswith(ROOM):
            file, name = frame.f_code.co_filename.removeprefix(ROOM), frame.f_code.co_qualname
            told(f"{file.removesuffix('.py')}:{name} {event}")

    threading.setprofile(profile)
    sys.setprofile(profile)


def kill_in(place: str, time: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Let this process kill (or stop) itself when it comes to ``place``, as ``watch`` names it, for the ``time``-th time."""
    count = 0

    def told(here: str) -> None:
        nonlocal count
        count += here == place
        if here == place and count == time:
            os.kill(os.getpid(), by)

    watch(told)


def places_into(path: str) -> Callable[[], None]:
    """Count the places that a whole run comes to; what is returned writes them into the file."""
    seen: Counter[str] = Counter()
    watch(lambda place: seen.update((place,)))

    def write() -> None:
        sys.setprofile(None)
        Path(path).write_text(json.dumps(seen), encoding="utf-8")

    return write


def lose_all_rights() -> None:
    """Let what a file's mode says hold for this process even where it is root (capset of Linux with nothing in it)."""
    if sys.platform == "linux":
        header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        ctypes.CDLL(None, use_errno=True).capset(header, nothing)


def write_no_file_beyond(size: int) -> None:
    """As on a full disk, but for the reason that is given (EFBIG): every write beyond so many bytes of a file fails."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def child(order: dict[str, Any]) -> None:
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    os.environ.update(order["environment"])
    if order.get("no_rights"):
        lose_all_rights()
    if size := order.get("file_size"):
        write_no_file_beyond(size)
    if folder := order.get("folder"):
        os.chdir(folder)
    if seconds := order.get("processor"):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.alarm(4 * seconds)  # what waits uses nothing
    if number := order.get("machine"):
        permission._NUMBER_FILES = (Path(number),)
    sqlite.PRAGMAS |= order.get("pragmas") or {}
    at_the_end: Callable[[], None] = lambda: None  # noqa: E731 - nothing, unless told otherwise
    if order.get("places"):
        at_the_end = places_into(order["places"])
    if settle := order["environment"].get("TEST_SETTLE"):  # seconds before letters are taken back; in life a minute or more
        Limits.settle = property(lambda _limits: float(settle))  # type: ignore[method-assign, assignment]
        SendGridKeeper.longest = property(lambda _keeper: float(settle))  # type: ignore[method-assign, assignment]
    calls.FRESH_SECONDS = order.get("fresh", calls.FRESH_SECONDS)
    sqlite.BUSY_MILLISECONDS = order.get("busy", sqlite.BUSY_MILLISECONDS)
    if "stop" in order:
        kill_in(*order["stop"], by=signal.SIGSTOP)
    match order.get("kill"):
        case [str(step), int(time)] if step in STEPS | FENCE:
            kill_at(step, time)
        case [str(place), int(time)]:
            kill_in(place, time)
    sys.argv = ["newsletter", *order["arguments"]]
    from newsletter.cli import main

    code: object = 5
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        at_the_end()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


def serve() -> None:
    for module in LOADED:
        import_module(module)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _pid, status, used = os.wait4(order["wait"], 0)
            cost = {"seconds": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}
            print(json.dumps({"code": os.waitstatus_to_exitcode(status), **cost}), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            child(order)
        print(json.dumps({"pid": pid}), flush=True)


if __name__ == "__main__":
    serve()
