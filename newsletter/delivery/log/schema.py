"""The tables of the send log.

Two rules hold them together. ``address`` is the only table where an address stands, once for each association that has it:
forgetting a person blanks one column; what is known of an address refers to its hash, which stays. ``delivery`` is the only
table whose rows change; all others are only ever added to, so that what happened can be read afterwards (but for
``reminder``: one that did not leave is taken out again). What a row of
``delivery`` says now is what its last attempt, outcome or resolution said.

Times are UTC in ISO 8601 with a fixed width: text that sorts, and the same in both databases.
"""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the type is INTEGER.
RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _number() -> sa.Column[int]:
    return sa.Column("id", RowId, primary_key=True, autoincrement=True)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _refers(name: str, column: str, kind: sa.types.TypeEngine[int] | sa.Text) -> sa.Column[object]:
    return sa.Column(name, kind, sa.ForeignKey(column), nullable=False)


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("log", sa.Text(), primary_key=True),  # what receipts know this log by
    _word("created"),
)

address = sa.Table(
    "address",
    metadata,
    _number(),
    _word("association"),  # whose address: hashes come in any order, and a million of them would touch every page of an index
    sa.Column("normalised", sa.Text(), nullable=True),  # NULL once it has been forgotten
    _word("hash"),
    sa.UniqueConstraint("association", "hash"),
)

content = sa.Table(
    "content",
    metadata,
    sa.Column("digest", sa.Text(), primary_key=True),
    _word("record"),  # JSON of letter.content_to_record: slots open, so nothing personal
    _word("at"),
)

run = sa.Table(
    "run",
    metadata,
    sa.Column("id", sa.Text(), primary_key=True),
    _word("issue"),
    _word("realm"),  # "live", or this run's own id
    _word("via"),
    sa.Column("trial", sa.Boolean(), nullable=False),  # through sendgrid+http
    _refers("content", "content.digest", sa.Text()),
    _word("machine"),
    _word("path"),
    _word("started"),
    sa.Index(None, "issue", "realm"),
)

hold = sa.Table(
    "hold",
    metadata,
    sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), primary_key=True),
    _word("batch"),  # the provider's name for the run's letters while they wait
    _word("leaves"),
)

recall = sa.Table(
    "recall",
    metadata,
    _number(),
    sa.Column("run", sa.Text(), sa.ForeignKey("hold.run"), nullable=False),
    _word("step"),  # begun, done or failed; the latest holds
    _word("reason"),
    _word("at"),
    sa.Index(None, "run"),
)

audience = sa.Table(
    "audience",
    metadata,
    sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), primary_key=True),
    sa.Column("association", sa.Text(), primary_key=True),
    _word("name"),
    _word("type"),
    sa.Column("active", sa.Boolean(), nullable=False),
)

audience_address = sa.Table(
    "audience_address",
    metadata,
    sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), primary_key=True),
    sa.Column("association", sa.Text(), primary_key=True),
    sa.Column("address", RowId, sa.ForeignKey("address.id"), primary_key=True),
)

delivery = sa.Table(
    "delivery",
    metadata,
    _number(),
    _word("issue"),
    _word("association"),
    _refers("address", "address.id", RowId),
    _word("realm"),
    _word("status"),
    _word("attempt"),  # the current one; no foreign key, because attempt refers to this row
    _word("at"),
    sa.UniqueConstraint("issue", "association", "address", "realm"),
    sa.CheckConstraint("status IN ('sending', 'accepted', 'rejected', 'unsent', 'unknown', 'recalled')", name="status"),
    sa.Index(None, "issue", "realm", "status", "association", "at"),  # a million letters are counted from this alone
)

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", sa.Text(), primary_key=True),
    _refers("delivery", "delivery.id", RowId),
    _refers("run", "run.id", sa.Text()),
    _word("claimed"),
    sa.Index(None, "run"),
)

outcome = sa.Table(
    "outcome",
    metadata,
    sa.Column("attempt", sa.Text(), sa.ForeignKey("attempt.id"), primary_key=True),
    _word("status"),
    _word("detail"),
    sa.Column("provider_id", sa.Text(), nullable=True),
    _word("at"),
)

