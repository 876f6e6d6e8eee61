"""The mutants are what they say they are, are judged by the right tests, and are never made in the checkout."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.campaign import Mutant, Verdict, copy_tree, draw, judge, mutants, run
from tests.mutants.changes import Change, changes_of_catalogue, changes_of_module


@pytest.mark.parametrize(
    ("code", "line", "what", "changed"),
    [
        ("found = a < b", 1, "< → <=", "found = a <= b"),
        ("found = a >= b", 1, ">= → >", "found = a > b"),
        ("found = 0 <= a < b", 1, "<= → <", "found = 0 < a < b"),
        ("found = a == b", 1, "== → !=", "found = a != b"),
        ("found = a not in b", 1, "not in → in", "found = a in b"),
        ("found = a is None", 1, "is → is not", "found = a is not None"),
        ("found = (a) and (b or c)", 1, "or → and", "found = (a) and (b and c)"),
        ("found = not a", 1, "not dropped", "found = a"),
        ("found = a - b", 1, "- → +", "found = a + b"),
        ("found = a[:70]", 1, "70 → 71", "found = a[:71]"),
        ("found = f(all=True)", 1, "True → False", "found = f(all=False)"),
        ("log(a)", 1, "statement dropped", "pass"),
        ("if a: raise ValueError", 1, "statement dropped", "if a: pass"),
        ("found = f'{a}, åtta {b}'", 1, "{b} dropped", "found = f'{a}, åtta '"),
        ("å = 1; found = a < b", 1, "< → <=", "å = 1; found = a <= b"),
        ("found = (\n    a <\n    b\n)", 3, "< → <=", "found = (\n    a <=\n    b\n)"),
    ],
)
def test_a_module_is_changed_in_one_place(code: str, line: int, what: str, changed: str) -> None:
    assert Change(line, what, changed) in set(changes_of_module(code))


@pytest.mark.parametrize(
    "code",
    [
        '"""Words, 1 < 2."""',
        "found = 'a < b'",
        "# a < b",
        "found = f'{a < b}'",
        "from a import b",
        "@dataclass(frozen=True)\nclass A: b: int",
    ],
)
def test_what_no_test_can_judge_is_left_alone(code: str) -> None:
    assert list(changes_of_module(code)) == []


def test_a_sentence_of_a_catalogue_loses_its_last_word() -> None:
    head = 'msgid ""\nmsgstr ""\n"Language: sv\\n"\n\n'
    text = head + 'msgid "Nothing was sent."\nmsgstr "Inget är skickat."\n\nmsgid "No"\nmsgstr "Nej"\n'

    (change,) = changes_of_catalogue(text)

    assert (change.line, change.what) == (6, "skickat. dropped")
    assert change.text == text.replace("Inget är skickat.", "Inget är")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A program of one room, whose tests know one of its two functions."""
    root = tmp_path / "tree"
    files = {
        "newsletter/__init__.py": "",
        "newsletter/room/__init__.py": "",
        "newsletter/room/limits.py": "def is_long(a):\n    return a > 70\n\n\ndef unknown(a):\n    return a < 5\n",
        "tests/room/test_limits.py": (
            "from newsletter.room.limits import is_long\n\n\n"
            "def test():\n    assert (is_long(70), is_long(71)) == (False, True)\n"
        ),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_seed_draws_the_same_again(tree: Path) -> None:
    assert draw(tree, ["room"], 3, seed=7) == draw(tree, ["room"], 3, seed=7)
    assert len(draw(tree, ["room"], 99, seed=7)) == len(list(mutants(tree, "room"))) == 4


@pytest.mark.slow
def test_what_the_tests_do_not_notice_survives(tree: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}

    found = {str(mutant): verdict for mutant, verdict in run(tree, tmp_path / "scratch", list(mutants(tree, "room")), 60, 2)}

    assert found == {
        "newsletter/room/limits.py:2: > → >=": Verdict.NOTICED,
        "newsletter/room/limits.py:2: 70 → 71": Verdict.NOTICED,
        "newsletter/room/limits.py:6: < → <=": Verdict.SURVIVED,
        "newsletter/room/limits.py:6: 5 → 6": Verdict.SURVIVED,
    }
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_tests_that_fail_without_a_change_judge_nothing(tree: Path, tmp_path: Path) -> None:
    (tree / "tests" / "room" / "test_limits.py").write_text("def test():\n    assert False\n", encoding="utf-8")

    with pytest.raises(RuntimeError, match="without any change"):
        list(run(tree, tmp_path / "scratch", list(mutants(tree, "room")), 60, 1))


@pytest.mark.slow
def test_what_never_ends_is_noticed_and_taken_back(tree: Path, tmp_path: Path) -> None:
    endless = Mutant("room", "newsletter/room/limits.py", Change(2, "endless", "def is_long(a):\n    while True: pass\n"))
    copied = copy_tree(tree, tmp_path / "copy")

    assert judge(copied, endless, limit=3) is Verdict.NOTICED
    assert (copied / endless.file).read_bytes() == (tree / endless.file).read_bytes()


@pytest.mark.slow
def test_without_time_none_is_begun(tree: Path, tmp_path: Path) -> None:
    assert list(run(tree, tmp_path / "scratch", list(mutants(tree, "room")), -1, 1)) == []


@pytest.mark.slow
def test_the_command_knows_the_rooms() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants", "--help"], capture_output=True, text=True, encoding="utf-8", check=True
    )

    assert "accounting" in done.stdout
    assert "locale" not in done.stdout
