"""A hundred mail programs and languages, five places to write in and ten endings: nothing leaks, and no field is lost.

What is written with a frame that no one has words for is read as it was meant or refused with the line: it never leaks.
"""

from pathlib import Path

import pytest

from newsletter.model.contribution import Contribution
from newsletter.source.judging import Judged
from tests.source.mail_programs import (
    ENDINGS,
    FILLED,
    HTML,
    NEVER,
    PLACES,
    PROGRAMS,
    UNKNOWN,
    Program,
    above,
    html_answer,
    is_possible,
)
from tests.source.test_answers import judge, mailed

TEXT_LAST = f"""\
{FILLED.partition("Medier")[0].strip()}

De börjar i mars.
"""
CASES = [(name, place) for name, program in PROGRAMS.items() for place in PLACES if is_possible(place, program)]


def read(folder: Path, text: str, kind: str = "plain") -> Judged[Contribution]:
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    return judge(mailed(folder, text.encode(), head=head))


def in_turn(number: int) -> list[tuple[str, str]]:
    """Three of the endings: each meets each place in some of the programs, and all of them the next programs."""
    every = list(ENDINGS.items())
    return [every[(number + step) % len(every)] for step in (0, 3, 7)]


def leaks(judged: Judged[Contribution]) -> list[str]:
    return [word for word in NEVER if word in repr(judged.value)]


@pytest.fixture(scope="module")
def meant(tmp_path_factory: pytest.TempPathFactory) -> Contribution:
    """What the member wrote, from a file that holds nothing else."""
    value = read(tmp_path_factory.mktemp("ensam"), FILLED).value
    assert value is not None
    assert value.text is not None
    assert value.text.startswith("Bussen går tidigare")
    assert (len(value.decisions), len(value.media), len(value.calendar)) == (1, 1, 1)
    return value


@pytest.mark.parametrize(("program", "place", "number"), [(*case, number) for number, case in enumerate(CASES)])
def test_nothing_leaks_and_no_field_is_lost(program: str, place: str, number: int, meant: Contribution, tmp_path: Path) -> None:
    for ending, words in in_turn(number):
        judged = read(tmp_path, PLACES[place](PROGRAMS[program], words))

        assert (judged.value, leaks(judged)) == (meant, []), ending


@pytest.mark.parametrize(("program", "number"), [(program, number) for number, program in enumerate(PROGRAMS)])
def test_nor_where_the_last_that_is_written_is_a_text(program: str, number: int, tmp_path: Path) -> None:
    expected = read(tmp_path, TEXT_LAST).value
    for ending, words in in_turn(number):
        judged = read(tmp_path, above(PROGRAMS[program], words).replace(FILLED, TEXT_LAST))

        assert (judged.value, leaks(judged)) == (expected, []), ending


@pytest.mark.parametrize("place", ["ovanför", "i-formuläret"])
@pytest.mark.parametrize("program", HTML)
def test_nor_from_html_alone(program: str, place: str, meant: Contribution, tmp_path: Path) -> None:
    for ending, words in ENDINGS.items():
        html = html_answer(HTML[program], words, inside=place == "i-formuläret")
        judged = read(tmp_path, html, "html")

        assert (judged.value, leaks(judged)) == (meant, []), ending


@pytest.mark.parametrize("sign", ["", "> ", "| "])
@pytest.mark.parametrize("program", UNKNOWN)
def test_an_unknown_frame_is_read_or_refused_and_never_printed(program: str, sign: str, tmp_path: Path) -> None:
    frame = Program(UNKNOWN[program].frame, sign)
    for filled in (FILLED, TEXT_LAST):
        expected = read(tmp_path, filled).value
        for ending, words in ENDINGS.items():
            judged = read(tmp_path, above(frame, words).replace(FILLED, filled))

            assert leaks(judged) == [], ending
            assert judged.value in (None, expected), ending
