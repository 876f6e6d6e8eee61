"""What the closed choices become in print (domain.md 4.4). A no-break space is ~ here."""

from datetime import date

import pytest
import yaml

from newsletter.letter.swedish import phrases, typography
from newsletter.model.choices import (
    CalendarStatus,
    FollowUpStatus,
    Mark,
    MatterOutcome,
    ProposalStatus,
    ProposalType,
    Vote,
)
from newsletter.model.sections import Article, CalendarItem, Decision, FollowUp, MediaItem, Picture, Proposal, Questions, Visit
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


def test_marks_follow_the_vote() -> None:
    marks = (Mark.RESERVATION, Mark.SPECIAL_STATEMENT, Mark.NOTE_IN_MINUTES)

    assert phrases.vote_and_marks(Vote.AGAINST, MatterOutcome.APPROVED, marks) == (
        "Vi röstade emot förslaget. Vi reserverade oss. Vi lämnade ett särskilt yttrande. Vi lämnade en protokollsanteckning."
    )
    assert phrases.vote_and_marks(None, MatterOutcome.NOTED, ()) == ""


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
        ("green", (MatterOutcome.APPROVED, ProposalStatus.APPROVED, FollowUpStatus.DONE)),
        (
            "blue",
            (
                *(ProposalStatus.IN_PREPARATION, FollowUpStatus.ONGOING, ProposalStatus.SUBMITTED, MatterOutcome.NOTED),
                *(ProposalStatus.ANSWERED, MatterOutcome.PARTLY_APPROVED, ProposalStatus.PARTLY_APPROVED),
            ),
        ),
        (
            "amber",
            (
                *(MatterOutcome.REFERRED_BACK, MatterOutcome.TABLED, FollowUpStatus.DELAYED, CalendarStatus.PRELIMINARY),
                *(CalendarStatus.CHANGED, ProposalStatus.REFERRED_BACK, ProposalStatus.TABLED),
            ),
        ),
        ("red", (MatterOutcome.REJECTED, ProposalStatus.REJECTED, CalendarStatus.CANCELLED)),
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


def decision(**changes: object) -> Decision:
    least = {"board": "hsn", "date": "2026-02-17", "title": "T", "outcome": "bifall"}
    return Decision.model_validate({**least, **changes})


def test_a_decision_tells_board_day_and_number() -> None:
    line = phrases.decision_line(decision(ref="HSN/26-EX014"), PLAN, year_of_issue=2026)

    assert shown(line) == "Hälso- och sjukvårdsnämnden den 17~februari, dnr~HSN/26-EX014"
    assert shown(phrases.decision_line(decision(), PLAN, year_of_issue=2027)) == (
        "Hälso- och sjukvårdsnämnden den 17~februari 2026"
    )


@pytest.mark.parametrize(
    ("proposal", "line"),
    [
        (
            {"type": "motion", "status": "inlämnad", "by": "Mattis Finnskog", "date": "2026-03-04"},
            "Motion av Mattis Finnskog, inlämnad den 4~mars",
        ),
        (
            {
                "type": "interpellation",
                "status": "besvarad",
                "by": "Siv Tallroth",
                "to": "Regionstyrelsens ordförande",
                "date": "2026-02-18",
                "decided": "2026-03-04",
            },
            "Interpellation av Siv Tallroth till regionstyrelsens ordförande, inlämnad den 18~februari, besvarad den 4~mars",
        ),
        (
            {"type": "medborgarförslag", "status": "bifallen", "by": "En invånare i Kil", "decided": "2027-11-25"},
            "Medborgarförslag av en invånare i Kil, bifallet den 25~november 2027",
        ),
        (
            {"type": "budgetyrkande", "status": "bereds", "by": "Regiongruppen", "decided": "2026-11-25"},
            "Budgetyrkande av regiongruppen, beslutat den 25~november",
        ),
        (
            {"type": "enkel fråga", "status": "inlämnad", "to": "Hälso- och sjukvårdsnämndens ordförande"},
            "Enkel fråga till hälso- och sjukvårdsnämndens ordförande",
        ),
        ({"type": "enkel fråga", "status": "inlämnad", "ref": "RS/26-EX030"}, "Enkel fråga, dnr~RS/26-EX030"),
    ],
)
def test_a_proposal_tells_who_to_whom_and_when(proposal: dict[str, str], line: str) -> None:
    read = Proposal.model_validate({"title": "T", **proposal})

    assert shown(phrases.proposal_line(read, year_of_issue=2026)) == line


def test_a_follow_up_tells_when_it_was_decided() -> None:
    def line(**changes: str) -> str:
        return shown(phrases.follow_up_line(FollowUp.model_validate({"title": "T", "status": "pågår", **changes})))

    assert line(decided="2025") == "Beslutad 2025"
    assert line(decided="2026-02-12") == "Beslutad den 12~februari 2026"
    assert line() == ""


def test_a_visit_tells_when_where_and_who() -> None:
    visit = Visit.model_validate(
        {
            "type": "konferens",
            "date": "2026-02-19",
            "until": "2026-02-20",
            "title": "T",
            "place": "Örebro",
            "who": "Siv Tallroth",
        }
    )

    assert [shown(line) for line in phrases.visit_lines(visit, year_of_issue=2026)] == [
        "Konferens den 19–20~februari",
        "Plats: Örebro",
        "Deltog: Siv Tallroth",
    ]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"type": "debattartikel", "by": "Tuva Hyttsten"}, "Bruksposten den 12~mars, debattartikel av Tuva Hyttsten"),
        ({"type": "insändare"}, "Bruksposten den 12~mars, insändare"),
        ({"by": "Tuva Hyttsten"}, "Bruksposten den 12~mars, av Tuva Hyttsten"),
        ({"outlet": "Radio Klarälven", "type": "radio"}, "Radio Klarälven den 12~mars"),
        ({"outlet": "Pressmeddelande", "type": "pressmeddelande"}, "Pressmeddelande den 12~mars"),
    ],
)
def test_a_publication_tells_where_when_and_of_what_sort(changes: dict[str, str], line: str) -> None:
    item = MediaItem.model_validate({"date": "2026-03-12", "outlet": "Bruksposten", "title": "T", **changes})

    assert shown(phrases.media_line(item, year_of_issue=2026)) == line


def calendar(**changes: str) -> CalendarItem:
    return CalendarItem.model_validate({"date": "2026-04-13", "title": "Gruppmöte inför regionfullmäktige", **changes})


def test_an_occasion_tells_when_of_what_sort_where_and_for_whom() -> None:
    when = phrases.calendar_when(calendar(time="17.30-19.30"), year_of_issue=2026)
    assert shown(when) == "Måndag 13~april kl.~17.30–19.30"

    assert phrases.calendar_details(calendar(type="gruppmöte", place="Digitalt", open="Alla medlemmar")) == (
        "Plats: Digitalt",
        "Öppet för: Alla medlemmar",
    )
    assert phrases.calendar_details(calendar(type="studier", open="Öppet för alla")) == ("Studier", "Öppet för alla")
