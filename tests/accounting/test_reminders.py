"""Whom to remind of what: decided by the wheel of the plan, what has been done and said, and the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from newsletter.accounting import Next, Step, account
from newsletter.accounting.digests import Reason, ReminderAddressee, SaidEarlier
from newsletter.accounting.readiness import Readiness, recent_failures, refine, with_failures
from newsletter.accounting.reminders import Coming, Today, due_digests, people_of
from newsletter.accounting.working_days import WorkingDays
from newsletter.model.addresses import mail_address
from newsletter.model.deliveries import Event, Status
from newsletter.model.plan_year import PlanYear
from tests.accounting.evidence import evidence, letter, listed, report

DUE = date(2026, 12, 15)
PLAN = PlanYear.model_validate(
    {
        "members": [{"name": "Siv Tallroth", "email": "siv@example.org"}],
        "approvers": [{"role": "Ordförande", "name": "Tuva Hyttsten", "email": "tuva@example.org"}],
    }
)
EDITOR = ReminderAddressee("Jonatan Bruksman", mail_address("redaktor@example.org"))
EDA = listed("Eda")
WEEKENDS = WorkingDays(lambda day: day.weekday() > 4)
NOTHING_SAID = SaidEarlier({})


def coming(step: Step, today: date, *, due: date = DUE, plan: PlanYear = PLAN, ready: Readiness | None = None, **how) -> Coming:
    """Siv has not answered and the chair has not approved, as far as the step asks for it."""
    if ready is None:
        ready = Readiness(unapproved=("Ordförande",)) if step is Step.NOT_APPROVED else Readiness(("Siv Tallroth",))
    next_ = Next("2026-q4", due, (due - today).days, step)
    return Coming(next_, ready, plan, people_of(plan, how.pop("editor", EDITOR), ready), **how)


def digests(settings, today: date, *those: Coming, earlier: SaidEarlier = NOTHING_SAID, what=None, editor=EDITOR):
    found = account(settings, what or evidence(), 2026, today)
    return due_digests(those, found, editor, Today(today, WEEKENDS), earlier)


def told(settings, today: date, *those: Coming, **more) -> list[tuple[str, str, int]]:
    found = digests(settings, today, *those, **more)
    return [(one.matter, one.to.name.split()[0], one.days) for digest in found for one in digest.about]


class Year:
    """What has been said day by day, and what is remembered of it."""

    def __init__(self, settings):
        self.settings, self.rows, self.days = settings, {}, []

    def morning(self, today: date, *those: Coming, **more) -> list[tuple[str, str, int]]:
        found = digests(self.settings, today, *those, earlier=SaidEarlier(self.rows), **more)
        for digest in found:
            self.days.append((today, digest.to.name.split()[0]))
            self.rows.setdefault(digest.key, []).append((digest.day.isoformat(), today))
            for one in digest.about:
                self.rows.setdefault(one.key, []).append((one.occasion, today))
        return [(one.matter, one.to.name.split()[0], one.days) for digest in found for one in digest.about]

    def days_of(self, name: str) -> list[str]:
        return [day.isoformat() for day, who in self.days if who == name]


def days(first: str, last: str) -> list[date]:
    begin = date.fromisoformat(first)
    return [begin + timedelta(days=number) for number in range((date.fromisoformat(last) - begin).days + 1)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("11-16", []),
        ("11-17", [("contribute", "Siv", 14)]),
        ("12-01", [("contribute", "Siv", 0), ("draft", "Jonatan", 7)]),
        ("12-02", [("contribute", "Siv", -1), ("draft", "Jonatan", 6)]),
        ("12-03", [("contribute", "Siv", -2), ("missing", "Jonatan", -2), ("draft", "Jonatan", 5)]),
        ("12-16", [("overdue", "Jonatan", -1)]),
    ],
)
def test_a_computer_that_has_been_off_says_what_holds_now(settings, day, expected):
    today = date.fromisoformat(f"2026-{day}")
    assert sorted(told(settings, today, coming(Step.NOT_WRITTEN, today))) == sorted(expected)


def test_a_member_hears_four_times_and_then_the_editor(settings):
    """Tuesday 1 December is the last day for contributions; 29 November is a Sunday."""
    year = Year(settings)
    for today in days("2026-10-01", "2026-12-15"):
        year.morning(today, coming(Step.NOT_WRITTEN, today))

    assert [day.isoformat() for day, who in year.days if who == "Siv"] == [
        "2026-11-17",
        "2026-11-24",
        "2026-11-30",
        "2026-12-02",
    ]
    (missing,) = [day for key, rows in year.rows.items() if " missing " in key for _occasion, day in rows]
    assert missing == date(2026, 12, 3)


def test_a_day_off_gives_its_reminder_to_the_last_working_day_before(settings):
    """Due on Saturday 19 December: the last day for contributions is Saturday 5 December, the day before it a Friday."""
    due, year = date(2026, 12, 19), Year(settings)
    for today in days("2026-11-01", "2026-12-10"):
        year.morning(today, coming(Step.NOT_WRITTEN, today, due=due))

    assert [day.isoformat() for day, who in year.days if who == "Siv"] == [
        "2026-11-20",
        "2026-11-27",
        "2026-12-04",
        "2026-12-07",
    ]


def test_a_new_day_is_told_of_but_never_more_than_four_mails_of_a_report(settings):
    year = Year(settings)
    for today in days("2026-10-01", "2026-12-01"):
        year.morning(today, coming(Step.NOT_WRITTEN, today))
    for today in days("2026-12-02", "2027-02-28"):
        year.morning(today, coming(Step.NOT_WRITTEN, today, due=date(2027, 1, 29)))

    assert year.days_of("Siv") == ["2026-11-17", "2026-11-24", "2026-11-30", "2027-01-01"]


def test_one_mail_a_person_and_day(settings):
    """What is due to one person for two reports, and as approver of a third, is one mail with one form in it."""
    both = PlanYear.model_validate({"members": PLAN.members, "approvers": [{"role": "Ordförande", "email": "siv@example.org"}]})
    today = date(2026, 12, 2)
    one = coming(Step.NOT_WRITTEN, today)
    other = replace(one, next=replace(one.next, issue="2026-q4-2"))
    approval = replace(coming(Step.NOT_APPROVED, today, plan=both), next=Next("2026-q3", DUE, 13, Step.NOT_APPROVED))

    siv = [digest for digest in digests(settings, today, one, other, approval) if digest.to.name.startswith("Siv")]

    assert [[(each.matter, each.issue) for each in digest.about] for digest in siv] == [
        [(Reason.APPROVE, "2026-q3"), (Reason.CONTRIBUTE, "2026-q4")]
    ]


def test_who_has_had_a_mail_today_has_no_other(settings):
    today = date(2026, 12, 2)
    (siv, _editor) = sorted(
        digests(settings, today, coming(Step.NOT_WRITTEN, today)), key=lambda one: one.to.name, reverse=True
    )
    had_one = SaidEarlier({siv.key: [("2026-12-02", today)]})

    assert {name for _matter, name, _days in told(settings, today, coming(Step.NOT_WRITTEN, today), earlier=had_one)} == {
        "Jonatan"
    }


def test_who_has_answered_is_left_in_peace_also_where_the_answer_cannot_be_used(settings):
    today = date(2026, 12, 2)
    assert told(settings, today, coming(Step.NOT_WRITTEN, today, ready=Readiness())) == [("draft", "Jonatan", 6)]
    faulty = Readiness(("Siv Tallroth",), faulty=("Siv Tallroth",))
    assert "Siv" not in {name for _matter, name, _days in told(settings, today, coming(Step.NOT_WRITTEN, today, ready=faulty))}


def test_an_approver_is_asked_when_it_is_written_and_left_in_peace_when_it_is_approved(settings):
    early = date(2026, 10, 1)
    assert told(settings, early, coming(Step.NOT_APPROVED, early)) == [("approve", "Tuva", 72)]
    last = date(2026, 12, 11)  # a Friday; the last day is Saturday 12 December
    assert told(settings, last, coming(Step.NOT_APPROVED, last)) == [("approve", "Tuva", 1), ("approval", "Jonatan", 1)]
    others = Readiness(is_approved=False, unapproved=("Distriktet",))
    assert told(settings, last, coming(Step.NOT_APPROVED, last, ready=others)) == [("approval", "Jonatan", 1)]


def test_nobody_is_asked_to_send_what_is_not_written_or_approved(settings):
    eve = date(2026, 12, 14)
    assert "send" not in {matter for matter, _name, _days in told(settings, eve, coming(Step.NOT_READY, eve))}
    assert "send" not in {matter for matter, _name, _days in told(settings, eve, coming(Step.NOT_APPROVED, eve))}
    assert told(settings, eve, coming(Step.READY, eve, ready=Readiness())) == [("send", "Jonatan", 1)]


@pytest.mark.parametrize("step", [Step.NOT_WRITTEN, Step.NOT_APPROVED, Step.READY])
def test_of_a_report_whose_day_is_long_past_the_editor_has_one_line(settings, step):
    year = Year(settings)
    for today in days("2026-12-30", "2027-03-31"):
        year.morning(today, coming(step, today))

    assert year.days == [(date(2026, 12, 30), "Jonatan")]
    assert told(settings, date(2027, 1, 4), coming(step, date(2027, 1, 4), is_open=False)) == [("overdue", "Jonatan", -20)]


def test_letters_in_doubt_are_told_at_once_after_a_week_and_then_every_four_weeks(settings):
    doubtful = evidence(letters=[letter("2026-q1", "eda", Status.UNKNOWN)], audiences=[("2026-q1", [EDA])])
    year = Year(settings)
    for today in days("2026-09-07", "2026-11-30"):
        year.morning(today, what=doubtful)

    assert year.days_of("Jonatan") == ["2026-09-07", "2026-09-14", "2026-10-12", "2026-11-09"]


def test_letters_that_came_back_are_told_once_and_again_when_more_have_but_once_a_week(settings):
    letters = [letter("2026-q3", "eda"), letter("2026-q3", "kil")]
    audience = [("2026-q3", [EDA, listed("Kil")])]
    one = evidence(letters=letters, audiences=audience, events=[(letters[0].attempt, Event.BOUNCED)])
    both = evidence(letters=letters, audiences=audience, events=[(each.attempt, Event.BOUNCED) for each in letters])
    year = Year(settings)
    for today in days("2026-09-04", "2026-12-01"):
        year.morning(today, what=one if today < date(2026, 9, 8) else both)

    assert year.days_of("Jonatan") == ["2026-09-04", "2026-09-11"]


def test_nothing_is_said_on_a_day_off(settings):
    sunday = date(2026, 11, 29)
    assert digests(settings, sunday, coming(Step.NOT_WRITTEN, sunday)) == ()


def test_nothing_is_said_to_nobody(settings, today):
    found = evidence(letters=[letter("2026-q1", "eda", Status.UNKNOWN)], audiences=[("2026-q1", [EDA])])
    assert digests(settings, today, what=found, editor=None) == ()
    late = date(2026, 12, 17)
    assert told(settings, late, coming(Step.NOT_WRITTEN, late, editor=None), editor=None) == []


def test_no_address_and_no_name_is_in_what_is_remembered(settings):
    today = date(2026, 12, 2)
    for digest in digests(settings, today, coming(Step.NOT_WRITTEN, today)):
        for key in (digest.key, *(one.key for one in digest.about)):
            assert not [word for word in ("example", "siv", "jonatan", "@") if word in key.lower()]


@pytest.mark.parametrize(
    ("step", "ready", "day", "expected"),
    [
        (Step.NOT_WRITTEN, Readiness(("Siv",)), "11-16", Step.NOT_WRITTEN),
        (Step.NOT_WRITTEN, Readiness(("Siv",)), "11-17", Step.COLLECT),
        (Step.NOT_READY, Readiness(("Siv",)), "12-08", Step.COLLECT),
        (Step.NOT_READY, Readiness(("Siv",)), "12-09", Step.NOT_READY),
        (Step.NOT_WRITTEN, Readiness(), "12-01", Step.NOT_WRITTEN),
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


def test_the_latest_sending_is_the_one_that_left_last_not_the_one_of_the_latest_quarter(settings):
    letters = [letter("2026-q2", "eda", at="2026-09-01T06:00:00.000Z"), letter("2026-q1", "eda", at="2026-09-02T06:00:00.000Z")]
    what = evidence(
        files=[report("2026-q1"), report("2026-q2")],
        letters=letters,
        audiences=[("2026-q1", [EDA]), ("2026-q2", [EDA])],
        today=[EDA],
        events=[(letters[1].attempt, Event.BOUNCED)],
    )

    assert recent_failures(account(settings, what, 2026, date(2026, 9, 5)), date(2026, 9, 5)) == ("2026-q1", ("Eda",))


def test_two_of_one_name_are_two_people_and_so_are_two_of_one_address():
    siv, other, leila = (
        ReminderAddressee(name, mail_address(address)).key
        for name, address in (("Siv", "siv@example.org"), ("Siv", "siv.b@example.org"), ("Leila", "siv@example.org"))
    )

    assert len({siv, other, leila}) == 3


@pytest.mark.parametrize(("day", "step"), [(date(2026, 11, 30), Step.FAILED), (date(2026, 12, 1), Step.NOT_WRITTEN)])
def test_a_report_is_far_off_more_than_two_weeks_before_its_day(settings, day, step):
    letters = [letter(f"2026-q{n}", "eda", at=f"2026-1{n - 2}-1{n}T06:00:00.000Z") for n in (2, 3)]
    what = evidence(
        files=[report("2026-q1"), report("2026-q2"), report("2026-q3")],
        letters=[letter("2026-q1", "eda", at="2026-03-01T06:00:00.000Z"), *letters],
        audiences=[(f"2026-q{n}", [EDA]) for n in (1, 2, 3)],
        today=[EDA],
        events=[(letters[1].attempt, Event.BOUNCED)],
    )
    found = account(settings, what, 2026, day)

    next_ = with_failures(found.next, found, day)

    assert next_ is not None
    assert next_.step is step


def test_two_who_share_an_address_are_both_reminded(settings):
    today = date(2026, 12, 1)
    members = [{"name": name, "email": "siv@example.org"} for name in ("Siv Tallroth", "Leila Haddadi Lind")]
    ready = Readiness(("Siv Tallroth", "Leila Haddadi Lind"))
    one = coming(Step.NOT_WRITTEN, today, plan=PlanYear.model_validate({"members": members}), ready=ready)

    assert {name for matter, name, _days in told(settings, today, one) if matter == "contribute"} == {"Siv", "Leila"}
