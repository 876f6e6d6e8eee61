"""The history of the tables: one head, the same tables as the schema says, all of a step or nothing."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from newsletter.delivery.log import SendLog, migrations, open_log
from newsletter.delivery.log.schema import metadata
from newsletter.delivery.run import claims
from newsletter.delivery.run.claims import make_candidate
from newsletter.delivery.run.start import commit_run, new_run
from tests.delivery.ledger import AT, addressee, start


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


OLD_ROWS = """
    INSERT INTO content VALUES ('d', '{}', 't');
    INSERT INTO run VALUES ('r', '2026-q1', 'live', 'sendgrid:', false, 'd', 'm', 'p', 't');
    INSERT INTO address (id, normalised, hash) VALUES (1, 'a@x.example', 'ha'), (2, NULL, 'hb'), (3, 'c@x.example', 'hc');
    INSERT INTO delivery (issue, association, address, realm, status, attempt, at) VALUES
        ('2026-q1', 'eda', 1, 'live', 'accepted', 'n1', 't'), ('2026-q1', 'eda', 2, 'live', 'unknown', 'n2', 't'),
        ('2026-q1', 'arvika', 1, 'live', 'rejected', 'n3', 't');
    INSERT INTO audience VALUES ('r', 'eda', 'Eda', 'association', true), ('r', 'kil', 'Kil', 'association', true);
    INSERT INTO audience_address VALUES ('r', 'eda', 1), ('r', 'kil', 3), ('r', 'kil', 2)
"""
"""One address of two associations, one that is forgotten, one that has had no letter."""


def _stands(connection: sa.Connection) -> list[tuple[str, ...]]:
    letters = "SELECT d.association, a.normalised, a.hash, d.status FROM delivery d JOIN address a ON a.id = d.address"
    audience = "SELECT u.association, a.normalised, a.hash, u.run FROM audience_address u JOIN address a ON a.id = u.address"
    return sorted(tuple(map(str, row)) for query in (letters, audience) for row in connection.execute(sa.text(query)))


def test_a_log_from_before_addresses_stood_by_association_loses_nobody(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        upgrade = command.upgrade
        before.setattr(migrations, "REVISIONS", migrations.REVISIONS[:3])
        before.setattr(command, "upgrade", lambda config, _head: upgrade(config, "0003"))
        with open_log(url, tmp_path, create=True) as log, log.writing() as connection:
            for statement in OLD_ROWS.split(";"):
                connection.execute(sa.text(statement.replace("true", "1=1").replace("false", "1=0")))
            old = _stands(connection)
    with open_log(url, tmp_path, create=True) as log:
        with log.reading() as connection:
            assert _stands(connection) == old
            owners = "SELECT d.association, a.association FROM delivery d JOIN address a ON a.id = d.address"
            assert all(one == other for one, other in connection.execute(sa.text(owners)))
        key = new_run("2026-q2", is_live=True)
        commit_run(log, start(key))
        with log.writing() as connection:
            assert claims.record_and_claim(connection, key, [], [make_candidate("ny", addressee(1).address, "n9")], AT) == {
                "n9"
            }


OLD_EVENTS = """
    INSERT INTO content VALUES ('d', '{}', 't');
    INSERT INTO run VALUES ('r', '2026-q1', 'live', 'sendgrid:', 1=0, 'd', 'm', 'p', 't');
    INSERT INTO address (id, association, normalised, hash) VALUES (1, 'eda', 'a@x.example', 'ha');
    INSERT INTO delivery (id, issue, association, address, realm, status, attempt, at)
        VALUES (1, '2026-q1', 'eda', 1, 'live', 'accepted', 'n1', 't');
    INSERT INTO attempt VALUES ('n1', 1, 'r', 't')
"""


@pytest.mark.parametrize(
    ("kind", "detail", "cause"),
    [
        ("delivered", "250 2.1.5", None),
        ("delayed", "451 4.2.2", None),
        ("complained", "", "complained"),
        ("unsubscribed", "unsubscribes", "unsubscribed"),
        ("bounced", "550 5.1.1", "dead"),
        ("bounced", "bounces 550", "dead"),
        ("bounced", "blocks 550 5.1.1", "blocked"),
        ("bounced", "552 5.2.2", "full"),
        ("bounced", "550 5.7.1", "other"),
        ("dropped", "invalid_emails", "dead"),
        ("dropped", "spam_reports", "complained"),
        ("dropped", "", "other"),
    ],
)
def test_an_event_from_before_causes_were_kept_has_the_cause_that_its_codes_and_its_list_say(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, detail: str, cause: str | None
) -> None:
    with monkeypatch.context() as before:
        upgrade = command.upgrade
        before.setattr(migrations, "REVISIONS", migrations.REVISIONS[:6])
        before.setattr(command, "upgrade", lambda config, _head: upgrade(config, "0006"))
        with open_log(url, tmp_path, create=True) as log, log.writing() as connection:
            for statement in OLD_EVENTS.split(";"):
                connection.execute(sa.text(statement))
            row = {"kind": kind, "detail": detail}
            added = "INSERT INTO event (attempt, kind, detail, at, received) VALUES ('n1', :kind, :detail, 't', 't')"
            connection.execute(sa.text(added), row)
    with open_log(url, tmp_path, create=True) as log, log.reading() as connection:
        assert connection.execute(sa.text("SELECT cause FROM event")).scalar_one() == cause
