"""Write every transcript anew, for a person to read what has changed."""

import shutil
import tempfile
from pathlib import Path

from newsletter import locale
from newsletter.locale import catalogue
from tests.cli.transcripts.playing import TRANSCRIPTS, play
from tests.conftest import ROOT
from tests.servers.sendgrid import SendGridServer


def main() -> None:
    catalogue.build()
    locale.install()
    for path in TRANSCRIPTS:
        with tempfile.TemporaryDirectory() as folder, SendGridServer() as server:
            workspace = Path(folder) / "workspace"
            shutil.copytree(ROOT / "issues", workspace / "issues")
            for name in ("recipients.yaml", "newsletter.yaml"):
                shutil.copy(ROOT / name, workspace / name)
            path.write_text(play(path.read_text(encoding="utf-8"), workspace, server), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
