"""Faults of our own machine: whatever befalls disk, clock, log or computer, nothing leaves without a row, nobody gets two
letters, and the editor is told in Swedish what to do.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from tests.crash.workshop import ISSUE, TEXT, Run, Workshop, Zygote, make_workspace
from tests.postgres import new_database
from tests.servers.sendgrid import SendGridServer
from tests.servers.sendgrid_faults import Exchange

LOG = "sqlite:logg/log.sqlite3"


@pytest.fixture
def shop(tmp_path: Path, zygote: Zygote) -> Iterator[Workshop]:
    """An issue whose first letter has been sent, with its log in a folder of its own."""
    with SendGridServer() as server:
        made = Workshop(make_workspace(tmp_path / "w", 8), server, zygote, LOG, 8)
        send_only(made, "f0")
        assert server.counts.total() == 1
        yield made


def send_only(shop: Workshop, association: str) -> None:
    assert shop.newsletter(*shop.command[4:], "--only", association)[0] == 0


def folder(shop: Workshop) -> Path:
    return shop.directory / "logg"


def is_told_in_swedish(said: str) -> bool:
    """A sentence with what to do, and no trace of the program's own affairs."""
    return "Traceback" not in said and "Något gick fel i själva programmet" not in said and len(said.splitlines()) > 1


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    before = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)


@pytest.mark.parametrize("size", [4096, 40_960, 98_304, 163_840])
def test_a_disk_that_is_full_from_some_byte_on(shop: Workshop, size: int) -> None:
    """SQLite writes its journal, the receipt its temporary file: each meets the end of the disk at another moment."""
    code = shop.run(file_size=size)
    assert code in {0, 1, 3, 4}, shop.said
    if code == 1:
        assert is_told_in_swedish(shop.said), shop.said
        assert "disk" in shop.said.lower()
    shop.judge(shop.finish())


def test_a_copy_that_finds_no_room_leaves_nothing_behind(shop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "minne").mkdir()
    code, said = shop.newsletter("backup", str(tmp_path / "minne" / "kopia"), file_size=40_960)
    assert code == 1
    assert "inte är fullt" in said
    assert list((tmp_path / "minne").iterdir()) == []


def test_a_disk_without_room_for_the_log_is_not_said_to_be_the_copys_fault(shop: Workshop, tmp_path: Path) -> None:
    copy = tmp_path / "kopia"
    assert shop.newsletter("backup", str(copy))[0] == 0
    before = folder(shop).joinpath("log.sqlite3").read_bytes()
    code, said = shop.newsletter("restore", str(copy), file_size=40_960)
    assert code == 1
    assert "Gör plats på disken" in said
    assert folder(shop).joinpath("log.sqlite3").read_bytes() == before
    assert not list(folder(shop).glob("*.unfinished*"))


def test_a_disk_that_is_full_while_the_old_log_is_kept_changes_nothing(shop: Workshop, tmp_path: Path) -> None:
    """There is room for the copy, and not for what it would replace: which is then the only one there is."""
    copy, log = tmp_path / "kopia", folder(shop) / "log.sqlite3"
    assert shop.newsletter("backup", str(copy))[0] == 0
    log.write_bytes(b"\xff" * 2_000_000)
    code, said = shop.newsletter("restore", str(copy), file_size=1_000_000)
    assert code == 1, said
    assert is_told_in_swedish(said), said
    assert log.read_bytes() == b"\xff" * 2_000_000
    assert not list(folder(shop).glob("*.replaced-*"))
    assert not list(folder(shop).glob("*.unfinished*"))


def test_a_folder_that_cannot_be_written_to_sends_nothing_and_can_be_read(shop: Workshop) -> None:
    with read_only(folder(shop), folder(shop) / "log.sqlite3"):
        assert shop.run(no_rights=True) == 1
        assert is_told_in_swedish(shop.said)
        assert "Inget skickas utan den. Kontrollera att du får skriva" in shop.said.replace("\n", " ")
        code, said = shop.newsletter("status", no_rights=True)
        assert code == 0
        assert "1 av 8" in said
        code, said = shop.newsletter("log", ISSUE, no_rights=True)
        assert code == 0
        assert "1 brev." in said
        copy = shop.directory / "kopia.sqlite3"
        assert shop.newsletter("backup", str(copy), no_rights=True)[0] == 0
        assert copy.exists()
    assert shop.server.counts.total() == 1
    shop.judge(shop.finish())


