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


def test_as_they_stood_one_day(log: SendLog) -> None:
    """The first address was refused, corrected and tried again a month later; the last had not been tried by then."""
    sent(log, 0, 1, 2, refused=0)
    with log.writing() as connection:
        connection.execute(sa.text("UPDATE outcome SET at = '2026-09-03T06:00:00.000Z'"))
        connection.execute(sa.text("UPDATE attempt SET claimed = '2026-09-03T06:00:00.000Z'"))
        connection.execute(sa.text("UPDATE delivery SET at = '2026-09-03T06:00:00.000Z'"))
        run_id = connection.execute(sa.text("SELECT id FROM run")).scalar_one()
        number, before = connection.execute(sa.text("SELECT id, attempt FROM delivery WHERE status = 'rejected'")).one()
        decided = {"number": number, "attempt": before}
        connection.execute(
            sa.text(
                "INSERT INTO resolution (delivery, attempt, decision, before, after, by, reason, at) VALUES "
                "(:number, :attempt, 'again', 'rejected', 'unsent', 'Kim', 'Rättad', '2026-10-01T06:00:00.000Z')"
            ),
            decided,
        )
        connection.execute(
            sa.text(
                "INSERT INTO attempt (id, delivery, run, claimed) VALUES ('ny', :number, :run, '2026-10-02T06:00:00.000Z')"
            ),
            {"number": number, "run": run_id},
        )
        connection.execute(
            sa.text(
                "INSERT INTO outcome (attempt, status, detail, at) VALUES ('ny', 'accepted', '', '2026-10-02T06:00:01.000Z')"
            )
        )
        connection.execute(
            sa.text(
                "UPDATE delivery SET status = 'accepted', attempt = 'ny', at = '2026-10-02T06:00:01.000Z' WHERE id = :number"
            ),
            {"number": number},
        )

    def stood(until: str | None) -> list[tuple[str | None, Status, int]]:
        return [(one.address, one.status, one.letters) for one in log.tally([], until)]

    assert stood(None) == [(None, Status.ACCEPTED, 3)]
    assert stood("2026-10-03T00:00:00.000Z") == [(None, Status.ACCEPTED, 3)]
    assert stood("2026-10-01T23:00:00.000Z") == [("a0@x.example", Status.UNSENT, 1), (None, Status.ACCEPTED, 2)]
    assert stood("2026-09-30T22:00:00.000Z") == [("a0@x.example", Status.REJECTED, 1), (None, Status.ACCEPTED, 2)]
    assert stood("2026-09-01T00:00:00.000Z") == []
