"""The whole log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "address",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("normalised", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("hash", name=op.f("uq_address_hash")),
    )
    op.create_table(
        "adoption",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
    )
    op.create_table(
        "content",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content")),
    )
    op.create_table(
        "meta",
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_meta")),
    )
    op.create_table(
        "adopted_run",
        sa.Column("adoption", ROW_ID, nullable=False),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["adoption"], ["adoption.id"], name=op.f("fk_adopted_run_adoption_adoption")),
        sa.PrimaryKeyConstraint("adoption", "log", "run", name=op.f("pk_adopted_run")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("association", sa.Text(), nullable=False),
        sa.Column("address", ROW_ID, nullable=False),
        sa.Column("realm", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('sending', 'accepted', 'rejected', 'unsent', 'unknown', 'recalled')", name=op.f("ck_delivery_status")
        ),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_delivery_address_address")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "issue", "association", "address", "realm", name=op.f("uq_delivery_issue_association_address_realm")
        ),
    )
    op.create_index(op.f("ix_delivery_issue_realm_status_association"), "delivery", ["issue", "realm", "status", "association"])

    op.create_table(
        "run",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("realm", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["content"], ["content.digest"], name=op.f("fk_run_content_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_index(op.f("ix_run_issue_realm"), "run", ["issue", "realm"])

    op.create_table(
        "attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("delivery", ROW_ID, nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("claimed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_attempt_delivery_delivery")),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_attempt_run_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_run"), "attempt", ["run"])

    op.create_table(
        "audience",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("association", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_audience_run_run")),
        sa.PrimaryKeyConstraint("run", "association", name=op.f("pk_audience")),
    )
    op.create_table(
        "audience_address",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("association", sa.Text(), nullable=False),
        sa.Column("address", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_audience_address_address_address")),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_audience_address_run_run")),
        sa.PrimaryKeyConstraint("run", "association", "address", name=op.f("pk_audience_address")),
    )
    op.create_table(
        "event",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("attempt", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_event_attempt_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("attempt", "kind", "at", name=op.f("uq_event_attempt_kind_at")),
    )
    op.create_table(
        "outcome",
        sa.Column("attempt", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_outcome_attempt_attempt")),
        sa.PrimaryKeyConstraint("attempt", name=op.f("pk_outcome")),
    )
    op.create_table(
        "resolution",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("delivery", ROW_ID, nullable=False),
        sa.Column("attempt", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name=op.f("fk_resolution_attempt_attempt")),
        sa.ForeignKeyConstraint(["delivery"], ["delivery.id"], name=op.f("fk_resolution_delivery_delivery")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
