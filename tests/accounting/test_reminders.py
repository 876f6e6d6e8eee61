"""Whom to remind of what: decided by the wheel of the plan, what has been done, and the day."""

from datetime import date, timedelta

import pytest

from newsletter.accounting import Next, Step, account
from newsletter.accounting.readiness import Readiness, refine, with_failures
from newsletter.accounting.reminders import Coming, People, Reason, ReminderAddressee, due_reminders, keys
from newsletter.model.addresses import mail_address
from newsletter.model.deliveries import Event, Status
from newsletter.model.plan_year import PlanYear
from tests.accounting.evidence import evidence, letter, listed, report

DUE = date(2026, 12, 15)
PLAN = PlanYear.model_validate({"members": [{"name": "Siv Tallroth"}], "approvers": [{"role": "Ordförande"}]})
EDITOR = ReminderAddressee("Jonatan Bruksman", mail_address("redaktor@example.org"))
SIV = ReminderAddressee("Siv Tallroth", mail_address("siv@example.org"))
CHAIR = ReminderAddressee("Tuva Hyttsten", mail_address("tuva@example.org"))
EDA = listed("Eda")


def told(settings, step: Step, today: date, *, missing: bool = False) -> list[tuple[str, str, int]]:
    next_ = Next("2026-q4", DUE, (DUE - today).days, step)
    people = People(EDITOR, (SIV,) if missing else (), (CHAIR,))
    coming = Coming(next_, Readiness(("Siv Tallroth",) if missing else (), 1), PLAN, people)
    found = due_reminders([coming], account(settings, evidence(), 2026, today), EDITOR, today)
    return [(one.matter, one.to.name, one.days) for one in found]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("11-23", []),
        ("11-24", [("contribute", "Siv Tallroth", 7)]),
        ("12-01", [("contribute", "Siv Tallroth", 0), ("draft", "Jonatan Bruksman", 7)]),
        (
            "12-03",
            [("contribute", "Siv Tallroth", -2), ("missing", "Jonatan Bruksman", -2), ("draft", "Jonatan Bruksman", 5)],
        ),
    ],
)
def test_contributors_from_a_week_before_their_day_and_the_editor_when_it_has_passed(settings, day, expected):
    assert told(settings, Step.NOT_WRITTEN, date.fromisoformat(f"2026-{day}"), missing=True) == expected


def test_who_has_contributed_is_left_in_peace(settings):
    assert told(settings, Step.NOT_WRITTEN, date(2026, 12, 3)) == [("draft", "Jonatan Bruksman", 5)]


def test_approvers_and_editor_until_it_is_approved(settings):
    assert told(settings, Step.NOT_APPROVED, date(2026, 12, 12)) == [
        ("approve", "Tuva Hyttsten", 0),
        ("approval", "Jonatan Bruksman", 0),
    ]


def test_nobody_is_asked_to_send_what_is_not_written_or_approved(settings):
    late = date(2026, 12, 17)
    assert "send" not in {matter for matter, _name, _days in told(settings, Step.NOT_READY, late)}
    assert "send" not in {matter for matter, _name, _days in told(settings, Step.NOT_APPROVED, late)}
    assert told(settings, Step.READY, late) == [("send", "Jonatan Bruksman", -2)]


def test_notice_is_given_once_and_lateness_is_told_every_day(settings):
    """What is remembered is the matter and its occasion."""
    occasions = {}
    for number in range(12):
        today = date(2026, 11, 22) + timedelta(days=number)
        next_ = Next("2026-q4", DUE, (DUE - today).days, Step.NOT_WRITTEN)
        coming = Coming(next_, Readiness(("Siv Tallroth",), 1), PLAN, People(None, (SIV,)))
        for matter, one in keys(due_reminders([coming], account(settings, evidence(), 2026, today), None, today)).items():
            occasions.setdefault((matter, one.occasion), today)

    assert sorted(occasions.values()) == [date(2026, 11, 24), *(date(2026, 11, 30) + timedelta(days=n) for n in range(4))]