def test_a_journal_left_by_a_dead_run_is_read_where_nothing_can_be_written(shop: Workshop) -> None:
    running: SimpleQueue[Run] = SimpleQueue()

    def deadly(exchange: Exchange) -> None:
        exchange.accept()
        running.get().kill()
        exchange.close()

    shop.server.script(None, None, deadly)
    shop.run(meanwhile=running.put)
    left = list(folder(shop).iterdir())
    assert folder(shop) / "log.sqlite3-wal" in left
    with read_only(folder(shop), *left):
        code, said = shop.newsletter("log", ISSUE, no_rights=True)
        assert code == 0, said
        assert "oklart" in said
    shop.judge(shop.finish())


def test_without_a_receipt_nothing_leaves(shop: Workshop) -> None:
    with read_only(shop.directory / "issues"):
        assert shop.run(no_rights=True) == 1
    assert is_told_in_swedish(shop.said)
    assert "issues" in shop.said
    assert shop.server.counts.total() == 1
    shop.judge(shop.finish())


def test_a_receipt_that_cannot_be_moved_on_lets_nothing_more_leave(shop: Workshop) -> None:
    """What is beyond the mark could be sent again from an old copy of the log: so nothing is."""

    def lock_away(exchange: Exchange) -> None:
        message = exchange.accept()
        (shop.directory / "issues").chmod(0o500)
        exchange.answer(202, message)

    shop.server.script(None, lock_away)
    try:
        assert shop.run(no_rights=True) == 3, shop.said
    finally:
        (shop.directory / "issues").chmod(0o700)
    assert "Kvittot i" in shop.said
    assert shop.server.counts.total() <= 1 + 2 + shop.workers
    shop.judge(shop.finish())


@pytest.mark.parametrize("change", ["deleted", "replaced", "lock deleted"])
def test_a_log_that_is_gone_in_the_middle_ends_the_run_and_says_what_that_means(shop: Workshop, change: str) -> None:
    log = folder(shop) / "log.sqlite3"
    shutil.copy(log, shop.directory / "old")

    def take_away(exchange: Exchange) -> None:
        message = exchange.accept()
        match change:
            case "deleted":
                log.unlink()
            case "replaced":
                (shop.directory / "old").rename(log)
            case _:
                log.with_name("log.sqlite3.lock").unlink()
        exchange.answer(202, message)

    shop.server.script(None, take_away)
    shop.workers = 1
    assert shop.run() == (3 if change == "lock deleted" else 4), shop.said
    words = "tappat greppet om utskicksloggen" if change == "lock deleted" else "togs bort eller byttes ut"
    assert words in " ".join(shop.said.split())
    assert shop.server.counts.total() == 3, "noticed before the next call"
    assert shop.run() in ({1} if change == "deleted" else {0, 1}), (
        shop.said
    )  # the journal left behind may make the old one whole
    assert set(shop.server.counts.values()) == {1}


def test_a_log_that_is_gone_after_the_last_call_is_no_success(shop: Workshop) -> None:
    def take_away(exchange: Exchange) -> None:
        message = exchange.accept()
        shutil.rmtree(folder(shop))
        exchange.answer(202, message)

    shop.server.script(*[None] * 6, take_away)
    shop.workers = 1
    assert shop.run() == 4, shop.said
    assert "Klart" not in shop.said
    assert shop.run() == 1


