"""What has been sent live, in its forms: recalled, refused and doubtful letters, and rehearsals, make nothing sent."""

import json
from dataclasses import replace

from newsletter.delivery.log import SendLog
from newsletter.delivery.log.contents import sent_forms
from newsletter.delivery.log.schema import hold
from newsletter.delivery.run import claims
from newsletter.delivery.run.claims import CallOutcomes, RunKey, make_candidate
from newsletter.delivery.run.start import commit_run, new_run
from newsletter.model.deliveries import Outcome, Status
from tests.delivery.ledger import addressee, start


def put(log: SendLog, key: RunKey, digest: str, at: str, *statuses: Status, first: int = 0) -> None:
    """Letters to as many addressees as there are statuses, from number ``first`` on."""
    commit_run(log, replace(start(key, at, digest), accepts_changes=True))
    candidates = {}
    for number, status in enumerate(statuses, first):
        attempt = claims.new_attempt()
        to = addressee(number)
        candidates[attempt] = (make_candidate(to.association_id, to.address, attempt), status)
    with log.writing() as connection:
        claims.record_and_claim(connection, key, [], [candidate for candidate, _ in candidates.values()], at)
    with log.writing() as connection:
        returned = [CallOutcomes([attempt], [Outcome(status)]) for attempt, (_, status) in candidates.items()]
        claims.record_and_claim(connection, key, returned, [], at)


def live(issue: str) -> RunKey:
    return new_run(issue, is_live=True)


def test_each_content_is_a_form_with_its_own_letters_and_time(log: SendLog) -> None:
    put(log, live("2026-q2"), "b", "2026-06-18T06:00:00.000Z", Status.ACCEPTED)
    put(log, live("2026-q1"), "z", "2026-03-31T06:00:00.000Z", Status.ACCEPTED, Status.ACCEPTED, Status.REJECTED)
    put(log, live("2026-q1"), "a", "2026-04-01T06:00:00.000Z", Status.ACCEPTED, first=7)

    assert [(form.issue, form.digest, form.first, form.letters) for form in sent_forms(log)] == [
        ("2026-q1", "z", "2026-03-31T06:00:00.000Z", 2),
        ("2026-q1", "a", "2026-04-01T06:00:00.000Z", 1),
        ("2026-q2", "b", "2026-06-18T06:00:00.000Z", 1),
    ]
    assert [form.digest for form in sent_forms(log, "2026-q1")] == ["z", "a"]


def test_what_nobody_is_known_to_have_been_sent_is_no_form(log: SendLog) -> None:
    put(log, live("2026-q1"), "a", "2026-03-31T06:00:00.000Z", Status.REJECTED, Status.UNSENT, Status.UNKNOWN, Status.RECALLED)
    put(log, new_run("2026-q1", is_live=False), "b", "2026-03-31T06:00:00.000Z", Status.ACCEPTED)

    assert sent_forms(log) == ()


def test_letters_that_wait_at_the_provider_are_sent_when_they_leave(log: SendLog) -> None:
    key = live("2026-q1")
    put(log, key, "a", "2026-03-31T06:00:00.000Z", Status.ACCEPTED)
    with log.writing() as connection:
        connection.execute(hold.insert().values(run=key.id, batch="b1", leaves="2026-03-31T06:30:00.000Z"))

    assert [form.first for form in sent_forms(log)] == ["2026-03-31T06:30:00.000Z"]


def test_a_form_brings_its_record(log: SendLog) -> None:
    put(log, live("2026-q1"), "a", "2026-03-31T06:00:00.000Z", Status.ACCEPTED)

    (form,) = sent_forms(log)
    assert json.loads(json.dumps(dict(form.record))) == {"subject": "Rapport"}
