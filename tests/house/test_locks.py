"""The locks hold everything that pyproject.toml asks for, with hashes, and tell nothing of where it was fetched."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"


def locked(name: str) -> dict[str, set[Version]]:
    """One version of each package, or one for each kind of machine."""
    versions: dict[str, set[Version]] = defaultdict(set)
    for found in re.finditer(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE):
        versions[canonicalize_name(found[1])].add(Version(found[2]))
    return versions


def entries(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.split(r"\n(?=\S)", text.strip())


def group(name: str) -> Iterator[Requirement]:
    for item in PYPROJECT["dependency-groups"][name]:
        if isinstance(item, dict):
            yield from group(item["include-group"])
        else:
            yield Requirement(item)


def needed(lock: str) -> list[Requirement]:
    runtime = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
    build = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]
    development = [*group("dev"), *group("proof"), *group("bench")] if lock == DEVELOPMENT else []
    return [*runtime, *build, *group("build"), *development]


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_every_dependency_is_locked_at_a_version_that_satisfies_it(lock: str) -> None:
    versions = locked(lock)
    unmet = [
        str(requirement)
        for requirement in needed(lock)
        if not any(version in requirement.specifier for version in versions[canonicalize_name(requirement.name)])
    ]

    assert unmet == [], "run `make generate`"


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_every_entry_has_hashes(lock: str) -> None:
    assert [entry.splitlines()[0] for entry in entries(lock) if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_no_entry_names_an_address_an_index_or_a_file(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"://|^#|--index|--find-links| @ |file:", text, re.MULTILINE)


def test_what_is_tested_is_what_is_installed() -> None:
    tested = locked(DEVELOPMENT)

    assert {name: versions for name, versions in locked(RUNTIME).items() if tested[name] != versions} == {}


def test_the_lock_of_the_proofs_tools_is_what_npm_needs_and_no_more() -> None:
    """npm writes back who sponsors a package, and from where it was fetched, whenever it makes the lock anew."""
    text = (ROOT / "tests" / "browser" / "node" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]

    assert re.findall(r"https?:[^\"]*|[\w.-]+@[\w-]+\.[a-z]+", text) == []
    assert [name for name, entry in packages.items() if {"funding", "resolved", "author"} & entry.keys()] == []
    assert [name for name, entry in packages.items() if name and not entry.get("integrity", "").startswith("sha512-")] == []
