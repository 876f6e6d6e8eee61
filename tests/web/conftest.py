"""The preview of a sample issue, asked as a browser on this machine asks."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from newsletter.web import create_app

ADDRESS = "http://127.0.0.1:8642"
ISSUE = "2026-q3"


class Browser(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Asks the address that the page is served at, as WSGI servers tell it."""
        return super().open(*args, **{"base_url": ADDRESS} | kwargs)


@pytest.fixture
def browser(workspace: Path) -> FlaskClient:
    return client(workspace)


def client(workspace: Path, issue: str = ISSUE) -> FlaskClient:
    app = create_app(workspace, issue)
    app.testing = True
    app.test_client_class = Browser
    return app.test_client()