def test_a_log_that_another_program_holds(shop: Workshop) -> None:
    with closing(sqlite3.connect(folder(shop) / "log.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert shop.run(busy=50) == 1
        assert "används av ett annat program" in shop.said.replace("\n", " ")
        other.execute("ROLLBACK")
    assert shop.server.counts.total() == 1
    shop.judge(shop.finish())


def test_a_log_that_another_program_takes_while_letters_leave(shop: Workshop) -> None:
    with closing(sqlite3.connect(folder(shop) / "log.sqlite3", isolation_level=None, check_same_thread=False)) as other:

        def seize(exchange: Exchange) -> None:
            other.execute("BEGIN IMMEDIATE")
            exchange.answer(202, exchange.accept())

        shop.server.script(None, None, seize)
        assert shop.run(busy=50) in {1, 4}
        assert "används av ett annat program" in shop.said.replace("\n", " ")
        other.execute("ROLLBACK")
    shop.judge(shop.finish())


@pytest.mark.parametrize("start", [0, 4096, -4096], ids=["head", "middle", "tail"])
def test_damaged_bytes_send_nothing_and_a_copy_is_put_back(shop: Workshop, start: int, tmp_path: Path) -> None:
    log = folder(shop) / "log.sqlite3"
    assert shop.newsletter("backup", str(tmp_path / "kopia"))[0] == 0
    whole = bytearray(log.read_bytes())
    start %= len(whole)
    whole[start : start + 4096] = b"\xff" * 4096
    log.write_bytes(whole)
    assert shop.run() == 1
    assert "newsletter restore FIL" in shop.said.replace("\n", " ")
    assert shop.newsletter("restore", str(tmp_path / "kopia"))[0] == 0
    assert shop.server.counts.total() == 1
    shop.judge(shop.finish())


def test_a_clock_that_has_been_set_back(shop: Workshop) -> None:
    """Time in the log is for people: what is done is done in any order of the hours."""
    for now in ("2026-09-10T08:00+02:00", "2026-08-01T08:00+02:00", "2026-09-09T08:00+02:00"):
        shop.environment = {**shop.environment, "NEWSLETTER_NOW": now}
        shop.server.script(None, None, lambda exchange: exchange.reset())
        shop.run()
    shop.judge(shop.finish())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("machine", "på en annan dator"),
        ("folder", "på en annan dator"),
        ("clone", "annan utskickslogg"),
        ("old", "gammal kopia"),
    ],
)
def test_a_log_that_is_not_the_right_one_sends_nothing_until_it_is_told(shop: Workshop, change: str, words: str) -> None:
    old = folder(shop).joinpath("log.sqlite3").read_bytes()
    send_only(shop, "f1")
    more: dict[str, object] = {}
    match change:
        case "machine":
            (shop.directory / "id").write_text("another machine", encoding="utf-8")
            more["machine"] = str(shop.directory / "id")
        case "folder":
            shop.directory = shop.directory.rename(shop.directory.with_name("flyttad"))
        case "clone":
            shutil.rmtree(folder(shop))
        case _:
            folder(shop).joinpath("log.sqlite3").write_bytes(old)
    assert shop.run(**more) == 1
    assert words in shop.said.replace("\n", " ")
    assert "newsletter adopt" in shop.said.replace("\n", " ")
    assert shop.server.counts.total() == 2


@pytest.mark.parametrize(
    "place",
    [
        "run/calls:Calls.make call",
        "run/engine:_Engine._commit return",
        "transports/sendgrid/transport:SendGridTransport.send call",
    ],
)
def test_a_computer_that_slept_between_claim_and_call_does_not_act_on_it(shop: Workshop, place: str) -> None:
    """Its claim has grown old: others may have looked at the log meanwhile. It claims anew; what was held up in the last steps
    of a call beside it waits for the next run.
    """
    run = shop.start(stop=[place, 3], fresh=2)
    until_stopped(run)
    time.sleep(2.2)
    taken = shop.server.counts.total()
    os.kill(run.pid, signal.SIGCONT)
    assert shop.ended(run) in {0, 3}, shop.said
    shop.judge(shop.finish())
    assert shop.server.counts.total() == 8 > taken


def until_stopped(run: Run) -> None:
    state = ""
    while state != "T":
        state = subprocess.check_output(["ps", "-o", "state=", "-p", str(run.pid)], text=True).strip()
        assert state != "Z", "it has ended without coming to the place"
        time.sleep(0.01)


def test_two_editors_on_two_machines_share_one_log(tmp_path: Path, zygote: Zygote) -> None:
    with SendGridServer() as server:
        ours = Workshop(make_workspace(tmp_path / "a", 20), server, zygote, new_database(), 20)
        theirs = replace(ours, directory=make_workspace(tmp_path / "b", 20), codes=[])
        for shop in (ours, theirs):
            (shop.directory / "id").write_text(shop.directory.name, encoding="utf-8")
        running = [(shop, shop.start(machine=str(shop.directory / "id"))) for shop in (ours, theirs)]
        codes = [shop.ended(run) for shop, run in running]
        assert set(codes) <= {0, 3}
        assert server.counts.total() == 20
        ours.judge(ours.finish())


def test_two_editors_whose_texts_differ_send_one_of_them(tmp_path: Path, zygote: Zygote) -> None:
    """Both start at the same moment and neither sees that anything has been sent."""
    with SendGridServer() as server:
        ours = Workshop(make_workspace(tmp_path / "a", 12), server, zygote, new_database(), 12)
        other = TEXT.replace("En rad om vården.", "En helt annan rad.")
        theirs = replace(ours, directory=make_workspace(tmp_path / "b", 12, other), codes=[])
        running = [(shop, shop.start()) for shop in (ours, theirs)]
        codes = sorted(shop.ended(run) for shop, run in running)
        assert codes[-1] in {0, 1}
        assert 1 in codes, "one of the two must be told that the texts differ"
        bodies = {"annan" in (letter.text or "") for letter in server.ledger}
        assert len(bodies) == 1
        winner = theirs if bodies == {True} else ours
        winner.judge(winner.finish())
