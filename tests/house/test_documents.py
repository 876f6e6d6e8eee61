"""README and handbook cannot drift: what they name exists, what exists is named, and their examples are right."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest

from newsletter.cli.app import app
from newsletter.model.sections import SECTION_KINDS
from newsletter.source import read
from tests.commands import COMMANDS, longest_command
from tests.conftest import ROOT

README, HANDBOOK = (ROOT / "README.md").read_text(encoding="utf-8"), (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")
DOCUMENTS = {"README.md": README, "docs/handbok.md": HANDBOOK}

# The promises of design and README, written out once more on purpose: a command or an option is never taken away.
PROMISED = {
    "init": set(),
    "new": set(),
    "check": {"--format", "--links"},
    "render": {"--out", "--as"},
    "preview": {"--port"},
    "send": {"--via", "--yes", "--only", "--test", "--accept-changes", "--late", "--workers"},
    "resolve": {"--address", "--all", "--arrived", "--not-arrived", "--again", "--by", "--reason"},
    "adopt": {"--by", "--reason"},
    "backup": set(),
    "restore": {"--accept-loss"},
    "status": {"--json"},
    "log": {"--json", "--show-addresses"},
    "recipients": {"--json", "--show-addresses"},
    "schema": set(),
}
GLOBAL = {"-C", "--log", "--version"}


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("-")}


def mentioned_commands(text: str) -> set[tuple[str, str]]:
    """Each ``newsletter COMMAND …`` in code, with the rest of its line."""
    code = re.findall(r"`([^`\n]+)`|^ *(newsletter .*)$", text, re.MULTILINE)
    lines = [inline or line for inline, line in code]
    found = (re.match(r"(?:.*[\\/])?newsletter((?: -C \S+| --log \S+)*) ([a-z]+)(.*)", line) for line in lines)
    return {_split(f"{match[2]}{match[3]}") for match in found if match}


def _split(line: str) -> tuple[str, str]:
    command = longest_command(line)
    return command, line.removeprefix(command)


def test_every_promised_command_has_its_options() -> None:
    missing = {name: wanted - options(COMMANDS[name]) for name, wanted in PROMISED.items() if name in COMMANDS}

    assert set(PROMISED) - set(COMMANDS) == set()
    assert {name: lacks for name, lacks in missing.items() if lacks} == {}
    assert GLOBAL - options(app) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_and_option_that_is_mentioned_exists(name: str) -> None:
    mentioned = mentioned_commands(DOCUMENTS[name])
    unknown = {command for command, _ in mentioned} - set(COMMANDS)
    wrong = {
        (command, option)
        for command, rest in mentioned
        if command in COMMANDS
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest)
        if option not in options(COMMANDS[command]) | {"--help"}
    }

    assert unknown == set()
    assert wrong == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_option_that_is_mentioned_alone_exists(name: str) -> None:
    known = {option for command in COMMANDS.values() for option in options(command)} | options(app)
    alone = set(re.findall(r"`(--[a-z-]+)[^`]*`", DOCUMENTS[name]))

    assert alone - known == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_is_mentioned(name: str) -> None:
    assert set(COMMANDS) - {command for command, _ in mentioned_commands(DOCUMENTS[name])} - {"schema"} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_option_is_mentioned(name: str) -> None:
    every = {option for command in COMMANDS.values() for option in options(command) if option.startswith("--")}

    assert {option for option in every if option not in DOCUMENTS[name]} == set()


@pytest.mark.parametrize("name", [*DOCUMENTS, "CHANGELOG.md"])
def test_every_link_and_picture_leads_somewhere(name: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text)
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    folder = (ROOT / name).parent
    lost = [
        target
        for target in (first or second for first, second in targets)
        if not target.startswith(("https://", "mailto:"))
        and not (target.removeprefix("#") in headings if target.startswith("#") else (folder / target).is_file())
    ]

    assert lost == []


@pytest.mark.slow
def test_what_is_generated_from_the_program_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stdout + done.stderr == "", "run `make generate`"


def yaml_examples() -> list[str]:
    return re.findall(r"^ *```yaml\n(.*?)^ *```", HANDBOOK, re.DOTALL | re.MULTILINE)


def test_the_handbook_shows_a_right_example_of_every_kind_of_section(workspace: Path) -> None:
    sections = [example for example in yaml_examples() if example.startswith("- kind:")]
    top = next(example for example in yaml_examples() if example.startswith("year:"))
    whole = top[: top.index("sections:")] + "sections:\n" + "\n".join(textwrap.indent(each, "  ") for each in sections)
    (workspace / "issues" / "2026-q3.yaml").write_text(whole, encoding="utf-8")

    reading = read(workspace, ["2026-q3"])

    assert [diagnostic.message for diagnostic in reading.diagnostics] == []
    assert {section.kind for section in reading.issue("2026-q3").issue.sections} == set(SECTION_KINDS)


def test_the_handbook_s_settings_and_recipients_are_right(workspace: Path) -> None:
    settings = next(example for example in yaml_examples() if example.startswith("organisation:"))
    recipients = next(example for example in yaml_examples() if example.startswith("recipients:"))
    (workspace / "newsletter.yaml").write_text(settings, encoding="utf-8")
    (workspace / "recipients.yaml").write_text(recipients, encoding="utf-8")

    assert [diagnostic.message for diagnostic in read(workspace, []).diagnostics] == []


def test_no_placeholder_is_left_in_a_document() -> None:
    assert [name for name, text in DOCUMENTS.items() if "@@" in text] == []
