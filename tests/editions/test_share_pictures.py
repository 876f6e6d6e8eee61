"""Pictures to share: what each says, and in which words for those who cannot see it."""

from newsletter.editions.share_pictures import share_cards
from newsletter.model.issue import Issue
from newsletter.model.settings import Settings
from newsletter.source import read
from tests.conftest import ROOT


def q1() -> Issue:
    return read(ROOT, ["2026-q1"]).issue("2026-q1").issue


def test_there_is_one_of_the_issue_and_one_of_each_decision_but_what_was_only_noted(settings: Settings) -> None:
    cards = share_cards(q1(), settings)

    assert [(one.name, one.colour) for one in cards] == [
        ("nummer", ""),
        ("beslut-1", "green"),
        ("beslut-2", "green"),
        ("beslut-3", "amber"),
        ("beslut-4", "grey"),
        ("beslut-5", "green"),
    ]


def test_the_alt_text_says_what_the_picture_says(settings: Settings) -> None:
    alts = [one.alt.replace("\u00a0", " ") for one in share_cards(q1(), settings)]

    assert alts[1] == (
        "Hälso- och sjukvårdsnämnden den 17 februari. Samlad redovisning av vårdskulden. Bifall till vårt förslag."
    )
    assert alts[3] == (
        "Regionala utvecklingsnämnden den 26 februari. Urval av orter i satsningen på servicepunkter. Bifall. "
        "Vi röstade emot förslaget. Vi reserverade oss."
    )
