"""Whatever happens to a file, reading it gives diagnostics that stand in the file and speak no library's English."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.source import read
from newsletter.source.diagnostics.words import WORDS
from tests.conftest import ROOT

FILES = ("issues/2026-q1.yaml", "issues/2026-q4.yaml", "recipients.yaml", "newsletter.yaml")
TEXTS = {file: (ROOT / file).read_bytes().decode() for file in FILES}
ODD = [
    *(":", ": ", " #", "\t", "- ", "[", "]", "{", "}", "*a", "&a ", "!a ", "|", ">", "%", "@", "`", "?", "'", '"', "\\"),
    *("\n", "\n\n", "\n---\n", "  ", "    ", "\r", "~", "null", ",", "<<: ", "\x00", "\x1b", "\x85", "\u2028"),
    *("\xa0", "\u200b", "\xad", "\ufeff", "\ufdd0", "\u202e", "å", "a\u0308", "漢", "👩", '"\\ud800"', '"\\U00110000"'),
    *("kind: ", "items:", "title: ", "2026-02-30", "typ: ", "board: hns", "{contact}", "=", "...", "\n...\n"),
]
EDITS = st.lists(
    st.tuples(st.integers(0, 100_000), st.integers(0, 12), st.sampled_from(["", *ODD]) | st.text(max_size=3)),
    min_size=1,
    max_size=4,
)
# What pydantic, PyYAML and Python themselves would say.
FOREIGN = re.compile(
    r"Input should|Field required|Extra inputs|Value error|validation error|while (?:parsing|scanning)|expected <"
    r"|could not find|found (?:character|unexpected|undefined|unknown)|not allowed here"
    r"|Traceback|codec can't|<class|PydanticCustom"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of small files, so that the one that is played with is what takes the time."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "issues").mkdir()
    for name, case in {"recipients.yaml": "recipients-fine.yaml", "newsletter.yaml": "settings-fine.yaml"}.items():
        shutil.copy(ROOT / "tests" / "bad_input" / case, folder / name)
    return folder


@pytest.mark.slow
@settings(max_examples=200)
@given(file=st.sampled_from(FILES), edits=EDITS)
def test_any_edit_gives_diagnostics_within_the_file(folder: Path, file: str, edits: list[tuple[int, int, str]]) -> None:
    text = TEXTS[file]
    for position, length, new in edits:
        at = position % (len(text) + 1)
        text = text[:at] + new + text[at + length :]
    _assert_sound(folder, file, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(file=st.sampled_from(FILES), data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_give_diagnostics_within_the_file(folder: Path, file: str, data: bytes) -> None:
    _assert_sound(folder, file, data)


@pytest.mark.parametrize("text", ["''", '""', "'' # x", "[]", "{}", "- a", "x"])
@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_no_map_of_keys_is_told_of_as_such(folder: Path, file: str, text: str) -> None:
    _assert_sound(folder, file, text.encode())


def _assert_sound(folder: Path, file: str, data: bytes) -> None:
    path = folder / file
    original = path.read_bytes() if path.exists() else None
    path.write_bytes(data)
    try:
        lines = re.split("\r\n|\r|\n", data.decode("utf-8-sig", "replace"))
        for each in read(folder, [path.stem] if path.parent.name == "issues" else []).diagnostics:
            assert each.file == file
            assert 1 <= each.line <= len(lines)
            assert 1 <= each.column <= len(lines[each.line - 1]) + 1
            assert each.code in WORDS or f"{each.code}-guess" in WORDS
            said = _without_quotes(f"{each.message} {each.hint}")
            assert not FOREIGN.search(said), said
    finally:  # one example's fault is not the next one's
        path.write_bytes(original) if original else path.unlink()


def _without_quotes(text: str) -> str:
    """The words of the program, without what it quotes from the file."""
    return re.sub("[“”].*?”", "", text)


def test_the_samples_load_unchanged_without_a_word(workspace: Path) -> None:
    reading = read(workspace)

    assert reading.diagnostics == ()
    assert [each.id for each in reading.issues] == ["2026-q1", "2026-q2", "2026-q3", "2026-q4"]
    assert reading.settings is not None
    assert reading.recipients is not None
    assert len(reading.recipients.recipients.recipients) == 16
