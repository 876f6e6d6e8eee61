"""The map in the repository is true: its list of rooms is the folders, and every reference to it leads to a heading."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENTS = ("design.md", "domain.md")
REFERENCE = re.compile(r"\b(design|domain)\.md[`)]*(?:\(\1\.md\))?(?:,? (\d+(?:\.\d+)*))?")
MOST_LINES_OF_README = 160


def headings(name: str) -> set[str]:
    """The numbers of its headings: ``4.3``."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return {number.rstrip(".") for number in re.findall(r"^#+ (\d+(?:\.\d+)*)\.? ", text, re.MULTILINE)}


def written_by_hand() -> list[Path]:
    """The files of the repository that may refer to the map, those that are added and not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\n") if name)
    endings = {".py", ".toml", ".md", ".j2", ".txt", ".yaml", ".yml", ""}
    return [path for path in paths if path.suffix in endings and path.is_file() and path != Path(__file__)]


def rooms_on_the_map() -> list[str]:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    table = text.partition("## 2. The house")[2].partition("## 3.")[0]
    return re.findall(r"^\| `([a-z_/]+)/` \|", table, re.MULTILINE)


def test_the_rooms_on_the_map_are_the_folders() -> None:
    package = ROOT / "newsletter"
    faces = {str(path.parent.relative_to(package)) for path in package.rglob("__init__.py") if "versions" not in path.parts}

    assert sorted(rooms_on_the_map()) == sorted(faces - {"."})


@pytest.mark.slow
def test_every_reference_to_the_map_leads_to_a_heading() -> None:
    known = {name: headings(name) for name in DOCUMENTS}
    lost = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in written_by_hand()
        for found in REFERENCE.finditer(path.read_text(encoding="utf-8", errors="replace"))
        if found[2] and found[2] not in known[f"{found[1]}.md"]
    ]

    assert all(known.values())
    assert lost == []


@pytest.mark.slow
def test_nothing_refers_to_a_text_that_is_not_in_the_repository() -> None:
    """Facts, messages and decisions by a number, and the folder beside the checkout, are known to its first authors only."""
    strange = re.compile(r"\b(?:[Mm]essages?|[Dd]ecisions?) \d+\b(?!\.)|\bfacts/|\.\./shared|\bpeers\.md\b")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in written_by_hand()
        for match in strange.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_readme_is_read_in_one_sitting() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < MOST_LINES_OF_README


def test_the_guide_for_contributors_is_short() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 130
