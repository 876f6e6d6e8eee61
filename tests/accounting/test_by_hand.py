"""A report given by hand is the association's as much as one by letter, and is told apart from it."""

import pytest

from newsletter.accounting import Reach, account
from newsletter.model.deliveries import By, Status
from tests.accounting.evidence import evidence, given_by_hand, letter, listed

EDA, GRUMS = listed("Eda"), listed("Grums", contacts=0)
Q3 = "2026-q3"


def found(*handovers, letters=(), listing=(EDA, GRUMS)):
    return evidence(letters=[letter(Q3, "eda"), *letters], audiences=[(Q3, listing)], today=listing, handovers=handovers)


@pytest.mark.parametrize("how", list(By))
def test_an_association_that_was_given_the_report_has_it(settings, today, how):
    status = account(settings, found(given_by_hand(Q3, "grums", how)), 2026, today)

    grums = next(one for one in status.associations if one.id == "grums")
    assert (grums.reports, grums.issues[Q3]) == (1, Reach.HANDED_OVER)
    assert status.not_reached == ()


def test_letters_and_hands_are_counted_apart_and_complete_the_report_together(settings, today):
    status = account(settings, found(given_by_hand(Q3, "grums")), 2026, today)

    (issue,) = status.issues
    assert (issue.audience, issue.reached, issue.handed_over, status.complete) == (2, 1, 1, 1)


def test_a_letter_that_reached_counts_once_whatever_was_given_besides(settings, today):
    (issue,) = account(settings, found(given_by_hand(Q3, "eda")), 2026, today).issues

    assert (issue.reached, issue.handed_over) == (1, 0)


def test_the_latest_entry_holds_and_can_take_the_first_back(settings, today):
    handovers = [given_by_hand(Q3, "grums"), given_by_hand(Q3, "grums", None)]

    (issue,) = account(settings, found(*handovers), 2026, today).issues

    assert (issue.handed_over, issue.reach["grums"]) == (0, Reach.NO_CONTACT)


def test_a_letter_that_is_still_to_be_sent_remains_to_be_sent(settings, today):
    kil = listed("Kil")
    letters = [letter(Q3, "kil", Status.UNSENT)]

    (issue,) = account(settings, found(given_by_hand(Q3, "kil"), letters=letters, listing=(EDA, kil)), 2026, today).issues

    assert (issue.reach["kil"], issue.remaining) == (Reach.HANDED_OVER, True)


def test_what_was_given_to_somebody_that_the_report_was_not_measured_by_adds_to_no_figure(settings, today):
    dormant = listed("Kil", active=False)

    (issue,) = account(settings, found(given_by_hand(Q3, "kil"), listing=(EDA, dormant)), 2026, today).issues

    assert (issue.audience, issue.reached, issue.handed_over) == (1, 1, 0)
