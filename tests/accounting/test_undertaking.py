"""What became of a matter of ours, when, and how it went for us. Expected words are written by hand from domain.md 4.9."""

from datetime import date

import pytest

from newsletter.accounting.undertaking import Mention, Told, Undertaking, fate
from newsletter.model.sections import Decision, FollowUp, Proposal

PUBLISHED = date(2026, 12, 15)
DECIDED = date(2026, 11, 25)


def decision(outcome: str, vote: str | None = None, mark: str = "") -> Mention:
    written = {"board": "rf", "date": "2026-11-25", "title": "Fri tandvård", "outcome": outcome, "vote": vote}
    item = Decision.model_validate({key: value for key, value in (written | ({"mark": mark} if mark else {})).items() if value})
    return Mention(
        "2026-q4", Told.DECISION, item.title, item.outcome, PUBLISHED, item.date, "issues/2026-q4.yaml", 1, item=item
    )


def proposal(status: str, *, decided: str | None = None, kind: str = "motion") -> Mention:
    written = {"type": kind, "title": "Fri tandvård", "status": status, "decided": decided}
    item = Proposal.model_validate({key: value for key, value in written.items() if value})
    return Mention(
        "2026-q4", Told.PROPOSAL, item.title, item.status, PUBLISHED, item.decided, "issues/2026-q4.yaml", 1, item=item
    )


def follow_up(status: str) -> Mention:
    item = FollowUp.model_validate({"title": "Fri tandvård", "status": status, "decided": "2026-11-25"})
    return Mention("2027-q1", Told.FOLLOW_UP, item.title, item.status, PUBLISHED, DECIDED, "issues/2027-q1.yaml", 1, item=item)


MOTION = proposal("bereds")


@pytest.mark.parametrize(
    ("outcome", "vote", "mark", "became", "went"),
    [
        ("bifall", "eget förslag", "", "bifallen", "won"),
        ("bifall", "eget förslag", "särskilt yttrande", "bifallen", "won"),
        ("bifall", "eget förslag", "reservation", "avslagen", "lost"),  # another proposal was approved
        ("bifall", "för", "", "bifallen", "won"),
        ("bifall", "emot", "", "avslagen", "lost"),  # the proposal to reject ours
        ("bifall", None, "", "bifall", "none"),
        ("bifall", None, "reservation", "avslagen", "lost"),
        ("delvis bifall", "eget förslag", "", "delvis bifallen", "won"),
        ("delvis bifall", "eget förslag", "reservation", "delvis bifallen", "lost"),  # for the rest
        ("delvis bifall", "emot", "", "avslagen", "lost"),
        ("avslag", "eget förslag", "", "avslagen", "lost"),
        ("avslag", "för", "", "avslagen", "lost"),
        ("avslag", "emot", "", "avslag", "won"),  # of another proposal: what became of ours is not said
        ("återremiss", "eget förslag", "", "återremitterad", "none"),
        ("bordlagt", "för", "", "bordlagd", "none"),
        ("noterat", None, "", "noterat", "none"),
    ],
)
def test_what_the_board_decided_is_not_what_became_of_our_motion(outcome, vote, mark, became, went) -> None:
    one = Undertaking((MOTION, decision(outcome, vote, mark)))

    assert (str(one.status), str(one.stand)) == (became, went)
    assert one.last.status == outcome


def test_every_outcome_and_vote_has_a_fate() -> None:
    for outcome in ("bifall", "delvis bifall", "avslag", "återremiss", "bordlagt", "noterat"):
        for vote in ("för", "emot", "eget förslag", "avstod", "deltog inte", None):
            for mark in ("", "reservation"):
                item = decision(outcome, vote, mark).item
                assert isinstance(item, Decision)
                assert fate(item)


def test_of_what_was_not_ours_only_the_decision_is_told() -> None:
    assert Undertaking((follow_up("pågår"), decision("bifall", "emot"))).status == "bifall"
    citizens = proposal("bereds", kind="medborgarförslag")
    assert Undertaking((citizens, decision("bifall", "emot"))).status == "bifall"
    assert Undertaking((citizens, proposal("bifallen", kind="medborgarförslag"))).stand == "none"


def test_a_motion_told_as_such_is_won_or_lost_by_its_own_status() -> None:
    assert Undertaking((MOTION, proposal("bifallen"))).stand == "won"
    assert Undertaking((MOTION, proposal("avslagen"))).stand == "lost"
    assert Undertaking((MOTION, proposal("besvarad"))).stand == "none"
    assert Undertaking((MOTION,)).stand == "none"


def test_the_decision_weighs_more_than_the_word_of_the_list() -> None:
    assert Undertaking((decision("delvis bifall", "eget förslag", "reservation"), proposal("bifallen"))).stand == "lost"


def test_a_victory_that_only_put_it_off_is_none_yet() -> None:
    put_off = decision("återremiss", "för")

    assert Undertaking((MOTION, put_off)).stand == "none"
    assert Undertaking((MOTION, put_off, proposal("avslagen"))).stand == "lost"


def test_the_day_is_the_matters_own_or_not_said() -> None:
    assert Undertaking((decision("bifall", "eget förslag"),)).day == DECIDED
    assert Undertaking((proposal("avslagen", decided="2026-11-25"),)).day == DECIDED
    assert Undertaking((proposal("avslagen"),)).day is None
    assert Undertaking((decision("bifall", "för"), proposal("bifallen"))).day == DECIDED  # the decision beside it says it
    assert Undertaking((decision("återremiss", "för"), MOTION)).day is None  # how it stands is the word
    assert Undertaking((decision("bifall", "för"), follow_up("pågår"))).day is None


def test_what_had_been_settled_and_is_noted_stands_as_it_was() -> None:
    noted = Undertaking((proposal("bifallen", decided="2026-11-25", kind="initiativ"), decision("noterat")))
    assert (noted.status_words, noted.day) == ("bifallet", DECIDED)
    assert not noted.is_passed  # the note is what followed

    assert Undertaking((MOTION, decision("noterat"))).status == "noterat"


def test_a_proposal_of_no_named_instrument_is_an_ett_word() -> None:
    assert Undertaking((decision("avslag", "eget förslag"),)).status_words == "avslaget"
    assert Undertaking((MOTION, decision("avslag", "för"))).status_words == "avslagen"
