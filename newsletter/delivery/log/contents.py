"""Contents in the log, once per digest: what was approved or sent can be read again, and be compared with what is there now.

What has been sent live, in the forms it was sent, is the source of the archive and of the year's report.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from newsletter.delivery.log.faults import damaged_log
from newsletter.delivery.log.records import unless_none
from newsletter.delivery.log.rows import execute_with_rows
from newsletter.delivery.log.schema import attempt, content, delivery, hold, run
from newsletter.delivery.log.send_log import SendLog
from newsletter.model.deliveries import LIVE, UNRESOLVED, Status

_ADD = """
    INSERT INTO content (digest, record, at)
    SELECT input.digest, input.record, :at FROM {input(digest text, record text)} WHERE true
    ON CONFLICT DO NOTHING
"""


def add_content(connection: sa.Connection, digest: str, record: dict[str, Any], at: str) -> None:
    """``record`` has its slots open, so nothing personal is in it."""
    execute_with_rows(connection, _ADD, [(digest, json.dumps(record, ensure_ascii=False, sort_keys=True))], at=at)


def content_record(log: SendLog, digest: str) -> dict[str, Any]:
    """The record kept for ``letter.content_from_record``."""
    with log.reading() as connection:
        text = connection.execute(sa.select(content.c.record).where(content.c.digest == digest)).scalar_one()
    return parse_record(log, text)


def parse_record(log: SendLog, text: str) -> dict[str, Any]:
    """A content's record as the log keeps it; Refused when that is no JSON, for then the log is damaged."""
    try:
        return cast("dict[str, Any]", json.loads(text))
    except ValueError:
        raise damaged_log(log.home.shown) from None


@dataclass(frozen=True, slots=True)
class SentForm:
    """One content of one issue that was sent to at least one addressee. ``first`` is when its first letter was accepted, or
    leaves the provider where it waits there, which may be still to come: UTC in ISO 8601. ``letters`` counts those that stand
    as accepted.
    ``record`` is for ``letter.content_from_record``; its key ``issue``, which the oldest logs lack, is for
    ``model.issue.issue_from_record``.
    """

    issue: str
    digest: str
    first: str
    letters: int
    record: Mapping[str, Any]


def sent_forms(log: SendLog, issue: str | None = None) -> tuple[SentForm, ...]:
    """By issue, the oldest form first. A letter that was recalled, refused or is in doubt makes nothing sent."""
    leaves = sa.case((hold.c.leaves > delivery.c.at, hold.c.leaves), else_=delivery.c.at)
    sent = (
        sa.select(run.c.issue, run.c.content, sa.func.min(leaves).label("first"), sa.func.count().label("letters"))
        .join_from(delivery, attempt, attempt.c.id == delivery.c.attempt)
        .join(run, run.c.id == attempt.c.run)
        .outerjoin(hold, hold.c.run == run.c.id)
        .where(delivery.c.realm == LIVE, delivery.c.status == Status.ACCEPTED, unless_none(run.c.issue, issue))
        .group_by(run.c.issue, run.c.content)
        .subquery()
    )
    query = (
        sa.select(sent, content.c.record)
        .join_from(sent, content, content.c.digest == sent.c.content)
        .order_by(sent.c.issue, sent.c.first, sent.c.content)
    )
    with log.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(SentForm(row.issue, row.content, row.first, row.letters, parse_record(log, row.record)) for row in rows)


@dataclass(frozen=True, slots=True)
class SentContent:
    """What others have been sent of the issue live; ``record`` is for ``letter.content_from_record``."""

    digest: str
    record: dict[str, Any]


def read_sent_content(log: SendLog, issue: str) -> SentContent | None:
    """The content of the last live run of which a letter has, or may have, been received."""
    with log.reading() as connection:
        row = last_content(connection, issue)
    return SentContent(row.digest, parse_record(log, row.record)) if row else None


def last_content(connection: sa.Connection, issue: str) -> sa.Row[*tuple[Any, ...]] | None:
    """Its digest and record, as they stand in the log."""
    may_be_read = sa.exists().where(
        attempt.c.run == run.c.id,
        delivery.c.id == attempt.c.delivery,
        delivery.c.attempt == attempt.c.id,
        delivery.c.status.in_([Status.ACCEPTED, *UNRESOLVED]),
    )
    return connection.execute(
        sa.select(content.c.digest, content.c.record)
        .join_from(run, content, content.c.digest == run.c.content)
        .where(run.c.issue == issue, run.c.realm == LIVE, may_be_read)
        .order_by(run.c.started.desc())
        .limit(1)
    ).first()
