"""The acted year, the same for each test, in January of the year after."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsletter.cli.app import app
from tests.conftest import ROOT
from tests.editions.reports.acted import AFTER, GIVEN, SENT, Newsletter, bounce, change, run
from tests.servers.sendgrid import SendGridServer

DISTRICT = """
  - id: distriktsstyrelsen
    name: Distriktsstyrelsen
    type: distrikt
    contacts:
      - name: Sekreteraren
        email: styrelsen@example.org
"""
"""It gets the reports, and is no association."""


@pytest.fixture
def newsletter() -> Newsletter:
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments], prog_name="newsletter")


@pytest.fixture(scope="session")
def acted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Arvika's letter of the first issue bounced, and it was given the report on paper instead."""
    workspace = tmp_path_factory.mktemp("year") / "workspace"
    shutil.copytree(ROOT / "issues", workspace / "issues")
    for name in ("recipients.yaml", "newsletter.yaml"):
        shutil.copy(ROOT / name, workspace / name)
    change(workspace / "recipients.yaml", "\n# Fler mottagare", f"{DISTRICT}\n# Fler mottagare")
    change(workspace / "issues" / "2026-q4.yaml", "Budgeten klubbad efter", "Budgeten ”klubbad” efter")
    with pytest.MonkeyPatch.context() as patch, SendGridServer() as server:
        patch.setenv("SENDGRID_API_KEY", "SG.test")
        for issue, at in SENT.items():
            patch.setenv("NEWSLETTER_NOW", at)
            run("-C", workspace, "send", issue, "--via", server.via, "--yes")
        bounce(workspace)
        run("-C", workspace, "handover", "2026-q1", "--association", "arvika", *GIVEN)
    return workspace


@pytest.fixture
def year(acted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same for each test, in January of the year after."""
    monkeypatch.setenv("NEWSLETTER_NOW", AFTER)
    shutil.copytree(acted, tmp_path / "workspace")
    return tmp_path / "workspace"
