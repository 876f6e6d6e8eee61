"""The map in the repository is true: rooms, modules, commands and keys on it are the program's, and every reference to it leads
to a heading.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest

from newsletter.model.base import Model
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.sections import AnySection, Section
from newsletter.model.settings import Settings
from tests.commands import COMMANDS, longest_command
from tests.conftest import ROOT

DOCUMENTS = ("design.md", "domain.md")
NUMBER = r"\d+(?:\.\d+)*"
REFERENCE = re.compile(rf"\b(design|domain)\.md[`)]*(?:\(\1\.md\))?,? ({NUMBER}(?:(?:,| and|, and| to) {NUMBER})*)")
"""``design.md 4``, ``domain.md 4.1, 4.4 and 4.8``."""
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


def lost_references(text: str, known: dict[str, set[str]]) -> list[str]:
    return [
        f"{found[1]}.md {number}"
        for found in REFERENCE.finditer(text)
        for number in re.findall(NUMBER, found[2])
        if number not in known[f"{found[1]}.md"]
    ]


def words_of_domain(number: str, row: str = "") -> set[str]:
    """What is marked as code or as required in a section of it, word by word; of one row of its table alone, if it is named."""
    text = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")
    section = re.split(rf"^### {re.escape(number)} ", text, flags=re.MULTILINE)[1].partition("\n#")[0]
    lines = [line for line in section.splitlines() if not row or line.startswith((f"| `{row}` |", "All: "))]
    marked = " ".join("".join(found) for found in re.findall(r"`([^`]+)`|\*\*([^*]+)\*\*", "\n".join(lines)))
    return set(re.findall(r"[a-z_]+", marked))


def keys(model: type[Model]) -> set[str]:
    """As the editor writes them."""
    return {field.alias or name for name, field in model.model_fields.items()}


def keys_within(model: type[Model]) -> set[str]:
    """Those of the models that it holds included."""
    return keys(model).union(*(keys_within(part) for field in model.model_fields.values() for part in parts(field.annotation)))


def parts(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from parts(inner)


def test_the_rooms_on_the_map_are_the_folders() -> None:
    package = ROOT / "newsletter"
    faces = {str(path.parent.relative_to(package)) for path in package.rglob("__init__.py") if "versions" not in path.parts}

    assert sorted(rooms_on_the_map()) == sorted(faces - {"."})


@pytest.mark.slow
def test_every_reference_to_the_map_leads_to_a_heading() -> None:
    known = {name: headings(name) for name in DOCUMENTS}
    lost = {
        str(path.relative_to(ROOT)): found
        for path in written_by_hand()
        if (found := lost_references(path.read_text(encoding="utf-8", errors="replace"), known))
    }

    assert all(known.values())
    assert lost == {}


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("(design.md 4)", []),
        ("[domain.md](domain.md) 9", ["domain.md 9"]),
        ("(domain.md 4.3, 9.1)", ["domain.md 9.1"]),
        ("(domain.md 9.2, 4.3 and 9.3; RFC 5321)", ["domain.md 9.2", "domain.md 9.3"]),
        ("(design.md 4, steps 7 and 8)", []),
    ],
)
def test_each_number_of_a_reference_is_followed(text: str, lost: list[str]) -> None:
    assert lost_references(text, {"design.md": {"4"}, "domain.md": {"4.3"}}) == lost


def test_the_modules_on_the_map_exist() -> None:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    rooms = "|".join(room for room in rooms_on_the_map() if "/" not in room)
    named = set(re.findall(rf"[`*]((?:{rooms})/[a-z_/]*[a-z_])[`*]", text))
    package = ROOT / "newsletter"

    assert len(named) > 20
    assert [name for name in sorted(named) if not (package / f"{name}.py").is_file() and not (package / name).is_dir()] == []


def test_the_commands_and_options_on_the_map_are_the_program_s() -> None:
    section = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").partition("\n## 7. ")[2]
    lines = section.partition("\n- ")[0].splitlines()
    promised = {longest_command(line): set(re.findall(r"--[a-z-]+", line)) for line in lines if line.startswith("    ")}
    offered = {
        name: {option.opts[-1] for option in command.params if isinstance(option, click.Option)}
        for name, command in COMMANDS.items()
    }

    assert promised == offered


def test_every_key_of_a_file_stands_in_its_section() -> None:
    assert keys_within(Recipients) - words_of_domain("3.3") == set()
    assert keys_within(Settings) - words_of_domain("3.5") == set()
    assert keys(Issue) - words_of_domain("4.2") == set()


@pytest.mark.parametrize("kind", get_args(get_args(AnySection)[0]))
def test_every_key_of_a_section_stands_in_its_row(kind: type[Section]) -> None:
    name = get_args(kind.model_fields["kind"].annotation)[0]
    items = parts(kind.model_fields["items"].annotation) if "items" in kind.model_fields else ()

    missing = keys(kind).union(*map(keys, items)) - words_of_domain("4.3", row=name)

    assert not missing, f"The row of ”{name}” in docs/domain.md 4.3 lacks {sorted(missing)}."


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
