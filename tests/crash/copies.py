"""Copies of a log, taken at any moment and put back later, on both databases."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg

from tests.crash.workshop import Workshop


class Copier(Protocol):
    """``put_back`` by hand, ``restore`` by the command."""

    def take(self) -> None: ...

    def put_back(self, shop: Workshop) -> None: ...

    def restore(self, shop: Workshop) -> None: ...


def make_copier(shop: Workshop, folder: Path, name: str = "copy") -> Copier:
    if shop.log.startswith("sqlite:"):
        return FileCopier(shop.directory / shop.log.removeprefix("sqlite:"), folder / f"{name}.sqlite3")
    url, _option, schema = shop.log.partition("&options=-csearch_path%3D")
    return SchemaCopier(url, schema, f"{schema}_{name}")


@dataclass
class FileCopier:
    log: Path
    copy: Path

    def take(self) -> None:
        with closing(sqlite3.connect(self.log)) as source, closing(sqlite3.connect(self.copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")

    def put_back(self, _shop: Workshop) -> None:
        for journal in (self.log.with_name(f"{self.log.name}{end}") for end in ("-wal", "-shm")):
            journal.unlink(missing_ok=True)
        shutil.copy(self.copy, self.log)

    def restore(self, shop: Workshop) -> None:
        code, said = shop.newsletter("restore", str(self.copy))
        if code == 1:
            assert "äldre än kvittona" in " ".join(said.split()) or "vet mer än kopian" in " ".join(said.split()), said
            assert shop.newsletter("restore", str(self.copy), "--accept-loss")[0] == 0


@dataclass
class SchemaCopier:
    """The tables of the log's schema copied into another, and back over those that are there."""

    url: str
    log: str
    copy: str

    def take(self) -> None:
        self._copy(self.log, self.copy)

    def put_back(self, _shop: Workshop) -> None:
        self._copy(self.copy, self.log)

    restore = put_back  # a server's own tools do it

    def _copy(self, source: str, target: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self.log]).fetchall()
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {target}")
            connection.execute("SET session_replication_role = replica")  # in any order, whatever refers to what
            for (table,) in tables:
                if target == self.log:
                    connection.execute(f"DELETE FROM {target}.{table}")
                else:
                    connection.execute(f"DROP TABLE IF EXISTS {target}.{table}")
                    connection.execute(f"CREATE TABLE {target}.{table} (LIKE {self.log}.{table})")
                connection.execute(f"INSERT INTO {target}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {source}.{table}")
