"""The line to a log on a server: encrypted, to the right server, the password never sent; and a session of its own."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from newsletter.delivery.log import open_log, postgres
from newsletter.model.diagnostics import Refused
from tests.postgres import new_database
from tests.servers.pooler import pooler


def arguments(url: str, **environment: str) -> dict[str, object]:
    """What libpq is told, by the URL and by us."""
    engine = postgres.create_engine(url, {"PGPASSWORD": "hemligt", **environment})
    _args, options = engine.dialect.create_connect_args(engine.url)
    found: dict[str, object] = dict(options)

    @sa.event.listens_for(engine, "do_connect")
    def catch(_dialect: object, _record: object, _args: object, options: dict[str, object]) -> None:
        found.update(options)
        raise ConnectionRefusedError

    with suppress(ConnectionRefusedError):
        engine.connect()
    return found


def warning(url: str) -> str | None:
    return postgres.line_warning(postgres.create_engine(url, {}))


@pytest.mark.parametrize(
    "url", ["postgresql://db.example/log", "postgresql://10.0.0.1/log", "postgresql://localhost,db.example/log"]
)
def test_over_a_network_the_server_proves_its_name_and_never_gets_the_password(url: str) -> None:
    found = arguments(url)

    assert (found["sslmode"], found["require_auth"]) == ("verify-full", "scram-sha-256")


@pytest.mark.parametrize(
    "url", ["postgresql:///log?host=/tmp", "postgresql://localhost/log", "postgresql://127.0.0.1/log", "postgresql://[::1]/log"]
)
def test_on_this_machine_nothing_is_asked(url: str) -> None:
    found = arguments(url)

    assert "sslmode" not in found
    assert "require_auth" not in found
    assert warning(url) is None


def test_a_host_that_the_environment_names_is_a_network_s() -> None:
    assert arguments("postgresql:///log", PGHOST="db.example", PGSSLMODE="disable")["sslmode"] == "verify-full"


@pytest.mark.parametrize("asked", ["sslmode=require", "sslmode=prefer", "require_auth=password"])
def test_less_is_to_be_had_in_so_many_words_and_is_warned_about(asked: str) -> None:
    url = f"postgresql://db.example/log?{asked}"
    name, _equals, value = asked.partition("=")

    assert arguments(url)[name] == value
    assert asked in (warning(url) or "")
    assert warning("postgresql://db.example/log") is None


class Thief:
    """A server that asks for the password in clear text, and says that it has no encryption."""

    def __init__(self) -> None:
        self.heard = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listening.accept()
                with client:
                    client.settimeout(5)
                    while data := client.recv(4096):
                        self.heard += data
                        client.sendall(b"N" if len(data) == 8 else b"R" + struct.pack("!II", 8, 3))

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def thief() -> Iterator[Thief]:
    thief = Thief()
    yield thief
    thief.close()


@pytest.mark.slow
def test_a_server_in_a_cloned_settings_file_does_not_get_the_password(
    thief: Thief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"postgresql://kim@db.example:{thief.port}/log?hostaddr=127.0.0.1"
    monkeypatch.setattr(postgres, "_is_of_this_machine", lambda _address, _environment: False)

    with pytest.raises(Refused):
        open_log(url, tmp_path, secrets={"PGPASSWORD": "hemligt"})

    assert b"hemligt" not in thief.heard


@pytest.mark.slow
def test_a_pool_that_lends_sessions_for_a_transaction_is_refused(tmp_path: Path) -> None:
    url = new_database()
    with open_log(url, tmp_path, create=True):
        pass
    with pooler(url, lends_for_a_transaction=True) as pooled, pytest.raises(Refused, match="delar"):
        open_log(pooled, tmp_path)


@pytest.mark.slow
def test_a_pool_that_lends_them_for_good_is_not(tmp_path: Path) -> None:
    url = new_database()
    with open_log(url, tmp_path, create=True) as log:
        known = log.id
    with pooler(url, lends_for_a_transaction=False) as pooled, open_log(pooled, tmp_path) as log:
        assert log.id == known


def test_a_fault_of_the_database_shows_no_values(url: str, tmp_path: Path) -> None:
    with (
        open_log(url, tmp_path, create=True) as log,
        pytest.raises(sa.exc.DBAPIError) as error,
        log.engine.begin() as connection,
    ):
        connection.execute(sa.text("SELECT * FROM nosuchtable WHERE a = :a"), {"a": "kim@example.org"})

    assert "kim@example.org" not in str(error.value)