def test_letters_in_doubt_are_told_every_day_and_letters_that_came_back_once(settings, today):
    doubtful = evidence(letters=[letter("2026-q1", "eda", Status.UNKNOWN)], audiences=[("2026-q1", [EDA])])
    letters = [letter("2026-q3", "eda")]
    bounced = evidence(letters=letters, audiences=[("2026-q3", [EDA])], events=[(letters[0].attempt, Event.BOUNCED)])

    def found(what, day):
        return [
            (one.matter, one.occasion, one.names) for one in due_reminders([], account(settings, what, 2026, day), EDITOR, day)
        ]

    assert found(doubtful, today) == [(Reason.UNRESOLVED, today.isoformat(), ())]
    assert found(bounced, today) == found(bounced, today + timedelta(days=1)) == [(Reason.FAILED, "failed 1", ("Eda",))]
    assert found(bounced, today + timedelta(days=60)) == []


def test_nothing_is_said_to_nobody(settings, today):
    found = evidence(letters=[letter("2026-q1", "eda", Status.UNKNOWN)], audiences=[("2026-q1", [EDA])])
    assert due_reminders([], account(settings, found, 2026, today), None, today) == ()


def test_no_address_is_in_what_is_remembered(settings, today):
    found = evidence(letters=[letter("2026-q1", "eda", Status.UNKNOWN)], audiences=[("2026-q1", [EDA])])
    (key,) = keys(due_reminders([], account(settings, found, 2026, today), EDITOR, today))
    assert "example" not in key
    assert key.startswith("2026-q1 unresolved ")


@pytest.mark.parametrize(
    ("step", "ready", "day", "expected"),
    [
        (Step.NOT_WRITTEN, Readiness(("Siv",), 1), "11-16", Step.NOT_WRITTEN),
        (Step.NOT_WRITTEN, Readiness(("Siv",), 1), "11-17", Step.COLLECT),
        (Step.NOT_READY, Readiness(("Siv",), 1), "12-08", Step.COLLECT),
        (Step.NOT_READY, Readiness(("Siv",), 1), "12-09", Step.NOT_READY),
        (Step.NOT_WRITTEN, Readiness((), 1), "12-01", Step.NOT_WRITTEN),
        (Step.READY, Readiness(is_approved=False), "12-01", Step.NOT_APPROVED),
        (Step.READY, Readiness(has_errors=True, is_approved=None), "12-01", Step.NOT_READY),
        (Step.READY, Readiness(), "12-01", Step.READY),
    ],
)
def test_the_next_step_knows_contributions_faults_and_approval(step, ready, day, expected):
    today = date.fromisoformat(f"2026-{day}")
    assert refine(Next("2026-q4", DUE, (DUE - today).days, step), ready, PLAN, today).step is expected


def test_letters_that_came_back_come_before_a_report_that_is_far_off(settings):
    letters = [letter("2026-q3", "eda"), *(letter(f"2026-q{n}", "eda", at=f"2026-0{3 * n}-01T06:00:00.000Z") for n in (1, 2))]
    bounces = [(letters[0].attempt, Event.BOUNCED)]
    audiences = [(f"2026-q{n}", [EDA]) for n in (1, 2, 3)]
    files = [report(f"2026-q{n}") for n in (1, 2, 3)]
    what = evidence(files=files, letters=letters, audiences=audiences, today=[EDA], events=bounces)

    def step(day: date):
        found = account(settings, what, 2026, day)
        next_ = with_failures(found.next, found, day)
        return next_ and (next_.step, next_.command)

    assert step(date(2026, 9, 10)) == (Step.FAILED, "newsletter status")
    assert step(date(2026, 12, 10)) == (Step.NOT_WRITTEN, "newsletter new 2026-q4")


def test_two_who_share_an_address_are_both_reminded(settings):
    today = date(2026, 12, 1)
    pair = (SIV, ReminderAddressee("Leila Haddadi Lind", SIV.address))
    coming = Coming(Next("2026-q4", DUE, 14, Step.NOT_WRITTEN), Readiness(("a", "b"), 2), PLAN, People(None, pair))

    found = keys(due_reminders([coming], account(settings, evidence(), 2026, today), None, today))

    assert {one.to.name for one in found.values()} == {"Siv Tallroth", "Leila Haddadi Lind"}
