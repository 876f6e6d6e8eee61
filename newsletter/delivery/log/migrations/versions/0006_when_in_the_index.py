"""The index that the year's account is drawn from also says when."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = ["issue", "realm", "status", "association"]


def upgrade() -> None:
    op.drop_index(op.f("ix_delivery_issue_realm_status_association"), "delivery")
    op.create_index(op.f("ix_delivery_issue_realm_status_association_at"), "delivery", [*COLUMNS, "at"])
