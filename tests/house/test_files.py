"""Files are read and written in one room, which looks at what stands there first."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "newsletter"
WRITERS = {"write_text", "write_bytes", "touch", "mkstemp", "NamedTemporaryFile", "TemporaryFile"}
READERS = {"read_text", "read_bytes"}
ALLOWED = {
    # The repository's own files, written and read by a developer or the build.
    ("locale/catalogue.py", "build"),
    ("locale/catalogue.py", "merge_catalogues"),
    ("locale/extraction.py", "read_translations"),
    ("locale/extraction.py", "write"),
    ("locale/extraction.py", "_refuse_what_a_merge_left"),
    # What came with the program, and with the operating system.
    ("delivery/log/folders.py", "_mounts"),
    ("delivery/log/permission.py", "_number"),
    ("locale/manuals.py", "read_manual"),
    ("model/extras.py", "_install_again_with_uv"),
    ("operations/examining.py", "client_support"),
    ("source/answers/own_words.py", "_pieces"),
    ("source/samples.py", "sample_words"),
    ("source/skeleton.py", "read_skeleton"),
    ("source/skeleton.py", "refresh_schemas"),
    ("cli/commands/reviewing/reference.py", "print_schema"),
}


def uses(path: Path) -> Iterator[tuple[str, str, str]]:
    """Every call that opens a file by itself: module, function, call."""
    module = path.relative_to(PACKAGE).as_posix()
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (name := opening(call)):
                    yield module, function.name, name


def opening(call: ast.Call) -> str | None:
    match call.func:
        case ast.Name(id="open"):
            return "open"
        case ast.Attribute(value=ast.Name(id="os"), attr="open" | "fdopen" as name):
            return f"os.{name}"
        case ast.Attribute(value=ast.Name(id="path" | "file" | "source" | "target"), attr="open"):
            return "Path.open"
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if name in {"copy", "copy2", "copyfile"}:
            return f"shutil.{name}" if owner == "shutil" else None
        case ast.Attribute(attr=name) if name in WRITERS | READERS:
            return name
        case _:
            return None


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "disk" not in path.relative_to(PACKAGE).parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_other_room_opens_files(path: Path) -> None:
    assert [use for use in uses(path) if use[:2] not in ALLOWED] == []


def test_no_exception_is_out_of_date() -> None:
    assert ALLOWED - {use[:2] for path in MODULES for use in uses(path)} == set()


@pytest.mark.parametrize(
    "line",
    [
        "path.write_text('a')",
        "(folder / 'a').write_bytes(b)",
        "open('a')",
        "path.open('w')",
        "os.open('a', 1)",
        "shutil.copy2(a, b)",
    ],
)
def test_a_planted_writer_is_caught(line: str) -> None:
    call = ast.parse(line).body[0]

    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert opening(call.value)
