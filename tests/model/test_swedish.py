"""Lists of names as they are read in Swedish."""

import pytest

from newsletter.model.swedish import swedish_list, swedish_order


@pytest.mark.parametrize(
    ("words", "printed"), [((), ""), (("Eda",), "Eda"), (("Arvika", "Eda"), "Arvika och Eda"), (("a", "b", "c"), "a, b och c")]
)
def test_a_list_in_swedish(words: tuple[str, ...], printed: str) -> None:
    assert printed == swedish_list(words)


def test_names_are_sorted_as_in_swedish() -> None:
    names = ["Årjäng", "Säffle", "Öckerö", "Ängelholm", "Torsby", "Sunne", "Storfors", "Arvika"]

    assert sorted(names, key=swedish_order) == [
        "Arvika", "Storfors", "Sunne", "Säffle", "Torsby", "Årjäng", "Ängelholm", "Öckerö",
    ]  # fmt: skip
