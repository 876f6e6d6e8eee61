"""The matrix against the log that it is drawn from: sums counted again, by other means, from the raw rows."""

import shutil
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.accounting import Evidence, Reach, account
from newsletter.accounting.facts import mask_id, matrix
from newsletter.delivery.afterwards import by_hand as handovers
from newsletter.delivery.afterwards.resolve import read_open_deliveries
from newsletter.delivery.log import SendLog, open_log
from newsletter.delivery.log.schema import event
from newsletter.delivery.run import claims
from newsletter.delivery.run import start as runs
from newsletter.delivery.run.claims import CallOutcomes, make_candidate
from newsletter.delivery.run.plan import AudienceMember
from newsletter.model.addresses import MailAddress
from newsletter.model.choices import Format, RecipientType
from newsletter.model.deliveries import By, Event, Outcome, Status
from newsletter.model.recipients import Addressee
from tests.accounting.evidence import evidence as evidence_of
from tests.accounting.evidence import given_by_hand, letter, listed

AT = {"2026-q1": "2026-03-12T07:00:00.000Z", "2026-q2": "2026-06-11T07:00:00.000Z"}
TODAY = date(2026, 9, 8)
STATUSES = [Status.ACCEPTED, Status.REJECTED, Status.UNSENT, Status.UNKNOWN, Status.SENDING]


@dataclass(frozen=True)
class Past:
    """What became of an association's letters in one issue, and whether it was given the report by hand."""

    active: bool
    kind: RecipientType
    letters: tuple[tuple[Status, Event | None], ...]
    by_hand: tuple[By | None, ...]


