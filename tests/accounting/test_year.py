"""The year's two figures and whom each report reached (domain.md 7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.accounting import Reach, account
from newsletter.model.choices import IssueType, RecipientType
from newsletter.model.deliveries import Event, Status
from newsletter.model.settings import Settings
from tests.accounting.evidence import evidence, letter, listed, report

EDA, GRUMS = listed("Eda"), listed("Grums")
Q3 = "2026-q3"


def test_a_year_without_letters_has_neither_figure(settings, today):
    status = account(settings, evidence(files=[report(Q3)], today=[EDA]), 2026, today)

    assert (status.target, status.done, status.complete) == (4, 0, 0)


def test_an_issue_is_done_with_its_first_accepted_letter_and_complete_when_all_associations_have_one(settings, today):
    one = evidence(letters=[letter(Q3, "eda")], audiences=[(Q3, [EDA, GRUMS])])
    both = evidence(letters=[letter(Q3, "eda"), letter(Q3, "grums")], audiences=[(Q3, [EDA, GRUMS])])

    assert (account(settings, one, 2026, today).done, account(settings, one, 2026, today).complete) == (1, 0)
    assert (account(settings, both, 2026, today).done, account(settings, both, 2026, today).complete) == (1, 1)


@pytest.mark.parametrize("status", [Status.SENDING, Status.REJECTED, Status.UNSENT, Status.UNKNOWN, Status.RECALLED])
def test_nothing_but_acceptance_makes_an_issue_done(settings, today, status):
    account_ = account(settings, evidence(letters=[letter(Q3, "eda", status)], audiences=[(Q3, [EDA])]), 2026, today)

    assert account_.done == 0


@pytest.mark.parametrize(
    ("kind", "done"), [(IssueType.REPORT, 1), (IssueType.EXTRA, 1), (IssueType.CORRECTION, 0)], ids=lambda value: str(value)
)
def test_reports_and_extra_issues_count_and_corrections_never(settings, today, kind, done):
    files = [report("2026-q3-b", kind)]
    letters = [letter("2026-q3-b", "eda")]

    assert account(settings, evidence(files=files, letters=letters), 2026, today).done == done


def test_an_issue_whose_file_is_gone_counts_unless_it_may_be_a_correction(settings, today):
    letters = [letter("2026-q2", "eda"), letter("2026-q2-rattelse", "eda")]

    status = account(settings, evidence(letters=letters), 2026, today)

    assert status.done == 1
    assert [issue.title for issue in status.issues] == [None, None]


@pytest.mark.parametrize(
    ("at", "year"),
    [
        ("2026-12-31T22:59:59+00:00", 2026),
        ("2026-12-31T23:00:00+00:00", 2027),  # midnight in Stockholm
    ],
)
def test_the_year_is_that_of_the_first_acceptance_on_the_wall_in_stockholm(settings, at, year):
    found = evidence(letters=[letter("2026-q4", "eda", at=at)], audiences=[("2026-q4", [EDA])])

    assert account(settings, found, year, date(2027, 1, 15)).done == 1
    assert account(settings, found, 2026 + (2027 - year), date(2027, 1, 15)).done == 0


def test_a_report_sent_after_its_day_is_late(settings):
    letters = [letter("2026-q4", "eda", at="2027-01-08T09:00:00+00:00"), letter(Q3, "eda", at="2026-09-10T20:00:00+00:00")]
    found = evidence(letters=letters, audiences=[("2026-q4", [EDA]), (Q3, [EDA])])

    assert [(issue.id, issue.late) for issue in account(settings, found, 2027, date(2027, 2, 1)).issues] == [("2026-q4", True)]
    assert [(issue.id, issue.late) for issue in account(settings, found, 2026, date(2027, 2, 1)).issues] == [(Q3, False)]


def test_an_issue_is_measured_by_who_was_listed_then_and_never_by_today(settings, today):
    found = evidence(letters=[letter(Q3, "eda")], audiences=[(Q3, [EDA])], today=[EDA, GRUMS])

    status = account(settings, found, 2026, today)

    assert status.complete == 1
    assert status.issues[0].audience == 1
    assert {one.id: one.issues[Q3] for one in status.associations} == {"eda": Reach.REACHED, "grums": Reach.NOT_SENT}


def test_editing_an_association_out_between_two_runs_does_not_make_an_issue_complete(settings, today):
    found = evidence(letters=[letter(Q3, "eda")], audiences=[(Q3, [EDA, GRUMS]), (Q3, [EDA])], today=[EDA])

    status = account(settings, found, 2026, today)

    assert (status.issues[0].reached, status.issues[0].audience, status.complete) == (1, 2, 0)
    assert {one.id: one.active for one in status.associations} == {"eda": True, "grums": False}


@pytest.mark.parametrize("kind", [RecipientType.DISTRICT, RecipientType.OTHER])
def test_district_and_others_get_letters_and_are_not_counted(settings, today, kind):
    other = listed("Distriktet", kind=kind)
    letters = [letter(Q3, "eda"), letter(Q3, "distriktet", Status.REJECTED)]

    status = account(settings, evidence(letters=letters, audiences=[(Q3, [EDA, other])]), 2026, today)

    assert (status.issues[0].reached, status.issues[0].audience, status.complete) == (1, 1, 1)
    assert [(one.association, one.why) for one in status.not_reached] == [("distriktet", Reach.REJECTED)]


@pytest.mark.parametrize(
    ("letters", "events", "word"),
    [
        ([Status.ACCEPTED], [], Reach.REACHED),
        ([Status.ACCEPTED], [Event.DELIVERED], Reach.REACHED),
        ([Status.ACCEPTED], [Event.DELAYED], Reach.REACHED),
        ([Status.ACCEPTED], [Event.COMPLAINED], Reach.REACHED),
        ([Status.ACCEPTED], [Event.UNSUBSCRIBED], Reach.REACHED),
        ([Status.ACCEPTED], [Event.BOUNCED], Reach.BOUNCED),
        ([Status.ACCEPTED], [Event.DROPPED], Reach.BOUNCED),
        ([Status.REJECTED], [], Reach.REJECTED),
        ([Status.UNKNOWN], [], Reach.UNRESOLVED),
        ([Status.SENDING], [], Reach.UNRESOLVED),
        ([Status.UNSENT], [], Reach.NOT_SENT),
        ([Status.RECALLED], [], Reach.NOT_SENT),
        ([Status.REJECTED, Status.ACCEPTED], [], Reach.REACHED),
        ([Status.REJECTED, Status.UNKNOWN], [], Reach.UNRESOLVED),
        ([Status.ACCEPTED, Status.UNKNOWN], [Event.BOUNCED], Reach.UNRESOLVED),
    ],
    ids=str,
)
def test_one_word_for_each_association_and_issue(settings, today, letters, events, word):
    """An association with several addresses stands as well as its best letter; the events are of the first."""
    rows = [letter(Q3, "eda", status, number=number) for number, status in enumerate(letters)]
    found = evidence(
        letters=rows, events=[(rows[0].attempt, event) for event in events], audiences=[(Q3, [listed("Eda", contacts=2)])]
    )

    status = account(settings, found, 2026, today)

    assert status.associations[0].issues == {Q3: word}
    assert status.issues[0].reached == (word is Reach.REACHED)


def test_a_failure_of_an_earlier_attempt_does_not_stain_the_present_one(settings, today):
    found = evidence(letters=[letter(Q3, "eda")], events=[("an older attempt", Event.BOUNCED)], audiences=[(Q3, [EDA])])

    assert account(settings, found, 2026, today).complete == 1


def test_those_without_letters_are_dormant_without_contact_or_not_sent_to(settings, today):
    listing = [EDA, listed("Kil", active=False), listed("Munkfors", contacts=0), GRUMS]
    found = evidence(letters=[letter(Q3, "eda")], audiences=[(Q3, listing)], today=listing, files=[report("2026-q4")])

    status = account(settings, found, 2026, today)

    words = {one.id: (one.issues[Q3], one.issues["2026-q4"], one.reports) for one in status.associations}
    assert words == {
        "eda": (Reach.REACHED, Reach.NOT_SENT, 1),
        "grums": (Reach.NOT_SENT, Reach.NOT_SENT, 0),
        "kil": (Reach.DORMANT, Reach.DORMANT, 0),
        "munkfors": (Reach.NO_CONTACT, Reach.NO_CONTACT, 0),
    }
    assert status.issues[0].audience == 3  # an active association without a contact is an error in the count (domain.md 3.3)
    assert [one.association for one in status.not_reached] == ["grums", "munkfors"]


def test_a_folder_whose_recipients_cannot_be_read_is_still_accounted_for(settings, today):
    found = evidence(letters=[letter(Q3, "eda")], audiences=[(Q3, [EDA])], today=None)

    assert account(settings, found, 2026, today).complete == 1
    assert account(settings, found, 2026, today).associations[0].active


LETTERS = st.lists(
    st.builds(
        letter,
        issue=st.sampled_from(["2025-q4", "2026-q1", "2026-q2", "2026-q2-extra", "2026-q3", "2026-q4"]),
        association=st.sampled_from(["arvika", "eda", "grums", "kil"]),
        status=st.sampled_from(Status),
        number=st.integers(0, 1),
        at=st.integers(0, 11_500).map(lambda hours: (datetime(2025, 11, 1, tzinfo=UTC) + timedelta(hours=hours)).isoformat()),
    ),
    unique_by=lambda row: row.attempt,
)


@given(rows=LETTERS, failing=st.sets(st.integers(0, 47)), year=st.integers(2025, 2027))
def test_the_totals_are_those_of_the_log(rows, failing, year):
    settings = Settings.model_construct(plan={}, timezone="Europe/Stockholm")
    everybody = [listed(name, contacts=2) for name in ("Arvika", "Eda", "Grums", "Kil")]
    events = [(row.attempt, Event.BOUNCED) for number, row in enumerate(rows) if number in failing]
    audiences = [(issue, everybody) for issue in {row.issue for row in rows}]

    status = account(settings, evidence(letters=rows, events=events, audiences=audiences), year, date(2026, 7, 1))

    accepted = {row.issue for row in rows if row.status is Status.ACCEPTED}
    good = {(row.issue, row.association) for row in rows if row.status is Status.ACCEPTED} & {
        (row.issue, row.association)
        for row in rows
        if row.status is Status.ACCEPTED and row.attempt not in {attempt for attempt, _ in events}
    }
    of_the_year = {issue.id for issue in status.issues}
    assert sum(sum(issue.letters.values()) for issue in status.issues) == sum(row.issue in of_the_year for row in rows)
    assert {issue.id for issue in status.issues if issue.first_sent} == of_the_year & accepted
    assert {
        (issue.id, one.id) for issue in status.issues for one in status.associations if one.issues[issue.id] == "reached"
    } == {pair for pair in good if pair[0] in of_the_year}
    assert sum(one.reports for one in status.associations) == sum(issue.reached for issue in status.counted_issues)
    assert status.complete <= status.done <= len(status.issues)


@pytest.mark.slow
@given(rows=LETTERS)
def test_every_sent_issue_belongs_to_exactly_one_year(rows):
    settings = Settings.model_construct(plan={}, timezone="Europe/Stockholm")
    found = evidence(letters=rows)

    years = [account(settings, found, year, date(2026, 7, 1)) for year in range(2024, 2029)]

    accepted = [row.issue for row in rows if row.status is Status.ACCEPTED]
    assert sorted(issue.id for status in years for issue in status.issues if issue.first_sent) == sorted(set(accepted))


def test_letters_to_what_no_run_has_listed_are_shown_and_count_for_nothing(settings, today):
    found = evidence(letters=[letter(Q3, "eda"), letter(Q3, "okand")], audiences=[(Q3, [EDA])], today=[EDA])

    (eda, unknown) = account(settings, found, 2026, today).associations

    assert (eda.id, eda.active, eda.counts) == ("eda", True, True)
    assert (unknown.id, unknown.active, unknown.counts) == ("okand", False, False)


def test_who_was_active_at_one_run_is_measured_though_a_later_one_finds_it_dormant(settings, today):
    dormant = listed("Grums", active=False, contacts=0)
    found = evidence(
        letters=[letter(Q3, "eda"), letter(Q3, "grums")],
        audiences=[(Q3, [EDA, GRUMS]), (Q3, [EDA, dormant])],
        today=[EDA, dormant],
    )

    (issue,) = [one for one in account(settings, found, 2026, today).issues if one.id == Q3]

    assert (issue.audience, issue.reached) == (2, 2)


def test_nobody_is_left_only_where_an_active_association_that_counts_has_been_silenced(settings, today):
    board = listed("Styrelsen", kind=RecipientType.DISTRICT)
    dormant = listed("Kil", active=False)
    found = replace(evidence(today=[EDA, GRUMS, board, dormant]), silenced=frozenset({"grums", "styrelsen", "kil"}))

    assert [one.id for one in account(settings, found, 2026, today).nobody_left] == ["grums"]
