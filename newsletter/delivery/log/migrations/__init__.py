"""The history of the log's tables. One head; scripts travel inside the package and no ini file is needed.

Alembic is imported only when a log has to be brought up to date: a log that is, is known by one SELECT.
"""

from pathlib import Path

import sqlalchemy as sa

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision this program knows, oldest first; a test holds it against the scripts."""


def revision(connection: sa.Connection) -> str | None:
    """The revision that the log stands at; None for a database without a log."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: sa.Connection) -> None:
    """Bring the log to the newest revision inside the caller's transaction: all of it happens, or nothing."""
    from alembic import command, config  # noqa: PLC0415 - only a log that is made or upgraded needs it

    settings = config.Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
