"""An issue with every key of every kind, and the samples' settings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from tests.conftest import ROOT

FULL = ROOT / "tests" / "letter" / "full_issue.yaml"
_SAID_OTHERWISE = {
    "kind",
    "src",
    "topic",
    "board",
    "date",
    "until",
    "time",
    "decided",
    "deadline",
    "year",
    "quarter",
    "vote",
    "status",
}
"""What is printed in other words than the editor's; the tests name those words."""
_ONE_READER_S = {"greeting", "subject", "corrects", "mark", "type", "accept"}
_ADDRESS = re.compile(r"https://[^\s)]+")


def full_yaml() -> dict[str, object]:
    loaded = yaml.load(FULL.read_text("utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="session")
def full() -> Issue:
    return Issue.model_validate(full_yaml())


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings.model_validate(yaml.load((ROOT / "newsletter.yaml").read_text("utf-8"), yaml.BaseLoader))


@pytest.fixture
def workspace_of_full(workspace: Path) -> Path:
    (workspace / "issues" / "2026-q3-allt.yaml").write_text(FULL.read_text("utf-8"), encoding="utf-8")
    return workspace


def written(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of the YAML that is printed as it is written, with its key."""
    match value:
        case dict():
            for name, one in value.items():
                if name not in _SAID_OTHERWISE | _ONE_READER_S:
                    yield from written(one, name)
        case list():
            for one in value:
                yield from written(one, key)
        case str():
            yield key, value


def words(text: str) -> set[str]:
    return set(re.findall(r"[\wåäöÅÄÖ]+", text.casefold()))


def missing(shown: str) -> list[str]:
    """Words, addresses and telephone numbers of the full issue that ``shown`` does not tell; lines may be broken anywhere."""
    shown = shown.replace("\u00a0", " ").replace("\u200b", "").replace("\u00ad", "")
    squeezed, known = re.sub(r"\s+", "", shown), words(shown)
    lost = []
    for key, text in written(full_yaml()):
        if key == "phone":
            lost += [text] if re.sub(r"\D", "", text) not in re.sub(r"\D", "", shown) else []
            continue
        lost += [address for address in _ADDRESS.findall(text) if address not in squeezed]
        prose = re.sub(r"mailto:\S+", "", _ADDRESS.sub("", text))
        lost += [word for word in words(prose) if word not in known]
    return lost


SAID = [
    "Vårdskulden",
    "Provnämnden för allt den 30 november 2025",
    "Vi röstade emot återremiss. Vi reserverade oss. Vi lämnade ett särskilt yttrande. Vi lämnade en protokollsanteckning.",
    "inlämnat den 1 juli",
    "avslaget den 2 augusti",
    "Försenat",
    "Ändrat",
    "Återremiss",
    "Beslut den 5 april 2024",
    "Konferens den 30 augusti–1 september",
    "Provtidningen den 29 augusti, insändare",
    "Sista dag: tisdag 12 januari 2027",
    "Fredag–lördag 1–2 oktober 2027 kl. 09.30–15.00",
    "Kvartal 3 2026 – rättelse",
    "torsdag 3 september 2026",
]
"""What the editor wrote as a date, an hour or a listed word, as a reader is told it."""


def unsaid(shown: str) -> list[str]:
    told = re.sub(r"\s+", "", shown.replace("\u00a0", " ")).casefold()
    return [fact for fact in SAID if re.sub(r"\s+", "", fact).casefold() not in told]
