"""What the crash tests share: processes that are ready, a server with a ledger, a log on either database."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.crash.workshop import Workshop, Zygote, make_workspace
from tests.postgres import new_database
from tests.servers.sendgrid import SendGridServer

Open = Callable[..., Workshop]


@pytest.fixture(scope="session")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    """The helper that every run is born of."""
    with Zygote(tmp_path_factory.mktemp("zygote")) as ready:
        yield ready


@pytest.fixture(params=["sqlite", "postgresql"])
def workshop(request: pytest.FixtureRequest, tmp_path: Path, zygote: Zygote) -> Iterator[Open]:
    numbers = count()
    servers: list[SendGridServer] = []

    def make(people: int = 12) -> Workshop:
        directory = make_workspace(tmp_path / f"w{next(numbers)}", people)
        log = "sqlite:log.sqlite3" if request.param == "sqlite" else new_database()
        server = SendGridServer()
        server.__enter__()
        servers.append(server)
        return Workshop(directory, server, zygote, log, people)

    yield make
    for server in servers:
        server.__exit__(None, None, None)
