"""What is installed from the archives is whole: templates, migrations and the Swedish words are in the wheel itself."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.conftest import ROOT


def run(*command: str, cwd: Path, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "NEWSLETTER_LANG"}}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=environment | {"PYTHONUTF8": "1"} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built, without network, from the source archive built from this checkout."""
    directory = tmp_path_factory.mktemp("archives")
    run("-m", "hatchling", "build", "-t", "sdist", "-d", str(directory), cwd=ROOT)
    run("-m", "tarfile", "-e", str(next(directory.glob("*.tar.gz"))), str(directory), cwd=directory)
    source = next(path for path in directory.iterdir() if path.is_dir())
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(directory), cwd=source)
    return next(directory.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(directory)
    return directory


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


@pytest.mark.parametrize(
    ("folder", "inside"),
    [("templates", "newsletter/templates"), ("newsletter", "newsletter")],
)
def test_the_wheel_holds_every_file_of(folder: str, inside: str, installed: Path) -> None:
    assert files(ROOT / folder) - files(installed / inside) == set()
    assert files(ROOT / folder)


KINDS = {
    ".py": "code", ".typed": "the mark of PEP 561", ".mako": "what Alembic makes migrations of",
    ".po": "words as they are written", ".mo": "words as they are read",
    ".yaml": "skeletons", ".txt": "forms", ".json": "schemas", ".gz": "what mail programs can show",
    ".md": "manuals", ".png": "their pictures",
    ".html": "pages", ".css": "their looks", ".js": "their movement", ".j2": "templates of letters",
}  # fmt: skip
"""Every kind of file that the program reads. A file of another kind came along by mistake."""
WITHOUT_KIND = {"newsletter/source/skeletons/gitignore"}


def unknown(names: Iterable[str]) -> list[str]:
    ours = (name for name in names if name.startswith("newsletter/") and not name.endswith("/"))
    return [name for name in ours if Path(name).suffix not in KINDS and name not in WITHOUT_KIND]


def test_the_wheel_holds_no_kind_of_file_that_the_program_does_not_read(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert unknown(names) == []
    assert {Path(name).suffix for name in names if name.startswith("newsletter/")} - {""} == KINDS.keys()


def test_what_was_left_by_a_command_that_died_is_of_no_known_kind() -> None:
    left = ["newsletter/locale/newsletter.1.tmp", "newsletter/model/issue.py.orig", "newsletter/notes"]

    assert unknown(left) == left


def test_the_wheel_holds_nothing_of_the_editor_s_own(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        outside = {name.split("/")[0] for name in archive.namelist()}

    assert {name for name in outside if not name.endswith(".dist-info")} == {"newsletter"}


def test_the_program_runs_from_the_wheel_with_the_wheel_s_templates(installed: Path, workspace: Path) -> None:
    program = ("-c", "import sys; from newsletter.cli import main; sys.exit(main())")
    where = run("-c", "import newsletter; print(newsletter.__file__)", cwd=workspace, PYTHONPATH=str(installed))
    version = run(*program, "--version", cwd=workspace, PYTHONPATH=str(installed))
    run(*program, "render", "2026-q3", "--out", "rendered", cwd=workspace, PYTHONPATH=str(installed))

    assert Path(where.strip()).parent.parent == installed
    assert "0.1.0" in version
    assert {path.suffix for path in (workspace / "rendered").iterdir()} == {".html", ".txt", ".eml", ".ics"}


def test_the_wheel_carries_the_manuals_and_the_pictures_they_show(installed: Path, tmp_path: Path) -> None:
    program = ("-c", "import sys; from newsletter.cli import main; sys.exit(main())")
    handbook = run(*program, "handbook", cwd=tmp_path, PYTHONPATH=str(installed))
    explained = run(*program, "explain", "unknown-key", cwd=tmp_path, PYTHONPATH=str(installed))
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", handbook)

    assert handbook == (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")
    assert explained.startswith("unknown-key\n\nFel.")
    assert {path.relative_to(installed / "newsletter" / "docs").as_posix() for path in installed.rglob("*.png")} == set(
        pictures
    )


def test_the_wheel_s_own_template_is_the_one_used(installed: Path, workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(installed, copy)
    base = copy / "newsletter" / "templates" / "base.mjml.j2"
    base.write_text(base.read_text(encoding="utf-8").replace("</mj-body>", "<mj-nonsense /></mj-body>"), encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from newsletter.cli import main; sys.exit(main())",
            "render",
            "2026-q3",
            "--out",
            "x",
        ],
        cwd=workspace,
        env=os.environ | {"PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 1
    assert "base.mjml.j2" in done.stdout + done.stderr
