"""Playing a transcript: the same commands in a fresh workspace, and what is answered now."""

import os
import re
import shlex
from contextlib import chdir
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from tests.servers.sendgrid import SendGridServer
from tests.servers.sendgrid_faults import FAULTS

FOLDER = Path(__file__).parent
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
PROVIDER = "PROVIDER"
"""Stands for the address of a server that speaks SendGrid's API."""


def needs_provider(text: str) -> bool:
    return PROVIDER in text


def play(text: str, workspace: Path, server: SendGridServer | None = None) -> str:
    """The transcript as it would be today."""
    from newsletter.cli.app import app  # when the language has been chosen: the help's words are translated once

    address = server.via if server else ""
    lines = text.splitlines()
    moment = lines[0].removeprefix("Now: ")
    played = [lines[0]]
    with mock.patch.dict(os.environ, {"NEWSLETTER_NOW": moment, "SENDGRID_API_KEY": "SG.test"}), chdir(workspace):
        for line in lines:
            if line.startswith("edit "):
                played += ["", line]
                _edit(workspace, line)
            elif line.startswith("provider: ") and server:
                played += ["", line]
                server.script(FAULTS[line.removeprefix("provider: ")])
            elif line.startswith("$ newsletter"):
                words = shlex.split(line.replace(PROVIDER, address))[2:]
                done = CliRunner().invoke(app, words, prog_name="newsletter")
                played += ["", line, *done.output.rstrip("\n").splitlines()]
                played += [f"[{done.exit_code}]"] if done.exit_code else []
    return _the_same_every_time("\n".join(played) + "\n", workspace, address)


def _edit(workspace: Path, line: str) -> None:
    name, _, change = line.removeprefix("edit ").partition(": ")
    old, _, new = change.partition(" → ")
    path = workspace / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _the_same_every_time(text: str, workspace: Path, address: str) -> str:
    """Without what differs from machine to machine: folders, ports, and the digest of what the letter's makers make."""
    text = text.replace(str(workspace.resolve()), "WORKSPACE").replace(str(workspace), "WORKSPACE")
    text = text.replace(address, PROVIDER) if address else text
    return re.sub(r"\b[0-9a-f]{12}\b", "<innehållet>", text)
