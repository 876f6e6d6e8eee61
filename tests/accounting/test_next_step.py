"""What is due next, and the one command to run."""

from datetime import date

import pytest

from newsletter.accounting import IssueOnFile, Step, account
from newsletter.model.choices import IssueType
from newsletter.model.deliveries import Status
from newsletter.model.issue import Quarter
from tests.accounting.evidence import deviation, evidence, letter, listed, report

EDA = listed("Eda")
Q1, Q2, Q3, Q4 = (f"2026-q{number}" for number in (1, 2, 3, 4))


def sent(*issues: str, files=(), letters=(), audiences=(), contacts=1):
    """Eda has got ``issues``, and there is more in the folder and the log besides."""
    return evidence(
        files=[*map(report, issues), *files],
        letters=[*(letter(issue, "eda") for issue in issues), *letters],
        audiences=[*((issue, [EDA]) for issue in issues), *audiences],
        today=[listed("Eda", contacts=contacts)],
    )


@pytest.mark.parametrize(
    ("found", "command", "due", "days"),
    [
        (sent(Q1, Q2), "newsletter new 2026-q3", date(2026, 9, 10), 2),
        (sent(Q1, Q2, files=[report(Q3, draft=True)]), "newsletter check 2026-q3", date(2026, 9, 10), 2),
        (sent(Q1, Q2, files=[report(Q3)]), "newsletter send 2026-q3", date(2026, 9, 10), 2),
        (sent(Q1, Q2, Q3), "newsletter new 2026-q4", date(2026, 12, 15), 98),
        (sent(Q1, files=[report(Q2)]), "newsletter send 2026-q2", date(2026, 6, 18), -82),
        (sent(Q1, files=[report(Q3)]), "newsletter send 2026-q3", date(2026, 9, 10), 2),
    ],
    ids=["not written", "a draft", "written", "sent", "the last quarter's is written", "the last quarter's never was"],
)
def test_the_first_report_due_that_has_not_been_sent(settings, today, found, command, due, days):
    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert (next_.command, next_.due, next_.days) == (command, due, days)


def test_letters_in_doubt_come_before_everything(settings, today):
    found = sent(Q2, letters=[letter(Q1, "eda", Status.UNKNOWN)], audiences=[(Q1, [EDA])])

    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert (next_.command, next_.step) == ("newsletter resolve 2026-q1", Step.UNRESOLVED)


def test_letters_of_a_run_that_is_alive_are_neither_in_doubt_nor_remaining(settings, today):
    sending = [letter(Q3, "eda", Status.SENDING), letter(Q3, "grums", Status.ACCEPTED)]
    audiences = [(Q3, [EDA, listed("Grums")])]

    alive = evidence(letters=sending, audiences=audiences, today=[EDA], in_progress=[sending[0].attempt])
    dead = evidence(letters=sending, audiences=audiences, today=[EDA])

    during, after = account(settings, alive, 2026, today).next, account(settings, dead, 2026, today).next
    assert during is not None
    assert during.command == "newsletter new 2026-q4"
    assert after is not None
    assert after.command == "newsletter resolve 2026-q3"


def test_a_sending_that_stopped_half_way_comes_before_a_new_report(settings, today):
    found = sent(Q1, Q2, letters=[letter(Q2, "eda", Status.UNSENT, number=1)], contacts=2)

    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert (next_.command, next_.step) == ("newsletter send 2026-q2", Step.UNFINISHED)


@pytest.mark.parametrize("kind", [IssueType.EXTRA, IssueType.CORRECTION])
def test_so_does_an_issue_outside_the_plan_of_which_nothing_got_through(settings, today, kind):
    tried = letter("2026-q3-x", "eda", Status.UNSENT)
    found = sent(Q1, Q2, Q3, files=[report("2026-q3-x", kind)], letters=[tried], audiences=[("2026-q3-x", [EDA])])

    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert (next_.command, next_.step) == ("newsletter send 2026-q3-x", Step.UNFINISHED)


