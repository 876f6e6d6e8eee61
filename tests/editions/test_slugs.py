"""Words become names of files that any server takes, each its own."""

import re

from hypothesis import given
from hypothesis import strategies as st

from newsletter.editions.site.registers import slug, slugs


def test_swedish_letters_lose_their_marks() -> None:
    assert [slug(words) for words in ("Vårdskulden", "klimat och energi", "Årjäng", "Malmö/Lund!")] == [
        "vardskulden",
        "klimat-och-energi",
        "arjang",
        "malmo-lund",
    ]


def test_words_that_would_be_one_are_told_apart() -> None:
    assert slugs(["Gra", "Grå", "Grä"]) == {"Gra": "gra", "Grå": "gra-2", "Grä": "gra-3"}


@given(st.lists(st.text(max_size=12), max_size=8))
def test_each_word_has_a_name_of_its_own(words: list[str]) -> None:
    found = slugs(words)

    assert set(found) == set(words)
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in found.values())
