"""The plan as data: due dates given or counted back, the year wheel, and what was changed when."""

from datetime import date

import pytest

from newsletter.accounting import account
from newsletter.accounting.plan import TargetPeriod, WheelStep, due_day, planned_reports, targets, wheel
from newsletter.model.issue import Quarter
from newsletter.model.settings import Settings, editor_of, plan_for
from tests.accounting.evidence import evidence


def planned(settings: Settings, plan: dict[str, object], year: str = "2026") -> Settings:
    return Settings.model_validate(settings.model_dump(mode="python", exclude={"plan"}) | {"plan": {year: plan}})


def due_days(settings: Settings, plan: dict[str, object]) -> list[str]:
    return [slot.due.isoformat() for slot in planned_reports(planned(settings, plan), 2026)]


def test_due_dates_are_counted_back_from_the_last_sitting_of_each_quarter(settings):
    plan = {"sittings": ["2026-03-04", "2026-04-15", "2026-06-10", "2026-10-14", "2026-12-09"], "days_before_sitting": "10"}

    assert due_days(settings, plan) == ["2026-02-22", "2026-05-31", "2026-09-30", "2026-11-29"]


def test_a_sitting_early_in_a_quarter_may_be_the_end_of_the_report_before_it(settings):
    plan = {"sittings": ["2026-04-03", "2026-06-10"], "days_before_sitting": "7"}

    assert due_days(settings, plan) == ["2026-03-27", "2026-06-03", "2026-09-30", "2026-12-31"]


def test_a_plan_of_more_than_four_reports_has_one_before_every_sitting(settings):
    plan = {"target": "5", "sittings": [f"2026-{month}-20" for month in ("02", "03", "05", "10", "12")]}

    assert due_days(settings, plan) == ["2026-02-13", "2026-03-13", "2026-05-13", "2026-10-13", "2026-12-13"]


def test_dates_that_are_given_come_before_the_sittings(settings):
    assert due_days(settings, {"due": ["2026-03-31"], "sittings": ["2026-03-04"]}) == ["2026-03-31"]


def test_a_change_of_due_dates_holds_from_its_day_on(settings):
    plan = {
        "due": ["2026-03-31", "2026-06-18", "2026-09-10", "2026-12-15"],
        "changes": [{"date": "2026-07-01", "reason": "Valåret", "due": ["2026-01-01", "2026-10-30", "2026-12-20"]}],
    }

    assert due_days(settings, plan) == ["2026-03-31", "2026-06-18", "2026-10-30", "2026-12-20"]


def test_a_change_on_a_due_day_keeps_that_day_once_however_it_is_written(settings):
    """What the change says of its own day takes the place of what stood there; the days before it stay."""
    plan = {
        "due": ["2026-03-31", "2026-06-18", "2026-09-10", "2026-12-15"],
        "changes": [{"date": "2026-09-10", "reason": "Valåret", "due": ["2026-09-10", "2026-12-20"]}],
    }

    assert due_days(settings, plan) == ["2026-03-31", "2026-06-18", "2026-09-10", "2026-12-20"]
    moved = plan | {"changes": [{"date": "2026-09-10", "reason": "Valåret", "due": ["2026-09-24", "2026-12-20"]}]}
    assert due_days(settings, moved) == ["2026-03-31", "2026-06-18", "2026-09-24", "2026-12-20"]


def test_the_day_of_a_quarter_is_its_last_due_day_else_its_own_last(settings):
    given = planned(settings, {"due": ["2026-02-10", "2026-03-20", "2026-09-10"]})

    assert due_day(given, Quarter(2026, 1)) == date(2026, 3, 20)
    assert due_day(given, Quarter(2026, 2)) == date(2026, 6, 30)
    assert due_day(given, Quarter(2026, 3)) == date(2026, 9, 10)


CHANGED = {
    "target": "4",
    "approvals": "1",
    "changes": [
        {"date": "2026-10-01", "reason": "Extra årskonferens", "target": "5"},
        {"date": "2026-07-01", "reason": "Valåret", "target": "3", "approvals": "2"},
    ],
    "approvers": [{"role": "Ordförande"}, {"role": "Sekreterare"}],
}


@pytest.mark.parametrize(("day", "target", "approvals"), [("06-30", 4, 1), ("07-01", 3, 2), ("09-30", 3, 2), ("10-01", 5, 2)])
def test_which_rule_applied_when(settings, day, target, approvals):
    plan = plan_for(planned(settings, CHANGED), 2026)
    on = date.fromisoformat(f"2026-{day}")

    assert (plan.target_on(on), plan.approvals_on(on)) == (target, approvals)


def test_the_account_measures_by_the_target_of_the_day_and_tells_all_of_them(settings):
    changed = planned(settings, CHANGED)

    assert account(changed, evidence(), 2026, date(2026, 6, 1)).target == 4
    assert account(changed, evidence(), 2026, date(2027, 2, 1)).target == 5
    assert account(changed, evidence(), 2026, date(2026, 9, 1)).targets == targets(changed, 2026)
    assert targets(changed, 2026) == (
        TargetPeriod(date(2026, 1, 1), 4),
        TargetPeriod(date(2026, 7, 1), 3, "Valåret"),
        TargetPeriod(date(2026, 10, 1), 5, "Extra årskonferens"),
    )


def test_a_year_without_a_plan_borrows_the_last_one_as_it_ended(settings):
    borrowed = plan_for(planned(settings, CHANGED), 2027)

    assert (borrowed.target, borrowed.changes, borrowed.approvals) == (5, (), 2)


def test_nobody_approves_where_nobody_is_named(settings):
    assert plan_for(settings, 2026).approvals_on(date(2026, 5, 1)) == 0


def test_the_editor_of_the_year_comes_before_the_one_of_all_years(settings):
    both = planned(settings, {"editor": {"name": "Ny", "email": "ny@example.org"}})
    assert editor_of(settings, 2026) is None
    editor = editor_of(both, 2026)
    assert editor is not None
    assert editor.name == "Ny"


def test_the_year_wheel_counts_back_from_each_due_date(settings):
    plan = {
        "due": ["2026-03-31"],
        "deadlines": {"contributions": "21"},
        "members": [{"name": "Tuva Hyttsten"}],
        "approvers": [{"role": "Ordförande"}],
    }
    assert [(one.step, one.day.isoformat()) for one in wheel(planned(settings, plan), 2026)] == [
        (WheelStep.CONTRIBUTIONS, "2026-03-10"),
        (WheelStep.DRAFT, "2026-03-24"),
        (WheelStep.APPROVAL, "2026-03-28"),
        (WheelStep.SENDING, "2026-03-31"),
    ]


def test_the_wheel_waits_for_no_contributions_and_no_approval_that_nobody_asks_for(settings):
    assert {one.step for one in wheel(settings, 2026)} == {WheelStep.DRAFT, WheelStep.SENDING}
