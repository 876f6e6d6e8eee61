"""How the year ends if nothing is done, and where it has left its plan."""

from datetime import date

import pytest

from newsletter.accounting import Deviated, account
from tests.accounting.evidence import deviation, evidence, letter, listed, report

EDA = listed("Eda")
DAYS = {"2026-q1": "2026-03-12", "2026-q2": "2026-06-11", "2026-q3": "2026-09-03", "2026-q4": "2026-12-10"}


def year_with(*issues, **more):
    letters = [letter(issue, "eda", at=f"{more.get(issue, DAYS[issue])}T08:00:00.000Z") for issue in issues]
    return {"letters": letters, "audiences": [(issue, [EDA]) for issue in issues], "files": [report(one) for one in issues]}


@pytest.mark.parametrize(
    ("sent", "today", "told"),
    [
        (["2026-q1", "2026-q2", "2026-q3"], date(2026, 10, 5), (3, 4, 3, date(2026, 12, 15), "2026-q4")),
        ([], date(2026, 1, 5), (0, 4, 3, date(2026, 3, 31), "2026-q1")),
        (["2026-q1", "2026-q2"], date(2026, 9, 20), (2, 4, 3, date(2026, 9, 30), "2026-q3")),  # its day has passed
        (["2026-q1", "2026-q2"], date(2026, 11, 2), (2, 3, 2, date(2026, 12, 15), "2026-q4")),  # the third was missed
        (["2026-q1", "2026-q2", "2026-q3", "2026-q4"], date(2026, 12, 20), (4, 4, 4, None, None)),
    ],
)
def test_three_of_four_unless_something_is_done_before_a_day(settings, sent, today, told):
    forecast = account(settings, evidence(today=[EDA], **year_with(*sent)), 2026, today).forecast

    assert (forecast.done, forecast.possible, forecast.otherwise, forecast.before, forecast.issue) == told
    assert forecast.reaches_target is (forecast.possible >= 4)


def test_what_is_sent_after_new_year_no_longer_helps_the_old_one(settings):
    found = evidence(today=[EDA], **year_with("2026-q1", "2026-q2", "2026-q3") | {"files": [report("2026-q4")]})

    forecast = account(settings, found, 2026, date(2027, 1, 10)).forecast

    assert (forecast.done, forecast.possible, forecast.before) == (3, 3, None)


def test_a_new_date_moves_the_day_that_counts(settings):
    found = evidence(today=[EDA], deviations=[deviation("2026-q1", date(2026, 4, 14))])

    assert account(settings, found, 2026, date(2026, 1, 5)).forecast.before == date(2026, 4, 14)


def test_a_report_that_is_late_missing_or_missed_wants_a_reason(settings):
    found = evidence(today=[EDA], **year_with("2026-q1", "2026-q2", **{"2026-q2": "2026-06-25"}))

    status = account(settings, found, 2026, date(2026, 9, 20))

    assert [(one.issue, one.how, one.wants_a_reason) for one in status.deviations] == [
        ("2026-q2", Deviated.LATE, True),
        ("2026-q3", Deviated.OVERDUE, True),
    ]
    after = account(settings, found, 2026, date(2026, 10, 1))
    assert after.deviations[-1].how is Deviated.MISSED


def test_a_report_on_its_day_is_no_deviation(settings):
    found = evidence(today=[EDA], **year_with("2026-q1", **{"2026-q1": "2026-03-31"}))

    assert account(settings, found, 2026, date(2026, 4, 2)).deviations == ()


def test_the_last_entry_holds_and_the_others_stay(settings):
    entries = [deviation("2026-q3", date(2026, 9, 24), "Sjukdom"), deviation("2026-q3", None, "Valet")]
    found = evidence(today=[EDA], deviations=entries, **year_with("2026-q1", "2026-q2"))

    (one,) = account(settings, found, 2026, date(2026, 9, 20)).deviations

    assert (one.reason, one.new_date, one.is_cancelled, one.wants_a_reason) == ("Valet", None, True, False)
    assert [entry.reason for entry in one.recorded] == ["Sjukdom", "Valet"]


def test_a_report_sent_in_january_is_late_in_the_year_it_was_due(settings):
    letters = [letter("2026-q4", "eda", at="2027-01-08T09:00:00+00:00")]
    found = evidence(letters=letters, audiences=[("2026-q4", [EDA])], today=[EDA])

    last = account(settings, found, 2026, date(2027, 2, 1)).deviations[-1]

    assert (last.issue, last.how, last.sent) == ("2026-q4", Deviated.LATE, date(2027, 1, 8))


def test_on_the_last_day_of_the_year_a_cancelled_report_is_one_that_never_came(settings):
    found = evidence(today=[EDA], deviations=[deviation("2026-q4", None)], **year_with("2026-q1", "2026-q2", "2026-q3"))

    of_day = account(settings, found, 2026, date(2026, 12, 31), is_over=True)
    until_now = account(settings, found, 2026, date(2026, 12, 10))

    assert [(one.issue, one.how) for one in of_day.deviations] == [("2026-q4", Deviated.MISSED)]
    assert [(one.issue, one.how) for one in until_now.deviations] == [("2026-q4", Deviated.ANNOUNCED)]
