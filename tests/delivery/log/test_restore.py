"""A copy takes the log's place only when it is sound and somebody knows what that costs; what it replaces is kept."""

from pathlib import Path

import pytest

from newsletter.delivery.afterwards.resolve import Resolution, ResolutionRecord, read_open_deliveries, settle
from newsletter.delivery.log import SendLog, open_log, permission
from newsletter.delivery.log.copies import back_up, compare_with_copy, prepare_copy, put_copy_in_place
from newsletter.delivery.log.receipts import Receipt
from newsletter.model.deliveries import Status
from newsletter.model.diagnostics import Refused
from tests.delivery.ledger import AT, LedgerTransport, due, run, statuses, unknown


def opened(directory: Path, name: str = "log.sqlite3") -> SendLog:
    return open_log(f"sqlite:{name}", directory, create=True)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A log that has sent to two, in doubt about the second, and a copy of it from then."""
    with opened(tmp_path) as log:
        run(log, LedgerTransport(), due(1))
        run(log, LedgerTransport(usual=unknown), due(2))
        back_up(log, tmp_path / "copy")
    return tmp_path / "log.sqlite3"


def receipts(log: SendLog) -> list[Receipt]:
    return [Receipt(one.issue, log.id, one.id, one.content, one.started, ()) for one in log.live_runs()]


def test_a_copy_that_knows_as_much_costs_nothing(target: Path) -> None:
    with opened(target.parent) as log:
        known = receipts(log)
    with prepare_copy(target.with_name("copy"), target) as duplicate:
        found = compare_with_copy(duplicate, target, known)
    assert not found.loses_something
    assert found.letters == 2
    assert sorted(path.name for path in target.parent.iterdir() if "lock" not in path.name) == ["copy", "log.sqlite3"]


def test_letters_and_words_that_the_copy_does_not_know_are_counted(target: Path) -> None:
    with opened(target.parent) as log:
        settle(log, read_open_deliveries(log), ResolutionRecord(Resolution.ARRIVED, "Kim", "Ringde.", AT))
        run(log, LedgerTransport(), due(5))
    with prepare_copy(target.with_name("copy"), target) as duplicate:
        found = compare_with_copy(duplicate, target, [])
    assert found.lost == {"2026-q3": 3}
    assert found.notes == 1
    assert found.loses_something


def test_a_copy_that_is_older_than_the_receipts_is_known_by_them(target: Path) -> None:
    with opened(target.parent) as log:
        run(log, LedgerTransport(), due(5))
        known = receipts(log)
    target.unlink()
    with prepare_copy(target.with_name("copy"), target) as duplicate:
        found = compare_with_copy(duplicate, target, known)
    assert found.forgotten == ("2026-q3",)


@pytest.mark.parametrize("damage", [b"", b"not a database at all", None])
def test_the_place_of_a_log_that_cannot_be_read_is_taken_and_it_is_kept(target: Path, damage: bytes | None) -> None:
    whole = target.read_bytes()
    target.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096) if damage is None else damage)
    broken = target.read_bytes()
    with prepare_copy(target.with_name("copy"), target) as duplicate:
        found = compare_with_copy(duplicate, target, [])
        assert found.unreadable == (damage != b"")
        kept = put_copy_in_place(duplicate, target, "20260910-080000")
    assert kept == target.with_name("log.sqlite3.replaced-20260910-080000")
    assert kept.read_bytes() == broken
    with opened(target.parent) as log:
        assert statuses(log) == {Status.ACCEPTED: 1, Status.UNKNOWN: 1}
        transport = LedgerTransport()
        run(log, transport, due(3))
        assert list(transport.ledger) == ["a2@x.example"]


def test_no_journal_of_the_log_before_is_left_to_the_new_one(target: Path) -> None:
    journal = target.with_name("log.sqlite3-wal")
    journal.write_bytes(b"of the log before")
    with prepare_copy(target.with_name("copy"), target) as duplicate:
        kept = put_copy_in_place(duplicate, target, "stamp")
    assert kept
    assert not journal.exists()
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"of the log before"


@pytest.mark.parametrize("content", [b"", b"Hej", None], ids=["empty", "text", "damaged"])
def test_what_is_no_sound_copy_changes_nothing(target: Path, content: bytes | None) -> None:
    copy, before = target.with_name("copy"), target.read_bytes()
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192) if content is None else content)
    with pytest.raises(Refused), prepare_copy(copy, target) as duplicate:
        compare_with_copy(duplicate, target, [])
    assert target.read_bytes() == before


def test_another_programs_database_is_no_copy(target: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(target.with_name("recipes"))) as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(Refused), prepare_copy(target.with_name("recipes"), target) as duplicate:
        compare_with_copy(duplicate, target, [])


def test_history_goes_on_where_the_copy_left_off(target: Path) -> None:
    with opened(target.parent) as log:
        first = log.id
    target.unlink()
    with prepare_copy(target.with_name("copy"), target) as duplicate:
        assert put_copy_in_place(duplicate, target, "stamp") is None
    with opened(target.parent) as log:
        assert log.id == first
        assert permission.read_history(log, []).last == permission.this_site(log)
