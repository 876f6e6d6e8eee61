"""What is installed is called ``kvartalsbrev``: ``newsletter`` is a stranger's package on the index, for nobody to install."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from newsletter.model.extras import DISTRIBUTION, PACKAGES, Extra
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STRANGER = re.compile(
    r"""
      newsletter\[                                                              # newsletter[pdf]
    | newsletter-[\d…]\S*whl                                                    # the file of a wheel
    | (?<!un) (?:install|inject|upgrade) (?:\s+-\S+)* \s+ ["'“”]? newsletter \b(?!/|\.\w)  # pip install -U newsletter
    """,
    re.VERBOSE,
)


def texts() -> Iterator[Path]:
    """Everything that tells people something: documents, messages, code, and what ``init`` writes."""
    kinds = {".py", ".po", ".md", ".yaml", ".j2", ".html", ".txt", ".toml"}
    here = Path(__file__).resolve()
    for folder in ("newsletter", "docs", "templates", "tests", "benchmarks", ".ci"):
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in kinds and path != here)
    yield from (path for path in sorted(ROOT.iterdir()) if path.suffix in kinds or path.name == "Makefile")


def test_nobody_is_told_to_install_a_stranger_s_package() -> None:
    told = {
        path.relative_to(ROOT).as_posix(): found
        for path in texts()
        if "node_modules" not in path.parts and (found := STRANGER.findall(path.read_text(encoding="utf-8", errors="replace")))
    }

    assert told == {}


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ('pip install "newsletter[pdf]"', True),
        ("pip install --upgrade newsletter", True),
        ("pipx inject newsletter weasyprint", True),
        ("uv tool install newsletter-0.1.0-py3-none-any.whl", True),
        ("uv tool install newsletter", True),
        ("Installera med uv tool upgrade newsletter.", True),
        ("uv tool uninstall newsletter", False),
        ('pip install "kvartalsbrev[pdf]"', False),
        ("pip install kvartalsbrev, then newsletter init", False),
        ("newsletter init", False),
    ],
)
def test_the_search_finds_what_it_is_for(text: str, is_told: bool) -> None:
    assert bool(STRANGER.search(text)) is is_told


def test_the_program_knows_what_it_is_called() -> None:
    assert PROJECT["project"]["name"] == DISTRIBUTION


def test_the_command_and_the_package_keep_their_name() -> None:
    assert PROJECT["project"]["scripts"] == {"newsletter": "newsletter.cli:main"}
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["newsletter"]


def without_version(line: str) -> str:
    requirement = Requirement(line)
    return f"{requirement.name}[{','.join(requirement.extras)}]" if requirement.extras else requirement.name


def test_every_extra_has_the_command_that_adds_it() -> None:
    brought = PROJECT["project"]["optional-dependencies"]

    assert {name: list(map(without_version, lines)) for name, lines in brought.items()} == {
        extra.value: [PACKAGES[extra]] for extra in Extra
    }


def test_what_the_tests_use_of_an_extra_is_what_the_extra_brings() -> None:
    groups = [line for group in ("dev", "proof") for line in PROJECT["dependency-groups"][group] if isinstance(line, str)]

    assert {line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines} - set(groups) == set()
