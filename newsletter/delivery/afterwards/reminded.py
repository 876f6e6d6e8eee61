"""Which reminders have left, so that nobody is reminded twice of one matter on one day, whoever else runs the command."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite

from newsletter.delivery.log.schema import reminder
from newsletter.delivery.log.send_log import SendLog


def claim_reminder(log: SendLog, matter: str, occasion: str, at: str) -> bool:
    """Committed before the reminder leaves. False if it has left already, or is leaving from another machine."""
    with log.writing() as connection:
        row = {"matter": matter, "occasion": occasion, "at": at}
        if connection.dialect.name == "postgresql":
            found = connection.execute(insert(reminder).values(**row).on_conflict_do_nothing().returning(reminder.c.id))
        else:
            statement = insert_into_sqlite(reminder).values(**row).on_conflict_do_nothing().returning(reminder.c.id)
            found = connection.execute(statement)
        return found.first() is not None


def release_reminder(log: SendLog, matter: str, occasion: str) -> None:
    """It provably did not leave, and may be tried again."""
    with log.writing() as connection:
        connection.execute(sa.delete(reminder).where(reminder.c.matter == matter, reminder.c.occasion == occasion))


def is_reminder_claimed(log: SendLog, matter: str, occasion: str) -> bool:
    with log.reading() as connection:
        where = (reminder.c.matter == matter, reminder.c.occasion == occasion)
        return connection.execute(sa.select(reminder.c.id).where(*where)).first() is not None
