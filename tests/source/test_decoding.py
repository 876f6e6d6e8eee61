"""The same form in many character sets, each said to be another: every letter is read as it was written, or doubted."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.source.answers.decoding import decode_text
from tests.source.test_answers import FILLED, SAME, codes, judge, mailed

_SETS = "utf-8 utf-8-sig cp1252 iso-8859-15 iso-8859-10 mac-roman cp850 utf-16 utf-16-le utf-16-be utf-7"
WRITTEN = {name: FILLED.encode(name) for name in _SETS.split()} | {
    "utf-8 twice": FILLED.encode().decode("cp1252").encode(),
}
DECLARED = (
    *("", "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "iso-8859-15", "iso-8859-2", "windows-1251", "koi8-r"),
    *("big5", "utf-16", "utf-7", "macintosh", "cp037", "iso-2022-jp", "x-unknown", "hex"),
)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_mail_is_read_alike_whatever_its_letters_are_and_are_said_to_be(written: str, tmp_path: Path) -> None:
    for declared in DECLARED:
        kind = f"text/plain; charset={declared}" if declared else "text/plain"
        head = f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
        judged = judge(mailed(tmp_path, base64.encodebytes(WRITTEN[written]), head=head))

        assert (judged.value, codes(judged)) == (SAME, []), declared


@pytest.mark.parametrize("written", WRITTEN)
def test_and_so_is_a_form_in_a_file(written: str, tmp_path: Path) -> None:
    path = tmp_path / "svar.txt"
    path.write_bytes(WRITTEN[written])

    assert judge(path).value == SAME


def test_lines_in_two_sets_are_each_read_in_their_own(tmp_path: Path) -> None:
    lines = [line.encode("cp1252" if number % 2 else "utf-8") for number, line in enumerate(FILLED.split("\n"))]
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"

    assert judge(mailed(tmp_path, b"\n".join(lines), head=head)).value == SAME


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Det tog ett \ufffdr.", "garbled"),  # lost where the member's program saved it
        ("Det tog ett Ã¥r, och sen ett år.", "garbled"),  # pasted from a page that was read in the wrong way
        ("Det tog ett fŠr.", "garbled"),
        ("Vi k”per den.", "garbled"),
    ],
)
def test_what_is_spoilt_for_good_is_told_whatever_door_it_came_through(tmp_path: Path, text: str, told: str) -> None:
    filled = FILLED.replace("Mottagningen får två tjänster till.", text)
    as_text = tmp_path / "svar.txt"
    as_text.write_text(filled, encoding="utf-8")

    for path in (mailed(tmp_path, filled.encode(), head="Content-Type: text/plain; charset=utf-8\n"), as_text):
        assert codes(judge(path)) == [told]


@pytest.mark.parametrize(
    "text", ["Dušan och Œuvre, två 45°-vinklar, ”ord” och Ångström.", "Şükrü, Łódź, café, señor, 5 µm ± 1 ‰"]
)
def test_foreign_names_are_no_fault(tmp_path: Path, text: str) -> None:
    filled = FILLED.replace("Mottagningen får två tjänster till.", text)

    assert codes(judge(mailed(tmp_path, filled.encode(), head="Content-Type: text/plain; charset=utf-8\n"))) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.sampled_from(DECLARED))
def test_what_is_utf_8_and_says_so_in_a_form_is_never_read_as_anything_else(text: str, declared: str) -> None:
    whole = f"Nämnd: {text}"

    assert decode_text(whole.encode(), declared) == whole


@given(st.binary(), st.sampled_from(DECLARED))
def test_no_bytes_are_too_strange_for_it(data: bytes, declared: str) -> None:
    assert isinstance(decode_text(data, declared), str)
