"""The table of the skeletons' words is made of the skeletons, and knows a sample that is left in whole or in part."""

import re
from pathlib import Path

import pytest

from newsletter.source import sample_in
from newsletter.source.samples import MAY_STAY, bare
from tests.conftest import ROOT

SKELETONS = sorted((ROOT / "newsletter" / "source" / "skeletons").glob("*.yaml"))
ASKED_FOR = re.compile(r"(?m)^[ #]*(?:- )?(?:title|text|lead|name|email|alt|caption|credit|who|preview): (?P<value>[^|$\n]+)$")


@pytest.mark.parametrize("path", SKELETONS, ids=lambda path: path.name)
def test_all_that_is_to_be_replaced_is_known(path: Path) -> None:
    values = [re.sub(r" {2,}#.*", "", found["value"]).strip() for found in ASKED_FOR.finditer(path.read_text(encoding="utf-8"))]

    assert [value for value in values if value not in MAY_STAY and not sample_in(value)] == []


def test_words_that_may_stay_are_words_of_the_skeletons() -> None:
    texts = bare(" ".join(path.read_text(encoding="utf-8") for path in SKELETONS))

    assert [word for word in MAY_STAY if bare(word) not in texts] == []
    assert [word for word in MAY_STAY if sample_in(word)] == []


@pytest.mark.parametrize(
    ("text", "sample"),
    [
        ("Rubrik", "Rubrik"),
        ("RUBRIK", "RUBRIK"),
        ("Förnamn\n Efternamn.", "Förnamn Efternamn."),
        ("Bussarna går igen. Vad som har hänt sedan dess. Och mer.", "Vad som har hänt sedan dess."),
        ("Bussarna.\nTom rad ger nytt stycke.\nOch mer.", "Tom rad ger nytt stycke."),
        ("Läs om vad som har hänt sedan dess.", None),
        ("Rubrik. Bussarna går igen.", None),
        ("Rubriken för dagen", None),
        ("Nämnden i Exempelstads grannkommun", None),
        ("", None),
    ],
)
def test_a_sample_alone_and_within(text: str, sample: str | None) -> None:
    assert sample_in(text) == sample
