"""The house shows itself: rooms with a purpose, modules with one subject, imports that point downwards."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.conftest import ROOT

PACKAGE = ROOT / "newsletter"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if "versions" not in path.parts)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=directory,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/planted.py", "import newsletter.cli", "Imports point only downwards"),
        ("letter/planted.py", "from newsletter.delivery.outgoing import batch", "Imports point only downwards"),
        ("checks/planted.py", "import click", "Only the command line talks to the terminal"),
        ("checks/rules/planted.py", "from pathlib import Path", "Checks look at values"),
        ("checks/rules/planted.py", "from newsletter.source import read", "Checks look at values"),
        ("checks/planted.py", "from newsletter.letter.compile import compile_content", "Checks look at values"),
        ("delivery/planted.py", "import python_http_client", "Only its transport knows SendGrid's client"),
        ("letter/planted.py", "import weasyprint", "Only the editions know how documents"),
        ("web/planted.py", "from newsletter.letter.pictures.images import COLUMN", "The letter is asked at its faces"),
        (
            "operations/planted.py",
            "from newsletter.delivery.log.rows import hash_key",
            "Each sub-package of delivery is asked at",
        ),
        ("delivery/log/planted.py", "from newsletter.delivery.run import Plan", "Inside delivery imports point only downwards"),
        ("cli/planted.py", "def f():\n    import watchfiles", "Only the pages follow files"),
    ],
)
def test_an_upward_import_is_caught(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "newsletter", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "newsletter" / module).write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")

    result = lint_imports(tmp_path)

    assert result.returncode == 1
    assert any(row.startswith(contract) and "BROKEN" in row for row in result.stdout.splitlines()), result.stdout


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_two_subjects(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", ROOMS, ids=name)
def test_every_room_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse((path / "__init__.py").read_text(encoding="utf-8")))


OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "exists", "now", "today"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "checks").rglob("*.py")), ids=name)
def test_no_check_opens_a_file_or_asks_the_clock_without_an_import(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    called = {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}

    assert called & OPENING == set()


def test_a_class_name_stands_once() -> None:
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(name(path))

    assert {word: where for word, where in places.items() if len(where) > 1} == {}


def test_no_module_is_named_for_nothing() -> None:
    assert [name(path) for path in PACKAGE.rglob("*") if path.stem in {"utils", "helpers", "common", "misc", "tools"}] == []


def test_there_is_one_head_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(PACKAGE / "delivery" / "log" / "migrations"))

    assert len(ScriptDirectory.from_config(config).get_heads()) == 1
