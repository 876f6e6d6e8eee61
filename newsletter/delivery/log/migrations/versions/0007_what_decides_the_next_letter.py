"""Why a letter did not arrive, what is known of an address and of no one letter, and addresses that may be written to again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

CAUSE = """
    UPDATE event SET cause = CASE
        WHEN kind IN ('complained', 'unsubscribed') THEN kind
        WHEN detail LIKE 'spam_reports%' THEN 'complained'
        WHEN detail LIKE 'unsubscribes%' THEN 'unsubscribed'
        WHEN detail LIKE 'bounces%' OR detail LIKE 'invalid_emails%' THEN 'dead'
        WHEN detail LIKE 'blocks%' THEN 'blocked'
        WHEN detail LIKE '%5.1.%' THEN 'dead'
        WHEN detail LIKE '%.2.2' OR detail LIKE '%.2.2 %' THEN 'full'
        ELSE 'other'
    END
    WHERE kind IN ('bounced', 'dropped', 'complained', 'unsubscribed')
"""
"""From what was kept of an event until now: the list that it came from, and the codes of the answer."""


def upgrade() -> None:
    op.add_column("event", sa.Column("cause", sa.Text(), nullable=True))
    op.execute(CAUSE)
    op.create_table(
        "address_fact",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_fact")),
        sa.UniqueConstraint("hash", "kind", "at", name=op.f("uq_address_fact_hash_kind_at")),
    )
    op.create_table(
        "renewal",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    op.create_index(op.f("ix_renewal_hash"), "renewal", ["hash"])
