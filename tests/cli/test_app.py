"""The command itself: light, Swedish, and clear about where it works."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    *("pydantic", "yaml", "sqlalchemy", "alembic", "jinja2", "mjml", "css_inline", "markdown_it", "PIL", "babel"),
    *("email_validator", "psycopg", "sendgrid", "flask", "watchfiles", "newsletter.model", "newsletter.source"),
    *(
        "newsletter.letter",
        "newsletter.checks",
        "newsletter.delivery",
        "newsletter.accounting",
        "newsletter.web",
        "newsletter.editions",
    ),
)


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "newsletter", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
    )


def loads(*arguments: str, **environment: str) -> str:
    """Which of the heavy modules a start of the program loads."""
    import os

    script = (
        f"import sys; sys.argv = ['newsletter', *{arguments!r}]\n"
        "from newsletter.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('\\nloaded:', *(name for name in {HEAVY!r} if name in sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **environment},
    )
    return result.stdout.splitlines()[-1].strip()


@pytest.mark.slow
def test_help_loads_none_of_what_the_commands_need():
    assert loads("--help") == "loaded:"


@pytest.mark.slow
def test_completion_loads_none_of_what_the_commands_need():
    completion = {"_NEWSLETTER_COMPLETE": "bash_complete", "COMP_WORDS": "newsletter send 2026", "COMP_CWORD": "2"}

    assert loads(**completion) == "loaded:"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["nosuch"], ["send"], ["send", "--help"], ["status", "1999"]], ids=" ".join)
def test_a_command_that_does_not_run_loads_none_of_what_it_needs(arguments):
    """Only what diagnostics are, for a fault to be told: a process out of memory or files can import nothing more."""
    assert loads(*arguments) == "loaded: newsletter.model"


def test_help_lists_the_commands_by_the_kind_of_work_and_in_its_order(newsletter):
    help_ = newsletter("--help").stdout

    kinds = re.findall(r"^(\w+):\n((?:  [a-z]+ .*\n)+)", help_.partition("\n  -h, --help")[2], re.MULTILINE)
    assert {kind: [line.split()[0] for line in lines.splitlines()] for kind, lines in kinds} == {
        "Skriva": ["init", "new", "collect", "preview"],
        "Granska": ["check", "explain", "render", "approve"],
        "Skicka": ["send", "recall", "resolve", "events", "log"],
        "Redovisa": ["status", "deadlines", "remind", "handover", "deviation", "promises", "report", "archive"],
        "Sköta": ["recipients", "backup", "restore", "adopt", "schema", "handbook"],
    }
    assert len({re.search(r"\S  +", line).end() for _kind, lines in kinds for line in lines.splitlines()}) == 1


@pytest.mark.parametrize("command", [[], ["send"]], ids=["newsletter", "send"])
def test_the_exit_codes_are_shown_in_help(newsletter, command):
    help_ = newsletter(*command, "--help").stdout

    for code in range(6):
        assert f"\n    {code}  " in help_


def test_version(newsletter):
    assert newsletter("--version").stdout == "newsletter 0.1.0\n"


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["send", "--help"], ["nosuch"], ["send"], ["status", "x"]], ids=" ".join)
def test_english_where_it_is_asked_for(arguments, tmp_path):
    swedish = process(*arguments, cwd=tmp_path)
    english = process(*arguments, cwd=tmp_path, NEWSLETTER_LANG="en")

    assert swedish.returncode == english.returncode
    for word in ("Usage", "Error", "Options", "Show ", "Try "):
        assert word not in swedish.stdout + swedish.stderr
    for word in ("Användning", "Fel", "Flaggor", "Visa ", "Skriv "):
        assert word not in english.stdout + english.stderr


@pytest.mark.slow
def test_outside_a_workspace_it_says_how_to_begin(tmp_path):
    result = process(cwd=tmp_path)

    assert result.returncode == 0
    assert result.stdout == "Här finns inget nyhetsbrev. Skapa ett med ”newsletter init”, eller ange dess mapp med -C.\n"


def test_a_command_outside_a_workspace_is_refused(newsletter, tmp_path):
    result = newsletter("-C", tmp_path, "status")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"Fel: Det finns ingen newsletter.yaml i {tmp_path}.",
        "Gå till mappen med ert nyhetsbrev, ange den med -C, eller skapa en ny med ”newsletter init”.",
    ]


@pytest.mark.slow
def test_a_folder_within_the_workspace_is_enough(workspace):
    assert process("recipients", cwd=workspace / "issues").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["statu"], "Fel: Kommandot 'statu' finns inte. Menade du 'status'?"),
        (["status", "--jsn"], "Fel: Flaggan '--jsn' finns inte. Menade du något av: '--csv', '--json'?"),
        (["-C", "nowhere", "status"], "Fel: Ogiltigt värde för '-C': Mappen 'nowhere' finns inte."),
        (["status", "x"], "Fel: Ogiltigt värde för '[ÅR]': 'x' är inte ett heltal."),
        (["status", "1999"], "Fel: Ogiltigt värde för '[ÅR]': 1999 är inte ett tal från 2000 till 2099."),
        (["preview", "--port", "0"], "Fel: Ogiltigt värde för '--port': 0 är inte ett tal från 1 till 65535."),
        (["send"], "Fel: Det saknas ett argument: 'NUMMER'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_written_the_wrong_way_is_told_in_swedish(newsletter, arguments, told):
    result = newsletter(*arguments)

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == told


@pytest.mark.slow
def test_nothing_is_coloured_where_nobody_looks(workspace):
    (workspace / "newsletter.yaml").write_text("organisation: [", encoding="utf-8")

    result = process("check", cwd=workspace)

    assert result.returncode == 1
    assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.slow
def test_output_that_is_piped_is_utf_8_whatever_the_machine_says(workspace):
    result = process("recipients", cwd=workspace, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert result.returncode == 0
    assert "Vänsterpartiet Årjäng" in result.stdout
