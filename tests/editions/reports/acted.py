"""A year acted through: what was sent and given in it, and its reports as they are read."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner, Result

from newsletter.cli.app import app

SENT = {"2026-q1": "2026-03-26T07:30:00+01:00", "2026-q3": "2026-09-14T07:30:00+02:00", "2026-q4": "2026-12-10T07:30:00+01:00"}
"""A year in which the second report never came and the third was four days late."""
GIVEN = ("--by", "Sekreteraren", "--how", "paper", "--date", "2026-03-26")
AFTER = "2027-01-15T09:00:00+01:00"
NBSP = "\N{NO-BREAK SPACE}"
PDF_APART = ("--format", "md", "--format", "html", "--format", "docx")
Newsletter = Callable[..., Result]


def run(*arguments: object) -> None:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="newsletter")
    assert result.exit_code == 0, result.stderr


def bounce(workspace: Path) -> None:
    with closing(sqlite3.connect(workspace / ".newsletter" / "log.sqlite3")) as log:
        log.execute(
            """
            INSERT INTO event (attempt, kind, detail, at, received)
            SELECT attempt, 'bounced', '550', '2026-03-26T07:00:00.000Z', '2026-03-26T07:00:00.000Z' FROM delivery
            WHERE issue = '2026-q1' AND association = 'arvika'
            """
        )
        log.commit()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def written(newsletter: Newsletter, workspace: Path, out: Path, *more: str) -> str:
    result = newsletter("-C", workspace, "report", "2026", "--out", out, *PDF_APART, *more)
    assert result.exit_code == 0, result.stderr
    return next(out.glob("*.md")).read_text(encoding="utf-8")


def without_notes(text: str) -> str:
    return re.sub(r"\[\^\d+\]", "", text)


def page_one(text: str) -> str:
    return without_notes(text).partition("\n## ")[0].replace(NBSP, " ")


def rows(workspace: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(workspace / ".newsletter" / "log.sqlite3")) as log:
        return log.execute(query).fetchall()


def part(text: str, heading: str) -> list[str]:
    """The lines of the part under ``heading``, without empty ones."""
    found = text.replace(NBSP, " ").partition(f"\n{heading}\n")[2]
    return [line for line in re.split(r"\n#{2,3} ", found)[0].splitlines() if line]


def with_sources(line: str, text: str) -> tuple[str, list[str]]:
    """The line without its notes, and the sources that they lead to."""
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text.replace(NBSP, " "), re.MULTILINE))
    return without_notes(line), [notes[number] for number in re.findall(r"\[\^(\d+)\]", line)]
