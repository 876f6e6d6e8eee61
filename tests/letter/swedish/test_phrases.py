"""What the closed choices become in print (domain.md 4.4). A no-break space is ~ here."""

from datetime import date

import pytest
import yaml

from newsletter.letter.swedish import phrases, typography
from newsletter.model.choices import (
    CalendarStatus,
    FollowUpStatus,
    MatterOutcome,
    ProposalStatus,
    ProposalType,
    Vote,
)
from newsletter.model.sections import Article, Decision, Picture, Questions
from newsletter.model.settings import Settings, plan_for
from tests.conftest import ROOT

PLAN = plan_for(Settings.model_validate(yaml.load((ROOT / "newsletter.yaml").read_text("utf-8"), yaml.BaseLoader)), 2026)


def shown(text: str) -> str:
    return text.replace("\u00a0", "~")


PROCEDURAL = {MatterOutcome.REFERRED_BACK: "återremiss", MatterOutcome.TABLED: "bordläggning"}


@pytest.mark.parametrize("outcome", MatterOutcome)
def test_a_vote_is_a_whole_sentence(outcome: MatterOutcome) -> None:
    on = PROCEDURAL.get(outcome, "förslaget")

    assert {vote: phrases.vote_phrase(vote, outcome) for vote in Vote} == {
        Vote.FOR: f"Vi röstade för {on}.",
        Vote.AGAINST: f"Vi röstade emot {on}.",
        Vote.OWN_PROPOSAL: "Vi röstade för vårt eget förslag.",
        Vote.ABSTAINED: "Vi avstod från att rösta.",
        Vote.DID_NOT_TAKE_PART: "Vi deltog inte i beslutet.",
    }


def test_each_mark_is_a_sentence_after_the_vote() -> None:
    dissent = Decision.model_validate(
        {
            "board": "hsn",
            "date": "2026-02-17",
            "title": "T",
            "outcome": "bifall",
            "vote": "emot",
            "mark": ["reservation", "särskilt yttrande", "protokollsanteckning"],
        }
    )

    assert phrases.stances(dissent) == (
        "Vi röstade emot förslaget.",
        "Vi reserverade oss.",
        "Vi lämnade ett särskilt yttrande.",
        "Vi lämnade en protokollsanteckning.",
    )


@pytest.mark.parametrize(
    ("status", "en", "ett"),
    [
        ("inlämnad", "inlämnad", "inlämnat"),
        ("bereds", "bereds", "bereds"),
        ("besvarad", "besvarad", "besvarat"),
        ("bifallen", "bifallen", "bifallet"),
        ("delvis bifallen", "delvis bifallen", "delvis bifallet"),
        ("avslagen", "avslagen", "avslaget"),
        ("återremitterad", "återremitterad", "återremitterat"),
        ("bordlagd", "bordlagd", "bordlagt"),
        ("återtagen", "återtagen", "återtaget"),
    ],
)
def test_a_status_is_inflected_after_its_instrument(status: str, en: str, ett: str) -> None:
    said = {type_: phrases.proposal_status(type_, ProposalStatus(status)) for type_ in ProposalType}

    assert said == {
        ProposalType.MOTION: en,
        ProposalType.INTERPELLATION: en,
        ProposalType.SIMPLE_QUESTION: en,
        ProposalType.INITIATIVE: ett,
        ProposalType.CITIZENS_PROPOSAL: ett,
        ProposalType.BUDGET_PROPOSAL: ett,
    }


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("green", (ProposalStatus.APPROVED, ProposalStatus.PARTLY_APPROVED, FollowUpStatus.DONE)),
        (
            "blue",
            (
                *(ProposalStatus.SUBMITTED, ProposalStatus.IN_PREPARATION, ProposalStatus.ANSWERED, FollowUpStatus.ONGOING),
                *(ProposalStatus.REFERRED_BACK, ProposalStatus.TABLED),
            ),
        ),
        ("amber", (ProposalStatus.REJECTED, FollowUpStatus.DELAYED, CalendarStatus.PRELIMINARY, CalendarStatus.CHANGED)),
        ("red", (CalendarStatus.CANCELLED,)),
        ("grey", (FollowUpStatus.NOT_STARTED, FollowUpStatus.CLOSED, ProposalStatus.WITHDRAWN)),
    ],
)
def test_badges_have_the_colour_of_their_group(colour: str, words: tuple[phrases.Badge, ...]) -> None:
    assert {phrases.badge_colour(word) for word in words} == {colour}


def test_boards_and_topics_are_named_by_the_plan() -> None:
    assert phrases.board_name("run", None, PLAN) == "Regionala utvecklingsnämnden"
    assert phrases.board_name("annat", "Samverkansnämnden", PLAN) == "Samverkansnämnden"
    assert shown(phrases.topic_label("folkhälsan", PLAN)) == "Folkhälsan~– kultur- och föreningslivet"


def test_a_section_is_headed_by_its_own_title_or_its_kinds() -> None:
    assert phrases.section_title(Questions(kind="questions", items=("Varför?",))) == "Diskutera på medlemsmötet"
    assert phrases.section_title(Article(kind="article", title='Vi sa "nej"', text="…")) == "Vi sa ”nej”"
    assert phrases.section_title(Picture(kind="image", src="images/a.jpg", alt="En sjö")) == ""


def test_a_deadline_names_its_weekday() -> None:
    assert shown(phrases.deadline_line(date(2026, 9, 12), year_of_issue=2026)) == "Sista dag: lördag 12~september"
    assert shown(phrases.deadline_line(date(2027, 2, 28), year_of_issue=2026)) == "Sista dag: söndag 28~februari 2027"


@pytest.mark.parametrize(
    ("written", "printed", "dialled"),
    [
        ("070-174 06 05", "070-174~06~05", "tel:+46701740605"),
        ("0701740605", "070-174~06~05", "tel:+46701740605"),
        ("070 174 06 05", "070-174~06~05", "tel:+46701740605"),
        ("08-123 456 78", "08-123~456~78", "tel:+46812345678"),
        ("054-615000", "054-61~50~00", "tel:+4654615000"),
        ("0560-161 00", "0560-161~00", "tel:+4656016100"),
        ("+46 70-174 06 05", "+46~70-174~06~05", "tel:+46701740605"),
        ("+46 (0)70 174 06 05", "+46~(0)70~174~06~05", "tel:+46701740605"),
        ("+47 22 12 34 56", "+47~22~12~34~56", "tel:+4722123456"),
        ("0047 22 12 34 56", "0047~22~12~34~56", "tel:+4722123456"),
    ],
)
def test_telephone_numbers(written: str, printed: str, dialled: str) -> None:
    assert (shown(typography.phone_shown(written)), typography.phone_href(written)) == (printed, dialled)


def test_numbers_are_words_up_to_twelve() -> None:
    assert [phrases.number_word(count, one="ett") for count in (1, 2, 12, 13)] == ["ett", "två", "tolv", "13"]
    assert phrases.number_word(1, one="en") == "en"
