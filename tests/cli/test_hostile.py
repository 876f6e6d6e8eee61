"""What stands where a file should be, or is typed where a path, an address or a day is asked for: always a sentence.

A part of each is drawn; ``python -m tests.torture.strangers`` goes through them all.
"""

import random
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from click.testing import CliRunner

from newsletter.cli.app import app
from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.servers.sendgrid import SendGridServer
from tests.torture.typed import COMMANDS, HOSTILE, KINDS, OURS, parameters, plant, prepare

pytestmark = pytest.mark.slow
SECONDS = 60
DICE = random.Random(20261201)
TYPED = sorted((arguments, value) for arguments in parameters() for value in DICE.sample(HOSTILE, 4))
PLACES = sorted((place, kind, command) for place in OURS for kind in KINDS for command in DICE.sample(COMMANDS, 1))


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A command that waits for a pipe waits for ever; and no name is looked up."""

    def too_long(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError("it hangs")

    def no_network(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    monkeypatch.setenv("HOME", str(tmp_path))  # what "~" is
    monkeypatch.setenv("SENDGRID_API_KEY", "SG.test")
    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(("arguments", "value"), TYPED, ids=lambda part: repr(part)[:30])
def test_whatever_is_typed_is_answered_with_a_sentence(
    newsletter: Run, workspace: Path, arguments: tuple[str, ...], value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    prepare(workspace)

    result = newsletter(*(one.replace("{}", value) for one in arguments))

    assert result.exit_code in range(5), f"{arguments} {value!r}: {result.output}{details(workspace)}"


@pytest.mark.parametrize("arguments", [("init", b"\xff"), ("render", "2026-q3", "--out", b"\xff"), ("-C", b"\xff", "status")])
def test_so_is_a_name_that_is_no_text(workspace: Path, arguments: tuple[str | bytes, ...]) -> None:
    command = (sys.executable, "-m", "newsletter", *arguments)
    result = subprocess.run(command, cwd=workspace, capture_output=True, check=False, timeout=SECONDS)

    assert result.returncode in range(5), result.stderr


@pytest.mark.parametrize(("place", "kind", "command"), PLACES, ids=lambda part: repr(part)[:40])
def test_whatever_stands_at_a_path_of_ours_is_answered_with_a_sentence(
    newsletter: Run,
    workspace: Path,
    sent_log: Path,
    tmp_path: Path,
    place: str,
    kind: str,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor is what a link leads to written to."""
    monkeypatch.chdir(workspace)
    shutil.copytree(sent_log, workspace / ".newsletter")
    plant(workspace / place, kind, tmp_path / "theirs")

    result = newsletter(*command)

    assert result.exit_code in range(5), f"{command}: {result.output}{details(workspace)}"
    if kind == "dangling":
        assert not (tmp_path / "theirs").exists()
    if kind == "elsewhere":
        assert (tmp_path / "theirs").read_text(encoding="utf-8") == "theirs"


def details(workspace: Path) -> str:
    """The last words of what the program has kept of its fault, for who reads what failed."""
    folder = workspace / ".newsletter"
    found = sorted(folder.glob("fel-*.txt")) if folder.is_dir() else []
    return found[-1].read_text(encoding="utf-8")[-600:] if found else ""


@pytest.fixture(scope="module")
def sent_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a log that knows of letters which a provider took."""
    workspace = tmp_path_factory.mktemp("sent") / "workspace"
    shutil.copytree(ROOT / "issues", workspace / "issues")
    for name in ("recipients.yaml", "newsletter.yaml"):
        shutil.copy(ROOT / name, workspace / name)
    with SendGridServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SENDGRID_API_KEY", "SG.test")
        sending = ["-C", str(workspace), "send", "2026-q2", "--via", server.via, "--yes"]
        result = CliRunner().invoke(app, sending, prog_name="newsletter")
    assert result.exit_code == 0, result.output
    return workspace / ".newsletter"
