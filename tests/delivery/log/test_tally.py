"""Live letters for the year's account: one by one where something hangs on the one, else counted."""

import sqlalchemy as sa

from newsletter.delivery.log import SendLog
from newsletter.delivery.log.rows import addressee_key
from newsletter.delivery.log.schema import event
from newsletter.delivery.run.start import new_run
from newsletter.model.deliveries import Status
from tests.delivery.ledger import AT, LedgerTransport, addressee, due, rejecting, run, same_letter


def sent(log: SendLog, *people: int, refused: int | None = None, issue: str = "2026-q3", is_live: bool = True) -> None:
    """All in the association ``eda``."""
    usual = rejecting(f"a{refused}@x.example")
    letters = [one._replace(addressee=addressee(number, "eda")) for one, number in zip(due(len(people)), people, strict=True)]
    key = new_run(issue, is_live=is_live)
    run(log, LedgerTransport(batch_size=10, usual=usual), letters, letter=same_letter, key=key)


def rows(log: SendLog, *listed: int) -> list[tuple[str, str | None, Status, int]]:
    found = log.tally([addressee_key(addressee(number, "eda")) for number in listed])
    return [(one.issue, one.address, one.status, one.letters) for one in found]


def test_while_everybody_is_listed_every_letter_stands_for_itself(log: SendLog) -> None:
    sent(log, 0, 1, 2, refused=1)
    assert log.tally([addressee_key(addressee(number, "eda")) for number in range(3)]) == tuple(log.deliveries())


def test_letters_to_those_no_longer_listed_are_counted(log: SendLog) -> None:
    sent(log, 0, 1, 2, 3)
    assert rows(log, 0, 9) == [
        ("2026-q3", "a0@x.example", Status.ACCEPTED, 1),
        ("2026-q3", None, Status.ACCEPTED, 3),
    ]
    assert log.tally([])[0].at == AT


def test_what_was_not_accepted_or_was_heard_of_later_is_never_merely_counted(log: SendLog) -> None:
    sent(log, 0, 1, 2, refused=1)
    (attempt,) = [one.attempt for one in log.deliveries() if one.address == "a2@x.example"]
    with log.writing() as connection:
        connection.execute(sa.insert(event).values(attempt=attempt, kind="bounced", detail="", at=AT, received=AT))
    assert rows(log) == [
        ("2026-q3", "a1@x.example", Status.REJECTED, 1),
        ("2026-q3", "a2@x.example", Status.ACCEPTED, 1),
        ("2026-q3", None, Status.ACCEPTED, 1),
    ]


def test_rehearsals_are_not_counted_and_issues_are_kept_apart(log: SendLog) -> None:
    sent(log, 0, 1)
    sent(log, 0, 1, 2, issue="2026-q4")
    sent(log, 0, 1, 2, 3, is_live=False)
    assert rows(log) == [("2026-q3", None, Status.ACCEPTED, 2), ("2026-q4", None, Status.ACCEPTED, 3)]
