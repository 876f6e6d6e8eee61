"""Whatever a file of another's holds: an answer in bearable time, and an ``OSError`` with its name where there is none."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.disk import Bounds, NotOfItsKind, TooBig, TooDeep, TooSlow, guard, read_foreign, read_json

BOUNDS = Bounds(1_000, seconds=0.2, deepest=2, broken=(ValueError,))


def never_ending() -> None:
    while True:
        pass


def stubborn() -> None:
    """A library that takes every exception for a fault of the file, and goes on."""
    while True:
        try:
            never_ending()
        except Exception:  # noqa: BLE001 - so libraries do
            continue


def nested(depth: int = 0) -> int:
    return nested(depth + 1)


def greedy() -> None:
    raise MemoryError


def broken() -> None:
    raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "")


@pytest.mark.parametrize(
    ("use", "fault"),
    [
        (never_ending, TooSlow),
        (stubborn, TooSlow),
        (nested, TooDeep),
        (greedy, TooBig),
        (broken, NotOfItsKind),
    ],
)
def test_whatever_its_reader_stumbles_over_has_the_files_name(
    use: Callable[[], object], fault: type[OSError], tmp_path: Path
) -> None:
    with pytest.raises(fault) as raised:
        guard(tmp_path / "theirs", BOUNDS, use)

    assert raised.value.filename == str(tmp_path / "theirs")


def test_so_it_is_on_another_thread_than_the_first(tmp_path: Path) -> None:
    """The preview reads on threads of its own, where no signal comes."""
    found: list[type[BaseException]] = []

    def read() -> None:
        try:
            guard(tmp_path / "theirs", BOUNDS, never_ending)
        except OSError as fault:
            found.append(type(fault))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()

    assert found == [TooSlow]


def test_the_time_is_the_processors_not_the_walls(tmp_path: Path) -> None:
    assert guard(tmp_path / "theirs", BOUNDS, lambda: time.sleep(3 * BOUNDS.seconds)) is None


def test_nothing_is_raised_when_the_reader_has_ended(tmp_path: Path) -> None:
    guard(tmp_path / "theirs", BOUNDS, lambda: None)
    ends = time.process_time() + 3 * BOUNDS.seconds
    while time.process_time() < ends:
        pass

    assert [thread.name for thread in threading.enumerate() if thread.name == "watch"] == []


def test_a_fault_of_our_own_stays_one(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        guard(tmp_path / "theirs", BOUNDS, lambda: 1 // 0)


def test_a_file_is_read_to_its_last_byte_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    path.write_bytes(b"a" * BOUNDS.bytes)
    assert read_foreign(path, BOUNDS, len) == BOUNDS.bytes

    path.write_bytes(b"a" * (BOUNDS.bytes + 1))
    with pytest.raises(TooBig):
        read_foreign(path, BOUNDS, len)


@pytest.mark.parametrize("text", ['{"a": [1]}', '\ufeff{"a": [1]}', "[[1]]", "1", r'"\ud83d\ude00"'])
def test_json_within_its_bounds_is_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text(text, encoding="utf-8")

    assert read_json(tmp_path / "theirs", BOUNDS) == json.loads(text.removeprefix("\ufeff"))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"[[[1]]]", TooDeep),
        (b'{"a": {"b": {"c": 1}}}', TooDeep),
        (b"{", NotOfItsKind),
        (b"", NotOfItsKind),
        (b"\xff", NotOfItsKind),
        (rb'"\ud800"', NotOfItsKind),
        (b"NaN", NotOfItsKind),
        (b"9" * 5_000, NotOfItsKind),
        (b"[" * 500_000, TooDeep),
    ],
)
def test_other_json_is_refused(data: bytes, fault: type[OSError], tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(data)

    with pytest.raises(fault):
        read_json(tmp_path / "theirs", Bounds(1_000_000, seconds=5, deepest=2))
