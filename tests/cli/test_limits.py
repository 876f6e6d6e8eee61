"""Of many, the first twenty are named."""

import pytest

from newsletter.cli.show.words import first_names


@pytest.mark.parametrize(("number", "ending"), [(20, "F18 och F19"), (21, "F19 och 1 till"), (22, "F19 och 2 till")])
def test_beyond_twenty_it_is_said_how_many_more(number: int, ending: str) -> None:
    names = {f"id{one}": f"F{one}" for one in range(number)}

    assert first_names(names, names).endswith(ending)
