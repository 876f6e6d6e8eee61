"""What letters are made of: the samples, read as the program reads them, and an issue as small as one can be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.letter import Content
from newsletter.letter.compile import compile_content
from newsletter.model.addresses import MailAddress
from newsletter.model.choices import Format
from newsletter.model.issue import Issue
from newsletter.model.recipients import Addressee
from newsletter.model.settings import Settings
from newsletter.source import read
from tests.conftest import ROOT

SAMPLES = ("2026-q1", "2026-q2", "2026-q3", "2026-q4")


@pytest.fixture(scope="session")
def settings() -> Settings:
    found = read(ROOT, ()).settings
    assert found
    return found.settings


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Issue]:
    """``sample("2026-q3")``."""
    return lambda issue: read(ROOT, [issue]).issue(issue).issue


@pytest.fixture(scope="session")
def contents(settings: Settings, sample: Callable[[str], Issue]) -> dict[str, Content]:
    """The four samples, compiled."""
    return {issue: compile_content(sample(issue), settings, ROOT) for issue in SAMPLES}


@pytest.fixture
def small() -> Callable[..., Issue]:
    """``small(title="…")``: one short article, with anything changed or added."""

    def make(**changes: object) -> Issue:
        article = {"kind": "article", "title": "Rubrik", "text": "Brödtext."}
        issue = {
            "year": "2026",
            "quarter": "3",
            "date": "2026-09-03",
            "title": "Titel",
            "lead": "Ingress.",
            "sections": [article],
        }
        return Issue.model_validate(issue | changes)

    return make


@pytest.fixture
def empty_workspace(tmp_path: Path) -> Path:
    """A workspace with neither templates nor images of its own."""
    return tmp_path


def addressee(
    name: str = "Vänsterpartiet Säffle", *first_names: str, municipality: str = "Säffle", form: Format = Format.HTML
) -> Addressee:
    return Addressee("saffle", name, municipality, MailAddress("kontakt", "saffle.example"), first_names, form)
