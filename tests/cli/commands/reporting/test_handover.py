"""``newsletter handover`` and ``newsletter deviation``: what people record by hand, only ever added to."""

import json

import pytest

from newsletter.model.deliveries import Status

pytestmark = pytest.mark.usefixtures("in_september")
ISSUE = "2026-q3"


@pytest.fixture
def handover(newsletter, workspace, history):
    """The third report has been sent, and was refused for Kil."""
    history.sent(ISSUE, but={"kil": Status.REJECTED})
    return lambda *more, issue=ISSUE: newsletter("-C", workspace, "handover", issue, *more)


@pytest.fixture
def account(newsletter, workspace):
    return lambda: json.loads(newsletter("-C", workspace, "status", "--json").stdout)


TO_KIL = ("--association", "kil", "--how", "paper", "--by", "Tuva Hyttsten", "--date", "2026-09-07")


def test_a_report_given_by_hand_counts_and_is_told_apart(handover, account):
    assert handover(*TO_KIL).exit_code == 0

    found = account()
    (issue,) = [one for one in found["issues"] if one["id"] == ISSUE]
    (kil,) = [one for one in found["associations"] if one["id"] == "kil"]
    assert (issue["reached"], issue["handed_over"], issue["audience"]) == (14, 1, 15)
    assert (kil["issues"][ISSUE], kil["reports"]) == ("handed_over", 1)
    assert found["complete"] == 1
    (entry,) = found["handovers"]
    assert {key: entry[key] for key in ("association", "how", "date", "by")} == {
        "association": "kil",
        "how": "paper",
        "date": "2026-09-07",
        "by": "Tuva Hyttsten",
    }


def test_it_is_named_in_the_matrix_and_no_longer_among_those_not_reached(handover, newsletter, workspace):
    handover(*TO_KIL)

    output = newsletter("-C", workspace, "status", "--all").stdout

    assert "för hand" in next(line for line in output.splitlines() if line.startswith("Kil "))
    assert "Nåddes inte" not in output


def test_a_later_entry_corrects_and_both_are_kept(handover, account):
    handover(*TO_KIL)
    handover("--association", "kil", "--how", "phone", "--by", "Siv Tallroth", "--date", "2026-09-08")

    assert [one["how"] for one in account()["handovers"]] == ["paper", "phone"]
    listed = handover().stdout
    assert "på papper" in listed
    assert "per telefon" in listed


def test_what_was_not_given_after_all_is_taken_back(handover, account):
    handover(*TO_KIL)

    assert handover("--association", "kil", "--by", "Tuva Hyttsten", "--revoke").exit_code == 0

    (kil,) = [one for one in account()["associations"] if one["id"] == "kil"]
    assert kil["issues"][ISSUE] == "rejected"
    assert handover("--association", "kil", "--by", "Tuva Hyttsten", "--revoke").exit_code == 1


@pytest.mark.parametrize("association", ["munkfors", "nowhere"], ids=["dormant", "unknown"])
def test_only_those_whom_the_report_was_meant_for(handover, account, association):
    result = handover("--association", association, "--how", "paper", "--by", "Kim")

    assert result.exit_code == 1
    assert "Välj bland: arjang, arvika," in result.stderr
    assert account()["handovers"] == []


def test_a_report_that_nobody_was_sent_is_given_to_nobody(handover):
    assert handover(*TO_KIL, issue="2026-q4").exit_code == 1


@pytest.mark.parametrize("day", ["2026-09-09", "2025-09-07"], ids=["to come", "last year"])
def test_a_day_that_cannot_be(handover, day):
    assert handover("--association", "kil", "--how", "paper", "--by", "Kim", "--date", day).exit_code == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["--how", "paper"],
        ["--association", "kil", "--how", "paper"],
        ["--association", "kil", "--by", "Kim"],
        ["--association", "kil", "--by", "Kim", "--how", "post"],
        ["--association", "kil", "--by", "Kim", "--how", "paper", "--revoke"],
        ["--association", "kil", "--by", "Kim", "--how", "paper", "--date", "7 september"],
    ],
)
def test_half_an_order_is_a_mistake(handover, wrong):
    assert handover(*wrong).exit_code == 2


@pytest.mark.parametrize(
    ("note", "warned"),
    [
        ("ring 070-174 06 05", True),
        ("skriv till kim@example.org", True),
        ("lämnad 2026-09-07 på mötet, 12 exemplar", False),
    ],
)
def test_what_looks_personal_is_warned_of(handover, note, warned):
    assert ("ser ut som en e-postadress eller ett telefonnummer" in handover(*TO_KIL, "--note", note).stderr) is warned


@pytest.fixture
def deviation(newsletter, workspace):
    return lambda *more: newsletter("-C", workspace, "deviation", *more)


WHY = ("--reason", "Redaktören sjuk", "--by", "Gruppmötet")


def test_a_reason_and_a_new_date_are_shown_with_the_plan(deviation, newsletter, workspace, account):
    assert deviation("2026-q2", "--new-date", "2026-09-24", *WHY).exit_code == 0

    output = " ".join(newsletter("-C", workspace, "status").stdout.split())
    assert "2026-q2: plandatum den 18 juni 2026, inte skickad än. Nytt datum den 24 september 2026: Redaktören sjuk" in output
    (one,) = [one for one in account()["deviations"] if one["issue"] == "2026-q2"]
    assert (one["due"], one["state"], one["new_date"]) == ("2026-06-18", "overdue", "2026-09-24")


def test_the_last_entry_holds_and_all_are_listed(deviation, account):
    deviation("2026-q2", "--new-date", "2026-09-24", *WHY)
    deviation("2026-q2", "--cancelled", "--reason", "Extra årskonferens", "--by", "Distriktet")

    (one,) = [one for one in account()["deviations"] if one["issue"] == "2026-q2"]
    assert (one["new_date"], one["reason"], len(one["recorded"])) == (None, "Extra årskonferens", 2)
    assert "Redaktören sjuk" in deviation().stdout


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (["2026-q2", *WHY], 2),
        (["2026-q2", "--cancelled", "--reason", "x"], 2),
        (["2026-q2", "--cancelled", "--new-date", "2026-09-24", *WHY], 2),
        (["--cancelled", *WHY], 2),
        (["2026-q5", "--cancelled", *WHY], 2),
        (["2026-q3-", "--cancelled", *WHY], 2),
        (["2026-q2", "--new-date", "2026-06-18", *WHY], 1),
    ],
)
def test_what_is_refused(deviation, account, order, code):
    assert deviation(*order).exit_code == code
    assert all(one["recorded"] == [] for one in account()["deviations"])
