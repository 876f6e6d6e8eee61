"""Accents of the editor's choice that cannot be read."""

import pytest

from newsletter.checks.rules.settings import low_contrast
from newsletter.model.settings import Appearance, Settings
from newsletter.source import read_settings
from tests.conftest import ROOT


def with_appearance(**appearance: str) -> Settings:
    return read_settings(ROOT).settings.model_copy(update={"appearance": Appearance.model_validate(appearance)})


def test_the_default_accents_can_be_read() -> None:
    assert list(low_contrast(with_appearance())) == []


@pytest.mark.parametrize(("key", "colour"), [("accent", "#FF9A8F"), ("accent", "#DA291C"), ("accent_dark", "#B3170E")])
def test_an_accent_that_cannot_be_read_is_refused_at_its_key(key: str, colour: str) -> None:
    (finding,) = low_contrast(with_appearance(**{key: colour}))

    assert finding.location == ("appearance", key)
    assert finding.code == "low-contrast"
