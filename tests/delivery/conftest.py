"""Every test of the log runs on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.delivery.log import SendLog, open_log
from tests.postgres import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return "sqlite:log.sqlite3" if request.param == "sqlite" else new_database()


@pytest.fixture
def log(url: str, tmp_path: Path) -> Iterator[SendLog]:
    with open_log(url, tmp_path, create=True) as opened:
        yield opened
