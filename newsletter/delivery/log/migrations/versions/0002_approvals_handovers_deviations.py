"""Approvals, reports handed over by hand, and deviations from the plan."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["content"], ["content.digest"], name=op.f("fk_approval_content_content")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_issue"), "approval", ["issue"])
    op.create_table(
        "approval_address",
        sa.Column("approval", ROW_ID, nullable=False),
        sa.Column("association", sa.Text(), nullable=False),
        sa.Column("address", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["address"], ["address.id"], name=op.f("fk_approval_address_address_address")),
        sa.ForeignKeyConstraint(["approval"], ["approval.id"], name=op.f("fk_approval_address_approval_approval")),
        sa.PrimaryKeyConstraint("approval", "association", "address", name=op.f("pk_approval_address")),
    )
    op.create_table(
        "approval_withdrawal",
        sa.Column("approval", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["approval"], ["approval.id"], name=op.f("fk_approval_withdrawal_approval_approval")),
        sa.PrimaryKeyConstraint("approval", name=op.f("pk_approval_withdrawal")),
    )
    op.create_table(
        "run_approval",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("approval", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["approval"], ["approval.id"], name=op.f("fk_run_approval_approval_approval")),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_run_approval_run_run")),
        sa.PrimaryKeyConstraint("run", "approval", name=op.f("pk_run_approval")),
    )
    op.create_table(
        "handover",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("association", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_issue"), "handover", ["issue"])
    op.create_table(
        "deviation",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("new_date", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    op.create_index(op.f("ix_deviation_issue"), "deviation", ["issue"])
