"""An address stands once for each association that has it, so that a million go into their index in the order they come.

Every row gets a new number, above all old ones: nobody's key is another's for a moment.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERRING = ("delivery", "audience_address", "approval_address")

KNOWN = """
    CREATE TEMPORARY TABLE known AS
    SELECT
        (SELECT max(id) FROM address) + row_number() OVER (ORDER BY pair.association, address.hash) AS id,
        pair.association, address.normalised, address.hash, address.id AS old
    FROM ({pairs}) AS pair JOIN address ON address.id = pair.address
""".format(pairs=" UNION ".join(f"SELECT association, address FROM {table}" for table in REFERRING))
ADD = "INSERT INTO address (id, association, normalised, hash) SELECT id, association, normalised, hash FROM known ORDER BY id"
REFER = """
    UPDATE {table} SET address = (
        SELECT known.id FROM known WHERE known.association = {table}.association AND known.old = {table}.address
    )
"""


def upgrade() -> None:
    op.execute(KNOWN)
    op.execute("CREATE INDEX known_pair ON known (association, old)")
    if op.get_bind().dialect.name == "sqlite":
        _replace_table()
    else:
        _change_table()
    op.execute("DROP TABLE known")


def _replace_table() -> None:
    """SQLite takes no constraint away. Whoever refers to a row has one again before the transaction ends; for each row that
    goes or comes SQLite looks for those, and needs an index to do it a million times.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    for table in REFERRING:
        op.execute(f"CREATE INDEX {table}_address ON {table} (address)")
    op.drop_table("address")
    op.create_table(
        "address",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("association", sa.Text(), nullable=False),
        sa.Column("normalised", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("association", "hash", name=op.f("uq_address_association_hash")),
    )
    op.execute(ADD)
    _refer()
    for table in REFERRING:
        op.execute(f"DROP INDEX {table}_address")


def _change_table() -> None:
    op.drop_constraint(op.f("uq_address_hash"), "address")
    op.add_column("address", sa.Column("association", sa.Text(), nullable=True))
    op.execute(ADD)
    _refer()
    op.execute("DELETE FROM address WHERE association IS NULL")
    op.alter_column("address", "association", nullable=False)
    op.create_unique_constraint(op.f("uq_address_association_hash"), "address", ["association", "hash"])
    op.execute("SELECT setval(pg_get_serial_sequence('address', 'id'), coalesce((SELECT max(id) FROM address), 1))")


def _refer() -> None:
    for table in REFERRING:
        op.execute(REFER.format(table=table))
