"""The history of the tables: one head, the same tables as the schema says, all of a step or nothing."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsletter.delivery import SendLog, migrations, open_log
from newsletter.delivery.schema import metadata


def test_the_program_knows_every_revision_and_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrations.REVISIONS[-1]]
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == migrations.REVISIONS


def test_a_migrated_log_has_the_tables_of_the_schema(log: SendLog) -> None:
    with log.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_migration_that_fails_leaves_nothing_behind(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = migrations.upgrade

    def upgrade_and_fail(connection: sa.Connection) -> None:
        upgrade(connection)
        raise RuntimeError("half way")

    monkeypatch.setattr(migrations, "upgrade", upgrade_and_fail)
    with pytest.raises(RuntimeError, match="half way"):
        open_log(url, tmp_path, create=True)
    monkeypatch.undo()
    with open_log(url, tmp_path, create=True) as log:
        assert log.id