def test_what_is_due_to_an_address_that_is_gone_is_closed(settings, today):
    found = sent(Q1, Q2, letters=[letter(Q2, "eda", Status.UNSENT, number=1)])

    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert next_.command == "newsletter new 2026-q3"


def test_a_broken_file_is_to_be_checked(settings, today):
    next_ = account(settings, sent(Q1, Q2, files=[IssueOnFile(Q3)]), 2026, today).next

    assert next_ is not None
    assert next_.command == "newsletter check 2026-q3"


def test_nothing_is_next_when_all_is_sent(settings):
    status = account(settings, sent(Q1, Q2, Q3, Q4), 2026, date(2026, 12, 20))

    assert status.next is None
    assert status.done == 4
    assert status.missing == ()


def test_an_extra_issue_counts_without_standing_in_for_the_report(settings, today):
    found = sent(Q1, Q2, files=[report("2026-q3-extra", IssueType.EXTRA)], letters=[letter("2026-q3-extra", "eda")])

    status = account(settings, found, 2026, today)

    assert status.done == 3
    assert status.next is not None
    assert status.next.command == "newsletter new 2026-q3"


def test_a_correction_is_never_the_report_that_is_due(settings, today):
    found = sent(Q1, Q2, files=[report("2026-q3-rattelse", IssueType.CORRECTION)])

    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert next_.command == "newsletter new 2026-q3"


def test_a_quarter_that_ended_without_its_report_is_named_and_not_urged(settings, today):
    status = account(settings, sent(Q2), 2026, today)

    assert status.missing == (Quarter(2026, 1),)
    assert status.open_reports == 2
    assert status.next is not None
    assert status.next.issue == Q3


def test_a_report_that_was_written_and_overtaken_by_a_later_one_is_not_urged(settings, today):
    next_ = account(settings, sent(Q3, files=[report(Q2), report(Q4)]), 2026, today).next

    assert next_ is not None
    assert next_.issue == Q4


def test_a_report_sent_after_new_year_fills_the_slot_it_was_due_in(settings):
    late = evidence(files=[report(Q4)], letters=[letter(Q4, "eda", at="2027-01-08T09:00:00Z")], today=[EDA])

    status = account(settings, late, 2026, date(2027, 1, 10))

    assert status.done == 0
    assert Quarter(2026, 4) not in status.missing


def test_a_year_without_dates_in_its_plan_has_the_last_day_of_each_quarter(settings):
    next_ = account(settings, evidence(), 2027, date(2027, 2, 1)).next

    assert next_ is not None
    assert (next_.issue, next_.due) == ("2027-q1", date(2027, 3, 31))


def test_two_reports_due_in_one_quarter(settings, today):
    plan = settings.plan[2026].model_copy(update={"due": (date(2026, 9, 1), date(2026, 9, 30)), "target": 2})
    twice = settings.model_copy(update={"plan": {2026: plan}})

    next_ = account(twice, sent(Q3), 2026, today).next

    assert next_ is not None
    assert (next_.issue, next_.due) == ("2026-q3-2", date(2026, 9, 30))


def test_a_recorded_deviation_moves_the_day_or_takes_the_report_out(settings, today):
    moved = evidence(deviations=[deviation(Q3, date(2026, 9, 25))])
    cancelled = evidence(deviations=[deviation(Q3, date(2026, 9, 25)), deviation(Q3, None)])

    after_midsummer = account(settings, moved, 2026, date(2026, 9, 12)).next
    assert after_midsummer is not None
    assert (after_midsummer.issue, after_midsummer.due) == (Q3, date(2026, 9, 25))
    next_ = account(settings, cancelled, 2026, today).next
    assert next_ is not None
    assert next_.issue == Q4


def test_where_the_quarter_s_own_name_is_taken_by_an_extra_the_report_is_its_second(settings, today):
    found = sent(Q1, Q2, files=[report(Q3, IssueType.EXTRA)], letters=[letter(Q3, "eda")])

    next_ = account(settings, found, 2026, today).next

    assert next_ is not None
    assert next_.command == "newsletter new 2026-q3-2"
