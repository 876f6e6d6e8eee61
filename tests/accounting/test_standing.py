"""Where each planned report stands, and what the year can still reach."""

from dataclasses import replace
from datetime import date

import pytest

from newsletter.accounting import PlannedState, account
from newsletter.model.choices import IssueType
from tests.accounting.evidence import deviation, evidence, letter, listed, report

EDA = listed("Eda")
PLANNED, WRITTEN, WAITING, SENT, SENT_LATE, CANCELLED, MOVED, MISSED = PlannedState
Q1, Q2, Q3 = ("2026-q1", "2026-03-12"), ("2026-q2", "2026-06-11"), ("2026-q3", "2026-09-03")


def log(*sent, files=(), deviations=()):
    """What was sent, as pairs of issue and day; ``files`` beside those."""
    return evidence(
        today=[EDA],
        letters=[letter(issue, "eda", at=f"{day}T08:00:00.000Z") for issue, day in sent],
        audiences=[(issue, [EDA]) for issue, _day in sent],
        files=[*(report(issue) for issue, _day in sent), *files],
        deviations=deviations,
    )


def year(settings, found, day):
    return account(settings, found, 2026, day)


def states(settings, found, day):
    return [one.state for one in year(settings, found, day).planned]


def test_a_year_that_has_not_begun_has_four_reports_planned(settings):
    assert states(settings, log(), date(2026, 1, 5)) == [PLANNED] * 4


def test_each_state_in_one_year(settings):
    found = log(Q1, ("2026-q2", "2026-06-25"), files=[report("2026-q3")], deviations=[deviation("2026-q4", None)])

    assert states(settings, found, date(2026, 9, 8)) == [SENT, SENT_LATE, WRITTEN, CANCELLED]


@pytest.mark.parametrize(
    ("sent", "state"), [("2026-06-18T21:59:00.000Z", SENT), ("2026-06-18T22:01:00.000Z", SENT_LATE)]
)  # midnight in Stockholm, where it is summer
def test_a_report_is_late_from_the_day_after_its_own(settings, sent, state):
    found = evidence(
        today=[EDA], letters=[letter("2026-q2", "eda", at=sent)], audiences=[("2026-q2", [EDA])], files=[report("2026-q2")]
    )

    assert states(settings, found, date(2026, 7, 1))[1] is state


def test_letters_that_wait_keep_the_target_within_reach(settings):
    before = log(Q1, Q2, Q3, ("2026-q4", "2026-12-15"))
    waiting = frozenset(one.attempt for one in before.deliveries if one.issue == "2026-q4")
    leaves = replace(
        before, deliveries=tuple(replace(one, leaves=one.at) if one.attempt in waiting else one for one in before.deliveries)
    )

    status = year(settings, replace(leaves, scheduled=waiting), date(2026, 12, 14))

    assert [one.state for one in status.planned] == [SENT, SENT, SENT, WAITING]
    assert status.planned[3].leaves is not None
    assert (status.done, status.forecast.possible, status.forecast.issue) == (3, 4, None)
    assert status.forecast.reaches_target


def test_a_cancelled_report_is_no_longer_possible(settings):
    found = log(Q1, Q2, deviations=[deviation("2026-q3", None)])

    forecast = year(settings, found, date(2026, 9, 1)).forecast

    assert (forecast.possible, forecast.otherwise, forecast.issue) == (3, 2, "2026-q4")


def test_an_extra_counts_as_done_and_fills_no_planned_report(settings):
    extra = report("2026-q3-extra", IssueType.EXTRA)
    found = log(Q1, Q2, ("2026-q3-extra", "2026-09-25"), files=[extra])
    found = replace(found, on_file=(*(one for one in found.on_file if one.id != extra.id), extra))

    status = year(settings, found, date(2026, 9, 26))

    assert (status.done, status.forecast.possible) == (3, 4)
    assert states(settings, found, date(2026, 9, 26)) == [SENT, SENT, PLANNED, PLANNED]
    assert [one.late for one in status.issues if one.id == extra.id] == [False]
    assert states(settings, found, date(2026, 10, 1))[2] is MISSED


def test_a_correction_neither_counts_nor_fills(settings):
    correction = report("2026-q2-rattelse", IssueType.CORRECTION)
    found = log(Q1, ("2026-q2-rattelse", "2026-06-29"))
    found = replace(found, on_file=(report("2026-q1"), correction))

    status = year(settings, found, date(2026, 6, 30))

    assert (status.done, status.forecast.possible) == (1, 4)
    assert [one.state for one in status.planned][:2] == [SENT, PLANNED]


def test_an_extra_on_file_is_not_the_report_that_is_due(settings):
    found = log(Q1, Q2, files=[report("2026-q3-extra", IssueType.EXTRA)])

    assert states(settings, found, date(2026, 9, 8))[2] is PLANNED


@pytest.mark.parametrize(("day", "state"), [(date(2026, 10, 8), MOVED), (date(2026, 10, 9), MISSED)])
def test_a_moved_report_can_be_sent_until_its_new_day(settings, day, state):
    found = log(Q1, Q2, deviations=[deviation("2026-q3", date(2026, 10, 8))])

    status = year(settings, found, day)

    assert status.planned[2].state is state
    assert status.forecast.possible == (4 if state is MOVED else 3)


def test_a_moved_report_is_the_next_also_after_its_quarter(settings):
    found = log(Q1, Q2, deviations=[deviation("2026-q3", date(2026, 10, 8))])

    next_ = year(settings, found, date(2026, 10, 5)).next

    assert next_ is not None
    assert (next_.issue, next_.due, next_.days) == ("2026-q3", date(2026, 10, 8), 3)


def test_what_was_sent_after_new_year_fills_its_place_and_helps_the_old_year_no_more(settings):
    found = log(Q1, Q2, Q3, ("2026-q4", "2027-01-08"))

    status = year(settings, found, date(2027, 1, 9))

    assert [one.state for one in status.planned] == [SENT, SENT, SENT, SENT_LATE]
    assert (status.done, status.forecast.possible) == (3, 3)


@pytest.mark.parametrize(
    ("target", "days"),
    [
        (4, ["2026-03-25", "2026-05-25", "2026-09-30", "2026-12-08"]),
        (5, ["2026-01-25", "2026-03-25", "2026-04-25", "2026-05-25", "2026-12-08"]),
        (6, ["2026-01-25", "2026-03-25", "2026-04-25", "2026-05-25", "2026-10-25", "2026-12-08"]),
    ],
)
def test_a_plan_counts_back_from_as_many_sittings_as_it_asks_for(settings, target, days):
    sittings = tuple(date(2026, month, day) for month, day in ((2, 1), (4, 1), (5, 2), (6, 1), (11, 1), (12, 15)))
    plan = settings.plan[2026].model_copy(update={"due": (), "sittings": sittings, "target": target, "days_before_sitting": 7})
    planned = account(settings.model_copy(update={"plan": {2026: plan}}), log(), 2026, date(2026, 1, 1)).planned

    assert [one.report.due.isoformat() for one in planned] == days
    assert len({one.issue for one in planned}) == len(days), "each has a name of its own"
