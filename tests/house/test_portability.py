"""Linux, macOS and Windows: nothing of one system only, every file with its encoding, no trace of where it was written."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "newsletter"
MODULES = sorted(PACKAGE.rglob("*.py"))
POSIX_ONLY = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "posix", "crypt", "nis"}
POSIX_CALLS = {"fork", "killpg", "setsid", "getuid", "geteuid", "chown", "mkfifo", "getpgid", "sysconf", "uname"}
TERMINAL = {"print", "input", "breakpoint"}
EDGE = {"sys.exit", "os._exit", "os.environ", "os.getenv", "sys.stdin", "sys.stdout", "sys.stderr"}
BARRED_ON_WINDOWS = re.compile(r'[<>:"|?*\\]|[. ]$|(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)', re.IGNORECASE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.Import(names=names):
                yield from (alias.name.split(".")[0] for alias in names)
            case ast.ImportFrom(module=str(source), level=0):
                yield source.split(".")[0]


def is_binary(call: ast.Call) -> bool:
    texts = [item.value for item in (*call.args, *(key.value for key in call.keywords)) if isinstance(item, ast.Constant)]
    return any(isinstance(text, str) and re.fullmatch(r"[rwxa+]*b[rwxa+]*", text) for text in texts)


def text_without_encoding(module: ast.Module) -> Iterator[int]:
    """Lines that read or write text in whatever encoding the system happens to have."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or any(key.arg == "encoding" for key in node.keywords):
            continue
        match node.func:
            case ast.Attribute(attr="read_text" | "write_text"):
                yield node.lineno
            case ast.Name(id="open") | ast.Attribute(attr="open", value=ast.Name()) if not is_binary(node):
                if not (
                    isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in {"os", "Image", "webbrowser"}
                ):
                    yield node.lineno
            case ast.Attribute(attr="fdopen" | "NamedTemporaryFile" | "TemporaryFile") if not is_binary(node):
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_that_one_system_only_has(path: Path) -> None:
    module = tree(path)
    calls = {
        node.attr
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    }

    assert not (set(imported(module)) & POSIX_ONLY)
    assert not (calls & POSIX_CALLS)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_text_file_is_opened_with_its_encoding(path: Path) -> None:
    assert list(text_without_encoding(tree(path))) == []


@pytest.mark.parametrize("path", [path for path in MODULES if "cli" not in path.relative_to(PACKAGE).parts], ids=name)
def test_only_the_command_line_prints_prompts_exits_or_reads_the_environment(path: Path) -> None:
    module = tree(path)
    names = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    attributes = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    allowed = {"os.environ"} if name(path) == "newsletter/locale/__init__.py" else set()

    assert not (names & TERMINAL)
    assert (
        not (attributes & {"sys.exit", "os._exit", "os.environ", "os.getenv", "sys.stdin", "sys.stdout", "sys.stderr"})
        - allowed
    )


MADE_HERE = {"node_modules", ".git", ".venv", ".env", ".newsletter", "outbox", "build", "dist", "__pycache__", ".hypothesis"}


def committed() -> list[Path]:
    """The checkout's files, without what the program and the tools have made in it; works without Git, too."""
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and not any(part in MADE_HERE or part.endswith("_cache") for part in path.relative_to(ROOT).parts)
        and path.suffix not in {".mo", ".coverage"}
    ]


def test_no_file_tells_where_it_was_written_or_fetched_from() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted.org", "registry" + ".npmjs", "deb." + "debian.org"]
    paths = ["/wo" + "rk/", "/ro" + "ot/", "/home/" + "user/"]
    told = re.compile("|".join(map(re.escape, [*hosts, *paths])))
    texts = [path for path in committed() if path.suffix not in {".jpg", ".png", ".eml"}]

    assert [name(path) for path in texts if told.search(path.read_text(encoding="utf-8", errors="replace"))] == []


def test_no_two_files_differ_only_in_case_and_no_name_is_barred_on_windows() -> None:
    names = [name(path) for path in committed()]

    assert len(names) == len({item.lower() for item in names})
    assert [item for item in names if BARRED_ON_WINDOWS.search(item)] == []