PASTS = st.builds(
    Past,
    active=st.booleans(),
    kind=st.sampled_from(list(RecipientType)),
    letters=st.lists(
        st.tuples(st.sampled_from(STATUSES), st.sampled_from([None, Event.DELIVERED, Event.BOUNCED])), max_size=3
    ).map(tuple),
    by_hand=st.lists(st.sampled_from([*By, None]), max_size=2).map(tuple),
)
YEARS = st.dictionaries(
    st.sampled_from(list(AT)), st.dictionaries(st.sampled_from(["eda", "kil", "grums"]), PASTS, min_size=1), min_size=1
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with nothing in it, to be copied: bringing a new one up to date takes longer than all the rest."""
    folder = tmp_path_factory.mktemp("log")
    open_log("sqlite:log.sqlite3", folder, create=True).close()
    return folder / "log.sqlite3"


@pytest.mark.slow
@settings(max_examples=15)
@given(year=YEARS)
def test_totals_equal_the_log(empty: Path, year: dict[str, dict[str, Past]]) -> None:
    with TemporaryDirectory() as folder:
        shutil.copy(empty, folder)
        with open_log("sqlite:log.sqlite3", Path(folder), create=True) as log:
            for issue, pasts in year.items():
                live_through(log, issue, pasts)
            found = evidence(log)
        status = account(plan(), found, 2026, TODAY)
        shown = matrix(status, found, "Europe/Stockholm")
        rows = sqlite3.connect(Path(folder) / "log.sqlite3")
        try:
            for issue in status.issues:
                assert dict(shown.letters(issue.id)) == letters_by_sql(rows, issue.id)
                assert shown.reaches(issue.id)[Reach.REACHED] == len(reached_by_sql(rows, issue.id) & counted_last(year))
                if issue.first_sent:
                    measured = measured_by(year, issue.id)
                    assert issue.audience == len(measured)
                    assert issue.reached == len(reached_by_sql(rows, issue.id) & measured)
                    by_hand = by_hand_by_sql(rows, issue.id) - reached_by_sql(rows, issue.id)
                    assert issue.handed_over == len(by_hand & measured)
                assert sum(shown.reaches(issue.id).values()) == sum(one.counts for one in status.associations)
        finally:
            rows.close()


def plan():
    from newsletter.model.settings import Settings

    return Settings.model_validate(
        {
            "organisation": {"name": "Gruppen", "group": "Gruppen", "address": "Gatan 1", "email": "gruppen@example.org"},
            "sender": {"name": "Gruppen", "email": "rapport@example.org"},
        }
    )


def live_through(log: SendLog, issue: str, pasts: dict[str, Past]) -> None:
    run = runs.new_run(issue, is_live=True)
    people = {
        name: [
            Addressee(name, name, "", MailAddress(f"a{number}", f"{name}.example"), (), Format.HTML)
            for number in range(len(past.letters))
        ]
        for name, past in pasts.items()
    }
    audience = [AudienceMember(name, name, past.kind, past.active, tuple(people[name])) for name, past in pasts.items()]
    runs.commit_run(log, runs.RunStart(run, "smtp://x", False, "digest", {}, audience, AT[issue]))
    became = {
        claims.new_attempt(): (one, what)
        for name, past in pasts.items()
        for one, what in zip(people[name], past.letters, strict=True)
    }
    tickets = [make_candidate(one.association_id, one.address, attempt) for attempt, (one, _what) in became.items()]
    answers = [
        CallOutcomes([attempt], [Outcome(status, provider_id=f"id-{attempt}")])
        for attempt, (_one, (status, _event)) in became.items()
        if status is not Status.SENDING
    ]
    with log.writing() as connection:
        claims.record_and_claim(connection, run, [], tickets, AT[issue])
    with log.writing() as connection:
        claims.record_and_claim(connection, run, answers, [], AT[issue])
        for attempt, (_one, (_status, what)) in became.items():
            if what:
                said = {"kind": what, "detail": "", "at": AT[issue], "received": AT[issue]}
                connection.execute(event.insert().values(attempt=attempt, **said))
    for name, past in pasts.items():
        for how in past.by_hand:
            handovers.add_handover(log, handovers.Handover(issue, name, how, date(2026, 7, 1), "Kim", "", AT[issue]))


def evidence(log: SendLog) -> Evidence:
    assert all(one.can_be_settled for one in read_open_deliveries(log) if one.status is Status.SENDING), "no run is alive"
    return Evidence(
        listed=(),
        deliveries=tuple(log.deliveries()),
        events=log.events(),
        audiences=log.audiences(),
        handovers=handovers.read_handovers(log),
    )


def counted_last(year) -> set[str]:
    """Of type förening in the last issue with a letter that names them: those that the table counts."""
    tried = [year[issue] for issue in AT if any(past.letters for past in year.get(issue, {}).values())]
    last = {name: past for pasts in tried for name, past in pasts.items()}
    return {name for name, past in last.items() if past.kind is RecipientType.ASSOCIATION}


def measured_by(year, issue: str) -> set[str]:
    """Of type förening and active when the issue was sent."""
    return {name for name, past in year[issue].items() if past.kind is RecipientType.ASSOCIATION and past.active}


def letters_by_sql(rows: sqlite3.Connection, issue: str) -> dict[Status, int]:
    found = rows.execute("SELECT status FROM delivery WHERE issue = ? AND realm = 'live'", (issue,))
    return dict(Counter(Status(status) for (status,) in found))


def reached_by_sql(rows: sqlite3.Connection, issue: str) -> set[str]:
    return {
        association
        for (association,) in rows.execute(
            """
            SELECT DISTINCT association FROM delivery WHERE issue = ? AND realm = 'live' AND status = 'accepted'
            AND attempt NOT IN (SELECT attempt FROM event WHERE kind IN ('bounced', 'dropped'))
            """,
            (issue,),
        )
    }


def by_hand_by_sql(rows: sqlite3.Connection, issue: str) -> set[str]:
    found = rows.execute(
        "SELECT association, how FROM handover WHERE id IN (SELECT max(id) FROM handover WHERE issue = ? GROUP BY association)",
        (issue,),
    )
    return {association for association, how in found if how != "revoked"}


EDA, KIL = listed("Eda"), listed("Kil", contacts=0)


def cells(*letters, handed=()):
    found = evidence_of(letters=letters, audiences=[("2026-q3", [EDA, KIL])], today=[EDA, KIL], handovers=handed)
    return matrix(account(plan(), found, 2026, TODAY), found, "Europe/Stockholm").cells


def test_a_cell_says_when_and_by_which_receipt():
    cell = cells(letter("2026-q3", "eda", at="2026-09-03T22:30:00.000Z"))["eda", "2026-q3"]

    assert (cell.reach, cell.day) == (Reach.REACHED, date(2026, 9, 4))  # past midnight in Stockholm


def test_a_cell_of_a_report_given_by_hand_has_its_day():
    handed = [given_by_hand("2026-q3", "kil", day=date(2026, 9, 14))]

    cell = cells(letter("2026-q3", "eda"), handed=handed)["kil", "2026-q3"]

    assert (cell.reach, cell.day, cell.handover.by) == (Reach.HANDED_OVER, date(2026, 9, 14), "Kim")


@pytest.mark.parametrize(
    ("whole", "shown"), [(None, ""), ("", ""), ("id-1", "id-1"), ("14c5d75ce93.dfd.64b469.filter0001", "14c5d75c…")]
)
def test_a_receipt_is_shown_by_its_beginning(whole, shown):
    assert mask_id(whole) == shown
