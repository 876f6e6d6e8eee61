"""What an issue says of itself outside its sections. A no-break space is ~ here."""

from collections.abc import Callable

from newsletter.letter.templates import issue_lines
from newsletter.model.issue import Issue


def shown(text: str) -> str:
    return text.replace("\u00a0", "~")


def test_the_subject_has_a_default_and_says_when_it_corrects(small: Callable[..., Issue]) -> None:
    assert issue_lines.subject_line(small(title='Tio dagar kvar - "nu"')) == "Tio dagar kvar – ”nu”"
    assert issue_lines.subject_line(small(subject='Rapport: "nu" - kl. 18')) == "Rapport: ”nu” – kl. 18"
    correction = small(type="rättelse", corrects="2026-q3", title="Fel datum för gruppmötet")
    assert issue_lines.subject_line(correction) == "Rättelse: Fel datum för gruppmötet"
    said = small(type="rättelse", corrects="2026-q3", title="Rättelse av datum")
    assert issue_lines.subject_line(said) == "Rättelse av datum"
    assert issue_lines.issue_line(small()) == "Kvartal 3 2026"
    assert issue_lines.issue_line(correction) == "Kvartal 3 2026\u00a0– rättelse"


def test_the_preview_is_the_editors_or_the_start_of_the_lead_cut_at_a_word(small: Callable[..., Issue]) -> None:
    lead = (
        "Om ett par dagar är det **midsommar**, och för många i vården börjar årets\ntuffaste veckor. Det här numret handlar."
    )

    assert issue_lines.preview_line(small(preview="Fem punkter - och en till.")) == "Fem punkter – och en till."
    assert issue_lines.preview_line(small(lead="**Kort** [länk](https://a.example).")) == "Kort länk."
    assert issue_lines.preview_line(small(lead=lead)) == (
        "Om ett par dagar är det midsommar, och för många i vården börjar årets tuffaste veckor. Det här numret …"
    )
    assert len(issue_lines.preview_line(small(lead="ord " * 100))) <= 110


def test_the_greeting_is_typeset_with_its_fields_open(small: Callable[..., Issue]) -> None:
    assert shown(issue_lines.open_greeting(small(greeting="Hej {contact} - och alla i {municipality}!"))) == (
        "Hej {contact}~– och alla i {municipality}!"
    )
    assert issue_lines.open_greeting(small()) == "Hej partivänner!"
