"""Those who are compared, each run in a process of its own: ``python -m benchmarks.contenders NAME COUNT PORT FOLDER``.

Prints seconds from the first letter to the last, and of the processor, without start and imports. Everybody sends the same
letter: issue 2026-q3 without its pictures, 69 kB of HTML and 11 kB of text. Equal letters are the same for all; distinct ones
greet their reader by name. Whom to write to is in memory before the clock starts, for everybody. Only this program keeps a
log, and what it takes to keep it is in its figure.
"""

import itertools
import json
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.workspaces import ISSUE, ROOT
from newsletter import source
from newsletter.letter import Content, fill, letter_key
from newsletter.letter.compile import compile_content
from newsletter.model.addresses import MailAddress
from newsletter.model.choices import Format
from newsletter.model.deliveries import Status
from newsletter.model.recipients import Addressee, Numbered

KEY = "SG.benchmark"


def compiled() -> Content:
    """A letter that is the same for all who have the same name."""
    reading = source.require_valid(source.read(ROOT, [ISSUE]))
    content = compile_content(reading.issue(ISSUE).issue, reading.settings.settings, ROOT)
    return replace(content, images=(), greeting="Hej {contact}!")


def reader(number: int, name: str, together: int = 1) -> Addressee:
    """``together`` readers have one association."""
    association = f"f{number // together:07}"
    return Addressee(association, "Föreningen", "Sunne", MailAddress(f"a{number}", "x.example"), (name,), Format.HTML)


def readers(count: int, *, distinct: bool, together: int = 1) -> Iterator[Numbered]:
    for number in range(count):
        yield Numbered(reader(number, f"Kim{number}" if distinct else "Kim", together), number % together + 1)


def plain_loop(count: int, port: int, _folder: Path) -> Callable[[], None]:
    """As the README of the sendgrid package shows it, for each reader."""
    from sendgrid import SendGridAPIClient
    from sendgrid.helpers.mail import Mail

    letter = fill(compiled(), reader(0, "Kim§"))

    def run() -> None:
        client = SendGridAPIClient(KEY, host=f"http://127.0.0.1:{port}")
        for number in range(count):
            message = Mail(
                from_email="rapport@x.example",
                to_emails=f"a{number}@x.example",
                subject=letter.subject,
                plain_text_content=letter.text.replace("Kim§", f"Kim{number}"),
                html_content=letter.html.replace("Kim§", f"Kim{number}"),
            )
            assert client.send(message).status_code == 202

    return run


def is_multiple(count: int, port: int, _folder: Path) -> Callable[[], None]:
    """The same README: one call to many, a personalization each."""
    from sendgrid import SendGridAPIClient
    from sendgrid.helpers.mail import Mail, To

    letter = fill(compiled(), reader(0, "Kim"))
    everybody = [f"a{number}@x.example" for number in range(count)]

    def run() -> None:
        client = SendGridAPIClient(KEY, host=f"http://127.0.0.1:{port}")
        for start in range(0, count, 1000):
            message = Mail(
                from_email="rapport@x.example",
                to_emails=[To(address) for address in everybody[start : start + 1000]],
                subject=letter.subject,
                plain_text_content=letter.text,
                html_content=letter.html,
                is_multiple=True,
            )
            assert client.send(message).status_code == 202

    return run


def newsletter(
    count: int,
    port: int,
    folder: Path,
    *,
    distinct: bool,
    workers: int,
    log_url: str = "sqlite:log.sqlite3",
    together: int = 1,
    in_memory: bool = True,
) -> Callable[[], None]:
    """The engine with its log: from the run's row to the last outcome."""
    from newsletter.delivery.log import open_log
    from newsletter.delivery.outgoing import sender_identity
    from newsletter.delivery.run import RunSetup, RunStart, commit_run, deliver, group_by_letter, new_run, take_lock
    from newsletter.delivery.transports import open_transport, parse_via

    content = compiled()
    settings = source.require_valid(source.read(ROOT, [])).settings.settings
    via = parse_via(f"sendgrid+http://127.0.0.1:{port}")
    transport = open_transport(via, workspace=folder, issue=ISSUE, secrets={"SENDGRID_API_KEY": KEY})

    def now() -> datetime:
        return datetime.now(UTC)

    log = open_log(log_url, folder, create=True)
    due = readers(count, distinct=distinct, together=together)
    if in_memory:
        due = iter(list(due))

    def run() -> None:
        with log, closing(transport):
            key = new_run(ISSUE, is_live=True)
            lock = take_lock(log, key.id)
            assert lock is not None
            commit_run(log, RunStart(key, "sendgrid:", True, content.digest, {}, (), "2026-09-01T00:00:00.000Z"))
            means = RunSetup(
                log=log,
                lock=lock,
                transport=transport,
                run=key,
                sender=sender_identity(settings),
                letter=lambda one: fill(content, one),
                now=now,
                stop=threading.Event(),
                workers=workers,
            )
            steps = deliver(means, group_by_letter(due, letter_key(content), transport.batch_size))
            (last,) = deque(steps, maxlen=1)
            lock.release()
            assert not last.ended, last.reason

    return run


