"""What may be typed where a path, an address, an id or a day is asked for; and what may stand at the program's own paths."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from newsletter.cli.app import app

LONG = "a" * 300
# Not "/": where the tests may write everywhere, ``init /`` would make a workspace there, that every other would be found below.
HOSTILE = (
    *("", " ", ".", "..", "/dev/null", "/dev/zero", "/dev/full", "nosuch/folder/file", "newsletter.yaml/below"),
    *("~", "~nouser", "~nouser/file", LONG, f"folder/{LONG}/file", "a/" * 3000, "loop", "loop/below", "pipe", "folder"),
    *("-", "--", "å\u0308\u202e", "%00", "\x1b[2J"),
    *("0000-q1", "9999-q4", "10000-q1", "2026-q3\n", "0000-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00"),
    *("9999-12-31 23:59", "99999999999999999999", "-1", "0", "0000", "9999", "1e5", "\u0661\u0662", "9" * 5000),
    *("[::1", "http://[::1", "https://[::1", "smtp://[::1", "smtp://[::1]:99999", "smtp://a:b@[::1", "smtps://"),
    *("sendgrid+http://[::1", "sendgrid+http://[::1]:x", "sendgrid:[", "sendgrid:?timeout=nan", "sendgrid:?timeout=1e400"),
    *("outbox:~nouser", f"outbox:{LONG}", "outbox:loop", "outbox:pipe", "outbox:newsletter.yaml/x"),
    *("sqlite:~nouser", "sqlite:folder", "sqlite:pipe", "sqlite:loop", f"sqlite:{LONG}", "sqlite:newsletter.yaml/x"),
    *("sqlite://[::1", "postgresql://[::1", "postgresql://[::1/x", "postgresql://h:port/x", "postgresql:"),
    *("imap://[::1", "@", "a@[::1", "a@" + LONG, "a@b.example\nBcc: c@d.example"),
)
VALID = {"issue": "2026-q3", "file": "2026-q3.yaml", "code": "too-long", "name": "issue", "association": "forening-1"}
LEFT_OUT = {"handbook", "preview"}
"""They open a browser, or stay."""


def parameters() -> Iterator[tuple[str, ...]]:
    """The arguments of each command with ``{}`` for one of its parameters that take words, and the others as they should be."""
    for name, command in app.commands.items():
        if name in LEFT_OUT:
            continue
        for parameter in command.params:
            is_flag = isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count)
            if not is_flag and not isinstance(parameter.type, click.Choice) and parameter.expose_value:
                yield (name, *_arguments(command, parameter))
    yield from (("-C={}", "status"), ("--log={}", "status"), ("--log={}", "send", "2026-q3", "--via", "outbox:", "--yes"))
    yield from (("--log={}", "log"), ("--log={}", "backup", "copy"), ("-C={}", "check"))


def _arguments(command: click.Command, hostile: click.Parameter) -> Iterator[str]:
    for other in command.params:
        value = "{}" if other is hostile else VALID.get(str(other.name), "2026-q3")
        if isinstance(other.type, click.Choice):
            value = str(next(iter(other.type.choices)))
        if isinstance(other, click.Option):
            yield from [f"{other.opts[-1]}={value}"] if other is hostile or other.required else []
        elif other is hostile or other.required:
            yield value


def prepare(workspace: Path) -> None:
    os.mkfifo(workspace / "pipe")
    (workspace / "loop").symlink_to("loop")
    (workspace / "folder").mkdir()


OURS = (
    *(
        "newsletter.yaml",
        "recipients.yaml",
        ".env",
        "issues",
        "issues/2026-q3.yaml",
        "issues/2026-q3.sent.json",
        "issues/images",
    ),
    *("templates", "templates/base.mjml.j2", ".newsletter", ".newsletter/log.sqlite3", ".newsletter/log.sqlite3.lock"),
    *(".newsletter/log.sqlite3.run", ".newsletter/log.sqlite3-wal", ".newsletter/receipts.lock", ".newsletter/schemas"),
    *(".newsletter/schemas/issue.schema.json", ".gitignore", ".vscode", ".vscode/settings.json", "outbox", "outbox/2026-q3"),
    *("outbox/2026-q3.html", "out", "out/index.html", "out/.newsletter-archive.json", "account.html", "contributions"),
    *("issues/2026-q4.yaml", "issues/2026-q3", "issues/2026-q3/svar.eml"),
)
KINDS = ("folder", "file", "pipe", "loop", "device", "dangling", "elsewhere")
COMMANDS: tuple[tuple[str, ...], ...] = (
    *((), ("check",), ("render", "2026-q3"), ("send", "2026-q3", "--via", "outbox:", "--yes")),
    *(("adopt", "--by", "Maria", "--reason", "test"), ("send", "2026-q3", "--via", "sendgrid+http://127.0.0.1:9", "--yes")),
    *(("status",), ("status", "--html", "account.html"), ("log",), ("resolve",), ("recipients",), ("new", "2026-q4")),
    *(("collect", "2026-q3"), ("archive", "out"), ("deadlines", "--ics", "account.html"), ("report", "--format", "md")),
    *(("backup", "account.html"), ("restore", "account.html"), ("init", "."), ("events", "account.html")),
)


def plant(path: Path, kind: str, theirs: Path) -> None:
    """Let something else stand at ``path``; ``theirs`` is what a link leads to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.rename(path.with_name(f"{path.name}.aside"))
    match kind:
        case "folder":
            path.mkdir()
            (path / "something").write_text("theirs", encoding="utf-8")
        case "file":
            path.write_text("theirs", encoding="utf-8")
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path.name)
        case "device":
            path.symlink_to("/dev/zero")
        case "dangling":
            path.symlink_to(theirs)
        case "elsewhere":
            theirs.write_text("theirs", encoding="utf-8")
            path.symlink_to(theirs)
