"""Contents in the log, once per digest: what was approved or sent can be read again, and be compared with what is there now."""

import json
from typing import Any, cast

import sqlalchemy as sa

from newsletter.delivery.log import rows as given
from newsletter.delivery.log.faults import damaged_log
from newsletter.delivery.log.schema import content
from newsletter.delivery.log.send_log import SendLog

_ADD = """
    INSERT INTO content (digest, record, at)
    SELECT given.digest, given.record, :at FROM {given(digest text, record text)} WHERE true
    ON CONFLICT DO NOTHING
"""


def add_content(connection: sa.Connection, digest: str, record: dict[str, Any], at: str) -> None:
    """``record`` has its slots open, so nothing personal is in it."""
    given.execute_with_rows(connection, _ADD, [(digest, json.dumps(record, ensure_ascii=False, sort_keys=True))], at=at)


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
