"""What an approval binds: other content, another sender, more associations or addressees void it; nothing else does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.approval.proposal import ApprovedSender, ChangeKind, SendingProposal, difference
from newsletter.delivery.approval.state import (
    Approval,
    ApprovalRule,
    ApprovalStatus,
    approval_state,
    approver_labels,
    find_approver,
)
from newsletter.model.plan_year import Approver

US = ApprovedSender("Regiongruppen", "rapport@grupp.example", "svar@grupp.example")
NOW = SendingProposal(
    "2026-q3", "d1", US, {"eda": {"h1": "a@eda.example"}, "kil": {"h2": "b@kil.example", "h3": "c@kil.example"}}
)
CHAIR = ApprovalRule(1, ("Ordförande",))
BOTH = ApprovalRule(2, ("Ordförande", "Sekreterare"))


def approved(by="Ordförande", what=NOW, number=1, **more):
    return Approval(number, what, by, "2026-09-02T08:00:00.000Z", **more)


def audience(**changed):
    """The same proposal with other addressees; None takes an association away."""
    found = {**NOW.audience, **changed}
    return replace(NOW, audience={key: those for key, those in found.items() if those})


@pytest.mark.parametrize(
    "now",
    [
        replace(NOW, digest="d2"),
        replace(NOW, sender=replace(US, name="Gruppen")),
        replace(NOW, sender=replace(US, address="annan@grupp.example")),
        replace(NOW, sender=replace(US, reply_to="annan@grupp.example")),
        audience(grums={"h9": "x@grums.example"}),
        audience(eda={"h1": "a@eda.example", "h9": "x@eda.example"}),
    ],
    ids=["content", "name", "address", "answers", "association", "addressee"],
)
def test_what_voids_an_approval(now):
    state = approval_state(CHAIR, [approved()], now)

    assert (state.status, state.may_be_sent, state.missing) == (ApprovalStatus.CHANGED, False, ("Ordförande",))


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (audience(eda={"h9": "rätt@eda.example"}), ChangeKind.CORRECTED),
        (audience(kil={"h2": "b@kil.example"}), ChangeKind.FEWER),
        (audience(kil={"h9": "ny@kil.example"}), ChangeKind.FEWER),
        (audience(eda=None), ChangeKind.REMOVED),
    ],
)
def test_what_is_shown_and_voids_nothing(now, change):
    state = approval_state(CHAIR, [approved()], now)

    assert (state.status, state.may_be_sent) == (ApprovalStatus.APPROVED, True)
    assert [one.change for one in state.checked[0].difference.recipients] == [change]


def test_a_correction_names_the_address_that_came_and_the_one_that_went():
    (one,) = difference(NOW, audience(eda={"h9": "rätt@eda.example"})).recipients

    assert (one.association, one.gone, one.come) == ("eda", ("a@eda.example",), ("rätt@eda.example",))


def test_an_association_that_gets_no_letter_now_voids_nothing():
    now = audience(grums={"h9": "x@grums.example"})

    assert approval_state(CHAIR, [approved()], now, sent_to={"eda"}).may_be_sent
    assert not approval_state(CHAIR, [approved()], now, sent_to={"eda", "grums"}).may_be_sent


ADDRESSES = st.dictionaries(st.sampled_from(["h1", "h2", "h3", "h4"]), st.just("x@y.example"), min_size=1)
AUDIENCES = st.dictionaries(st.sampled_from(["eda", "kil", "grums"]), ADDRESSES)


@given(AUDIENCES, AUDIENCES)
def test_an_audience_holds_just_as_long_as_nobody_gets_more_than_was_approved(before, now):
    change = difference(replace(NOW, audience=before), replace(NOW, audience=now))

    assert change.voids() is any(len(those) > len(before.get(association, {})) for association, those in now.items())
    assert change.is_any is (
        {key: set(those) for key, those in before.items()} != {key: set(those) for key, those in now.items()}
    )


def test_two_different_approvers_are_needed_when_two_are():
    assert approval_state(BOTH, [approved(), approved(number=2)], NOW).status is ApprovalStatus.INCOMPLETE
    assert approval_state(BOTH, [approved(), approved("Sekreterare", number=2)], NOW).status is ApprovalStatus.APPROVED
    assert approval_state(BOTH, [approved(), approved("Kassör", number=2)], NOW).missing == ("Sekreterare",)


def test_without_named_approvers_any_two_do():
    rule = ApprovalRule(2, ())

    assert approval_state(rule, [approved("Kim")], NOW).short == 1
    assert approval_state(rule, [approved("Kim"), approved(" KIM ", number=2)], NOW).short == 1
    assert approval_state(rule, [approved("Kim"), approved("Alex", number=2)], NOW).may_be_sent


def test_one_of_two_is_enough_where_the_plan_says_one():
    rule = ApprovalRule(1, BOTH.approvers)
    state = approval_state(rule, [approved("Sekreterare")], NOW)

    assert (state.status, state.missing) == (ApprovalStatus.APPROVED, ())


def test_the_latest_of_an_approver_holds_and_a_withdrawn_one_does_not():
    old, new = approved(what=replace(NOW, digest="d0")), approved(number=2)

    assert approval_state(CHAIR, [old, new], NOW).may_be_sent
    assert not approval_state(CHAIR, [new, replace(old, number=3)], NOW).may_be_sent
    withdrawn = replace(new, withdrawn="2026-09-03T08:00:00.000Z", reason="Fel siffra")
    assert approval_state(CHAIR, [withdrawn], NOW).status is ApprovalStatus.WITHDRAWN


def test_nobody_has_to_approve_where_the_plan_names_nobody():
    free = ApprovalRule(0, ())

    assert approval_state(free, [], NOW).status is ApprovalStatus.NOT_REQUIRED
    assert approval_state(free, [approved()], NOW).status is ApprovalStatus.APPROVED
    changed = approval_state(free, [approved()], replace(NOW, digest="d2"))
    assert (changed.status, changed.may_be_sent) == (ApprovalStatus.CHANGED, True)


def test_an_approver_is_called_by_role_or_name():
    planned = (Approver(role="Ordförande", name="Tuva Hyttsten"), Approver(role="Sekreterare"))

    assert approver_labels(planned) == ("Ordförande", "Sekreterare")
    assert find_approver(planned, " ordförande ") == "Ordförande"
    assert find_approver(planned, "tuva  hyttsten") == "Ordförande"
    assert find_approver(planned, "Kassör") is None


def test_two_of_one_role_are_told_apart_by_name():
    planned = (Approver(role="Gruppledare", name="Kim"), Approver(role="Gruppledare", name="Alex"))

    assert approver_labels(planned) == ("Gruppledare (Kim)", "Gruppledare (Alex)")
    assert find_approver(planned, "Gruppledare") is None
    assert find_approver(planned, "Alex") == "Gruppledare (Alex)"