def without_a_log(count: int, port: int, folder: Path, *, distinct: bool, workers: int) -> Callable[[], None]:
    """This program's calls with nothing kept of them: what no log could be faster than."""
    from concurrent.futures import ThreadPoolExecutor

    from newsletter.delivery.outgoing import sender_identity
    from newsletter.delivery.run import Calls, ClaimMoment, group_by_letter, make_tickets
    from newsletter.delivery.transports import open_transport, parse_via

    content = compiled()
    settings = source.require_valid(source.read(ROOT, [])).settings.settings
    via = parse_via(f"sendgrid+http://127.0.0.1:{port}")
    transport = open_transport(via, workspace=folder, issue=ISSUE, secrets={"SENDGRID_API_KEY": KEY})
    everybody = list(readers(count, distinct=distinct))

    def run() -> None:
        calls = Calls(transport, sender_identity(settings), lambda one: fill(content, one), None)
        asked = make_tickets(list(group_by_letter(everybody, letter_key(content), transport.batch_size)))
        with closing(transport), ThreadPoolExecutor(workers) as pool:
            replies = pool.map(
                lambda ticket: calls.make(ticket, ClaimMoment(datetime.now(UTC), time.monotonic()), lock_is_ours=True), asked
            )
            assert {status for reply in replies for status in reply.statuses} == {Status.ACCEPTED}

    return run


def mailmerge(count: int, port: int, folder: Path) -> Callable[[], None]:
    """mailmerge of PyPI, as its command: template, database and server from files."""
    letter = fill(compiled(), reader(0, "{{name}}"))
    (folder / "mailmerge_template.txt").write_text(
        f"TO: {{{{email}}}}\nSUBJECT: Rapport\nFROM: rapport@x.example\nContent-Type: text/html\n\n{letter.html}",
        encoding="utf-8",
    )
    rows = itertools.chain(["email,name"], (f"a{number}@x.example,Kim{number}" for number in range(count)))
    (folder / "mailmerge_database.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text(f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\n", encoding="utf-8")

    def run() -> None:
        import contextlib
        import os

        from mailmerge.__main__ import main

        os.chdir(folder)
        with contextlib.redirect_stdout(Path(os.devnull).open("w", encoding="utf-8")):
            main.main(["--no-dry-run", "--no-limit"], standalone_mode=False)

    return run


CONTENDERS: dict[str, Callable[[int, int, Path], Callable[[], None]]] = {
    "plain": plain_loop,
    "multiple": is_multiple,
    "mailmerge": mailmerge,
}


def contender(name: str) -> Callable[[int, int, Path], Callable[[], None]]:
    """``equal-8`` and ``distinct-64`` are this program with so many calls in flight; ``equal-8-unlogged`` has no log."""
    kind, _dash, rest = name.partition("-")
    if kind not in ("equal", "distinct"):
        return CONTENDERS[name]
    workers, _dash, unlogged = rest.partition("-")
    prepare = without_a_log if unlogged else newsletter
    return lambda count, port, folder: prepare(count, port, folder, distinct=kind == "distinct", workers=int(workers))


if __name__ == "__main__":
    prepared = contender(sys.argv[1])(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    wall, cpu = time.perf_counter(), time.process_time()
    if "PROFILE" in sys.argv:
        import cProfile

        cProfile.runctx("prepared()", {"prepared": prepared}, {}, sort="tottime")
    else:
        prepared()
    print(json.dumps({"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))
