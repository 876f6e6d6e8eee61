"""Write the pages that the program itself knows best: docs/kommandon.md and docs/kontroller.md. With ``--check``, only say
whether they are stale.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAD = """\
# Kommandon

Den här sidan är gjord av programmet självt (`make generate`). Handboken, [handbok.md](handbok.md), berättar när du
använder vad.
"""


def newsletter(*arguments: str) -> str:
    """What the Swedish program says, as an editor would see it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEWSLETTER_")}
    command = [
        sys.executable,
        "-c",
        "import sys; from newsletter.cli import main; sys.argv[0] = 'newsletter'; main()",
        *arguments,
    ]
    done = subprocess.run(
        command, env=environment | {"PYTHONUTF8": "1"}, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stdout


def command_names() -> Iterator[tuple[str, ...]]:
    """What is written after ``newsletter``; those of a group come after it."""
    import click

    from newsletter.cli.app import app

    for name, command in app.commands.items():
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


def pages() -> Iterator[str]:
    yield HEAD
    yield f"## newsletter\n\n```text\n{newsletter('--help').rstrip()}\n```\n"
    for words in command_names():
        yield f"##{'#' * (len(words) - 1)} {' '.join(words)}\n\n```text\n{newsletter(*words, '--help').rstrip()}\n```\n"


def main() -> int:
    from kontroller import page as page_of_checks

    made = {"kommandon.md": "\n".join(pages()), "kontroller.md": page_of_checks()}
    stale = [name for name, text in made.items() if _kept(ROOT / "docs" / name) != text]
    if stale and "--check" in sys.argv:
        print(f"stale: {', '.join(f'docs/{name}' for name in stale)}")
        return 1
    for name in stale:
        (ROOT / "docs" / name).write_text(made[name], encoding="utf-8", newline="\n")
    return 0


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
