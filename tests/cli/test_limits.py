"""Of many, the first five are named."""

import pytest

from newsletter.cli.show.words import first_names


@pytest.mark.parametrize(("number", "ending"), [(5, "F3 och F4"), (6, "F4 och 1 till"), (7, "F4 och 2 till")])
def test_beyond_five_it_is_said_how_many_more(number: int, ending: str) -> None:
    names = {f"id{one}": f"F{one}" for one in range(number)}

    assert first_names(names, names).endswith(ending)
