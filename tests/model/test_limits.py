"""A message is bounded, whatever it quotes."""

import pytest

from newsletter.model.diagnostics import Finding, Place, Places, Severity


@pytest.mark.parametrize(("length", "kept"), [(400, 400), (401, 300 + len(" … ") + 80)])
def test_a_message_is_shortened_in_its_middle_beyond_400_signs(length: int, kept: int) -> None:
    found = Finding(Severity.ERROR, "code", (), "x" * length).place_in("file.yaml", Places({(): Place(1, 1)}))

    assert len(found.message) == kept