event = sa.Table(
    "event",
    metadata,
    _number(),
    _refers("attempt", "attempt.id", sa.Text()),
    _word("kind"),
    sa.Column("cause", sa.Text(), nullable=True),  # NULL for what neither failed nor says no
    _word("detail"),
    _word("at"),  # when it happened, as the provider says
    _word("received"),
    # SendGrid's own event id is not the same over its retries (seen in what its webhook posts again): these three are.
    sa.UniqueConstraint("attempt", "kind", "at"),
)

address_fact = sa.Table(
    "address_fact",  # what is known of an address, and of no one letter to it: reported so, or written down by hand
    metadata,
    _number(),
    _word("hash"),  # as in ``address``: the fact holds for every association that has the address
    _word("kind"),
    _word("cause"),
    _word("detail"),
    _word("at"),
    _word("received"),
    sa.UniqueConstraint("hash", "kind", "at"),
)

renewal = sa.Table(
    "renewal",  # an address that may be written to again
    metadata,
    _number(),
    _word("hash"),
    sa.Column("consent", sa.Text(), nullable=True),  # the day of a new consent; NULL where none was given
    _word("by"),
    _word("reason"),
    _word("at"),
    sa.Index(None, "hash"),
)

resolution = sa.Table(
    "resolution",
    metadata,
    _number(),
    _refers("delivery", "delivery.id", RowId),
    _refers("attempt", "attempt.id", sa.Text()),
    _word("decision"),  # arrived, not_arrived or again
    _word("before"),
    _word("after"),
    _word("by"),
    _word("reason"),
    _word("at"),
)

adoption = sa.Table(
    "adoption",
    metadata,
    _number(),
    _word("by"),
    _word("reason"),
    _word("machine"),
    _word("path"),
    _word("at"),
)

adopted_run = sa.Table(
    "adopted_run",
    metadata,
    sa.Column("adoption", RowId, sa.ForeignKey("adoption.id"), primary_key=True),
    sa.Column("log", sa.Text(), primary_key=True),
    sa.Column("run", sa.Text(), primary_key=True),
    _word("issue"),
)

approval = sa.Table(
    "approval",
    metadata,
    _number(),
    _word("issue"),
    _word("approver"),  # a role, or a name where two in the plan have the same role
    _refers("content", "content.digest", sa.Text()),
    _word("sender"),  # JSON of ApprovedSender: ourselves, no addressee
    _word("at"),
    sa.Index(None, "issue"),
)

approval_address = sa.Table(
    "approval_address",
    metadata,
    sa.Column("approval", RowId, sa.ForeignKey("approval.id"), primary_key=True),
    sa.Column("association", sa.Text(), primary_key=True),
    sa.Column("address", RowId, sa.ForeignKey("address.id"), primary_key=True),
)

approval_withdrawal = sa.Table(
    "approval_withdrawal",
    metadata,
    sa.Column("approval", RowId, sa.ForeignKey("approval.id"), primary_key=True, autoincrement=False),
    _word("reason"),
    _word("at"),
)

run_approval = sa.Table(
    "run_approval",  # what a live run relied on when it began
    metadata,
    sa.Column("run", sa.Text(), sa.ForeignKey("run.id"), primary_key=True),
    sa.Column("approval", RowId, sa.ForeignKey("approval.id"), primary_key=True),
)

handover = sa.Table(
    "handover",  # a report given by hand; the latest row of an issue and association holds
    metadata,
    _number(),
    _word("issue"),
    _word("association"),
    _word("how"),  # paper, phone or meeting; revoked takes back what was recorded before
    _word("day"),
    _word("by"),
    _word("note"),
    _word("at"),
    sa.Index(None, "issue"),
)

deviation = sa.Table(
    "deviation",  # why a report is late or missing; the latest row of an issue holds
    metadata,
    _number(),
    _word("issue"),
    _word("due"),  # what the plan said then
    sa.Column("new_date", sa.Text(), nullable=True),  # NULL: no report will come
    _word("reason"),
    _word("by"),
    _word("at"),
    sa.Index(None, "issue"),
)

reminder = sa.Table(
    "reminder",  # a mail to one of ourselves; a row that did not leave after all is taken out again
    metadata,
    _number(),
    _word("matter"),  # issue, what it is about, and a hash of the person
    _word("occasion"),  # a day, or the deadline that it gives notice of
    _word("at"),
    sa.UniqueConstraint("matter", "occasion"),
)
