"""No traceback reaches the editor: what could not go on becomes words and an exit code (design.md 7)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from newsletter.cli import boundary
from newsletter.cli.invocation import Invocation
from newsletter.model.diagnostics import Diagnostic, Invalid, Refused, Severity

KEY = "SG.abcdefghijklmnop.qrstuvwxyz0123456789"


def raising(error: BaseException):
    def command() -> object:
        raise error

    return command


@pytest.fixture
def in_workspace(workspace: Path):
    """A running command whose workspace is the sample's."""
    with click.Context(click.Command("send"), obj=Invocation(workspace)):
        yield workspace


@pytest.fixture
def run(in_workspace, capsys):
    """The exit code and what was written on standard error."""

    def outcome(command) -> tuple[int, str]:
        code = boundary.run(command)
        return int(code), capsys.readouterr().err

    return outcome


def test_a_refusal_is_a_sentence_and_what_to_do(run):
    assert run(raising(Refused("Numret är ett utkast.", "Ta bort raden."))) == (
        1,
        "Fel: Numret är ett utkast.\nTa bort raden.\n",
    )


def test_invalid_files_are_told_place_by_place_and_counted(run):
    one = Diagnostic("recipients.yaml", 2, 3, Severity.ERROR, "a-code", "Så kan det inte stå.", "Skriv så här.")

    code, told = run(raising(Invalid((one,))))

    assert code == 1
    assert told.startswith("recipients.yaml:2:3: fel: Så kan det inte stå. [a-code]\n")
    assert told.endswith("Hittade 1 fel och 0 varningar. Rätta felen och försök igen.\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()], ids=repr)
def test_an_interruption_is_a_word(run, error):
    code, told = run(raising(error))

    assert (code, told.strip()) == (1, "Avbrutet.")


def test_a_command_written_the_wrong_way_is_usage(run):
    assert run(raising(click.UsageError("Så går det inte.")))[0] == 2


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            PermissionError(13, "Permission denied", "issues/2026-q3.yaml"),
            "Fel: issues/2026-q3.yaml får inte läsas eller skrivas.",
        ),
        (OSError(28, "No space left on device"), "Fel: Disken är full."),
    ],
    ids=["permission", "disk full"],
)
def test_what_a_person_can_put_right_is_a_sentence(run, error, sentence):
    code, told = run(raising(error))

    assert code == 1
    assert told.startswith(sentence)


def test_a_bug_names_the_file_with_the_details_and_where_the_sending_stands(run, in_workspace):
    code, told = run(raising(ZeroDivisionError("division by zero")))

    (details,) = (in_workspace / ".newsletter").glob("fel-*.txt")
    assert code == 5
    assert told.splitlines() == [
        "Fel: Något gick fel i själva programmet.",
        f"Detaljerna finns i {details}.",
        "Inget skickas två gånger: ”newsletter status” visar vad som är skickat och vad som återstår.",
    ]
    assert "ZeroDivisionError: division by zero" in details.read_text(encoding="utf-8")


def test_nobody_else_may_read_the_details(run, in_workspace):
    run(raising(ZeroDivisionError()))

    (details,) = (in_workspace / ".newsletter").glob("fel-*.txt")
    others = details.stat().st_mode & 0o077
    assert others == 0 or os.name == "nt"  # where a profile's files are the user's own without such bits


def test_the_details_hold_no_secret_and_no_address(run, in_workspace, monkeypatch):
    monkeypatch.setenv("SENDGRID_API_KEY", KEY)
    (in_workspace / ".env").write_text("SMTP_PASSWORD=hemligt lösenord\n", encoding="utf-8")

    def command() -> object:
        local_and_secret = "kommer aldrig med"
        assert local_and_secret
        raise ValueError(
            f"{KEY} hemligt lösenord SG.another-key-of-theirs.with-its-second-part "
            "postgresql://ada:s3cret@host/db kerstin@arvika.example <Ada.L@xn--vnstern-sunne-bfb.example>"
        )

    run(command)

    (details,) = (in_workspace / ".newsletter").glob("fel-*.txt")
    text = details.read_text(encoding="utf-8")
    for secret in (KEY, "hemligt", "another-key", "s3cret", "kerstin", "arvika", "Ada.L", "kommer aldrig med"):
        assert secret not in text, secret


def test_the_details_go_to_the_temporary_folder_where_the_workspace_cannot_be_written(run, in_workspace, tmp_path, monkeypatch):
    (in_workspace / ".newsletter").write_text("en fil där mappen skulle ligga", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    code, told = run(raising(ZeroDivisionError()))

    assert code == 5
    (details,) = tmp_path.glob("newsletter-*/fel-*.txt")
    assert str(details) in told


@pytest.mark.slow
def test_a_fault_while_a_command_is_imported_is_told_like_any_other(tmp_path):
    """A broken installation: a module of declarations fails as it is imported."""
    script = (
        "import sys; sys.modules['newsletter.cli.commands.reporting'] = None\n"
        "sys.argv = ['newsletter', '--help']\n"
        "from newsletter.cli import main\n"
        "main()\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=False
    )

    assert result.returncode == 5
    assert result.stderr.startswith("Fel: Något gick fel i själva programmet.\n")
    assert "Traceback" not in result.stderr
    named = re.search(r"Detaljerna finns i (.*)\.\n", result.stderr)
    assert named
    assert "newsletter.cli.commands.reporting" in Path(named[1]).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["--help", "recipients"])
def test_a_reader_that_leaves_early_is_no_fault(workspace, command):
    reading, writing = os.pipe()
    os.close(reading)

    result = subprocess.run(
        [sys.executable, "-m", "newsletter", command], stdout=writing, stderr=subprocess.PIPE, cwd=workspace, check=False
    )
    os.close(writing)

    assert b"Traceback" not in result.stderr
    assert b"Fel" not in result.stderr
