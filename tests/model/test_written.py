"""Whatever way a text is written in YAML, the spot of a word in the text is the place of that word in the file."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsletter.model.diagnostics import length_in_print, spot

LITERAL = """\
text: |

  Första raden.

    Indragen rad
  sista.
"""
FOLDED = """\
- text: >-
    Första raden
    går över i den andra.
"""
PLAIN = """\
text: Första raden
      går över i den andra.
"""
SINGLE = """\
text: 'Vi''s
  ord''et: här'
"""
DOUBLE = """\
text: "Första raden
  går: över"
"""


def _spot(file: str, word: str) -> tuple[int, int] | None:
    node = yaml.compose(file)
    while not isinstance(node, yaml.ScalarNode):
        node = node.value[0] if isinstance(node, yaml.SequenceNode) else node.value[0][1]
    before = node.value[: node.value.index(word)]
    return spot(file.split("\n"), node.start_mark.line + 1, node.start_mark.column + 1, node.style, length_in_print(before))


@pytest.mark.parametrize(
    ("file", "word", "place"),
    [
        (LITERAL, "Första", (3, 3)),
        (LITERAL, "raden", (3, 10)),
        (LITERAL, "Indragen", (5, 5)),
        (LITERAL, "sista", (6, 3)),
        (FOLDED, "Första", (2, 5)),
        (FOLDED, "andra", (3, 20)),
        (PLAIN, "Första", (1, 7)),
        (PLAIN, "andra", (2, 22)),
        (SINGLE, "Vi", (1, 8)),
        (SINGLE, "et", (2, 8)),
        (SINGLE, "här", (2, 12)),
        (DOUBLE, "Första", (1, 8)),
        (DOUBLE, "över", (2, 8)),
    ],
)
def test_a_word_is_found_where_it_stands(file: str, word: str, place: tuple[int, int]) -> None:
    assert _spot(file, word) == place


def test_signs_written_as_codes_are_not_counted() -> None:
    assert spot(['text: "a\\nb ord"'], 1, 7, '"', 2) is None


def test_nothing_is_found_past_the_end() -> None:
    assert spot(["text: ord"], 1, 7, None, 3) is None


def test_an_accent_of_its_own_counts_as_the_letter_it_is_read_as() -> None:
    """macOS may save é as two characters; the text of the model has one."""
    assert spot(["text: cafe\u0301 bar"], 1, 7, None, length_in_print("café b")) == (1, 14)


WORDS = st.lists(st.text("abcåäöé'’–*[]().,", min_size=1, max_size=6), min_size=1, max_size=12)


@given(WORDS, st.sampled_from(["|", ">", "'"]), st.data())
def test_every_word_of_a_broken_and_indented_text_is_found(words: list[str], style: str, data: st.DataObject) -> None:
    breaks = data.draw(st.lists(st.sampled_from([" ", "\n    ", "\n\n    "]), min_size=len(words), max_size=len(words)))
    written = [word.replace("'", "''") if style == "'" else word for word in words]
    body = "".join(word + gap for word, gap in zip(written, breaks, strict=True)).rstrip()
    lines = (f"text: '{body}'" if style == "'" else f"text: {style}\n    {body}").split("\n")

    for number, word in enumerate(words):
        place = spot(lines, 1, 7, style, length_in_print("".join(words[:number])))

        assert place is not None
        line, column = place
        assert lines[line - 1][column - 1 :].startswith(word.replace("'", "''") if style == "'" else word)
