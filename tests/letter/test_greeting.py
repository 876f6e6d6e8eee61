"""Who is greeted, and how (domain.md 4.2, 5.3)."""

import pytest

from newsletter.letter.letters import greeting
from newsletter.model.addresses import mail_address
from newsletter.model.choices import Format
from newsletter.model.recipients import Addressee


def addressee(*first_names: str, name: str = "Vänsterpartiet Storfors", municipality: str = "Storfors") -> Addressee:
    return Addressee("storfors", name, municipality, mail_address("kontakt@example.org"), first_names, Format.HTML)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Kerstin",), "Hej Kerstin!"),
        (("Kaisa", "Lars-Ove"), "Hej Kaisa och Lars-Ove!"),
        (("Samira", "Hugo", "Eivor"), "Hej Samira, Hugo och Eivor!"),
        ((), "Hej partivänner!"),
    ],
)
def test_contacts_are_greeted_by_their_first_names(names: tuple[str, ...], expected: str) -> None:
    assert greeting("Hej {contact}!", addressee(*names)) == expected


def test_association_and_municipality_can_be_named() -> None:
    assert greeting("Hej {name} i {municipality}!", addressee()) == "Hej Vänsterpartiet Storfors i Storfors!"


def test_one_empty_field_is_enough_for_the_default() -> None:
    template = "Hej {contact}, och hej alla partivänner i {municipality}!"

    assert greeting(template, addressee("Kaisa", municipality="")) == "Hej partivänner!"
    assert greeting(template, addressee()) == "Hej partivänner!"


def test_a_field_that_is_not_used_may_be_empty() -> None:
    assert greeting("Hej alla partivänner i {municipality}!", addressee()) == "Hej alla partivänner i Storfors!"


def test_braces_in_a_name_are_never_read_again() -> None:
    assert greeting("Hej {contact} i {municipality}!", addressee("{municipality}")) == "Hej {municipality} i Storfors!"
    assert greeting("Hej {name}!", addressee(name=r"{0} \1 {contact}")) == r"Hej {0} \1 {contact}!"


@pytest.mark.parametrize(
    ("municipality", "expected"),
    [
        ("Storfors", "i Storfors"),
        ("Hammarö", "på Hammarö"),
        ("Gotland", "på Gotland"),
        ("Orust", "på Orust"),
        ("Tjörn", "på Tjörn"),
        ("Öckerö", "på Öckerö"),
        ("Lidingö", "på Lidingö"),
        ("Ekerö", "på Ekerö"),
        ("Värmdö", "på Värmdö"),
        ("Öland", "på Öland"),
        ("Tyresö", "i Tyresö"),
        ("Växjö", "i Växjö"),
        ("Vaxholm", "i Vaxholm"),
        ("Sotenäs", "i Sotenäs"),
        ("Arvika och Eda", "i Arvika och Eda"),
        ("Orust och Tjörn", "på Orust och Tjörn"),
        ("Hammarö och Karlstad", "på Hammarö och i Karlstad"),
        ("Kil, Hammarö och Karlstad", "i Kil, på Hammarö och i Karlstad"),
    ],
)
def test_one_is_on_an_island(municipality: str, expected: str) -> None:
    """Svenska skrivregler; how the people of each municipality say it themselves."""
    reader = addressee("Eva", municipality=municipality)

    assert greeting("Hej alla partivänner i {municipality}!", reader) == f"Hej alla partivänner {expected}!"
    assert greeting("I {municipality} möts vi.", reader) == f"{expected[0].upper()}{expected[1:]} möts vi."


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Hej alla i {municipality} kommun!", "Hej alla i Hammarö kommun!"),
        ("Hej {municipality}!", "Hej Hammarö!"),
        ("Hej alla från {municipality}!", "Hej alla från Hammarö!"),
        ("Hej Eli {municipality}!", "Hej Eli Hammarö!"),
    ],
)
def test_where_nobody_is_on_it_the_island_is_a_name(template: str, expected: str) -> None:
    assert greeting(template, addressee(municipality="Hammarö")) == expected
