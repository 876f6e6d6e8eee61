"""The preview of a sample issue, asked as a browser on this machine asks."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from newsletter.web import create_app
from newsletter.web.preview import Approval

ADDRESS = "http://127.0.0.1:8642"
ISSUE = "2026-q3"


class Browser(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Asks the address that the page is served at, as WSGI servers tell it; ``open_elsewhere`` leaves its token out."""
        path, *others = args
        return super().open(f"/{self.application.config['TOKEN']}{path}", *others, **{"base_url": ADDRESS} | kwargs)

    def open_elsewhere(self, path: str) -> Any:
        return super().open(path, base_url=ADDRESS)


@pytest.fixture
def browser(workspace: Path) -> Browser:
    return client(workspace)


def client(workspace: Path, issue: str = ISSUE, approval: Approval | None = None) -> Browser:
    app = create_app(workspace, issue, approval)
    app.testing = True
    app.test_client_class = Browser
    made = app.test_client()
    assert isinstance(made, Browser)
    return made
