"""Who gets a letter, and who does not and why (domain.md 3.3, 3.6, 7.3)."""

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from newsletter.model.choices import Format
from newsletter.model.recipients import LeftOut, Recipients, Roster, WhyLeftOut, roster
from tests.conftest import ROOT


def roster_of(*associations: dict[str, Any], **defaults: str) -> Roster:
    return roster(Recipients.model_validate({"defaults": defaults, "recipients": list(associations)}))


def association(name: str, *contacts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": f"Vänsterpartiet {name.title()}",
        "municipality": name.title(),
        "contacts": list(contacts),
    } | more


@pytest.fixture(scope="module")
def sample() -> Roster:
    text = (ROOT / "recipients.yaml").read_text(encoding="utf-8")
    return roster(Recipients.model_validate(yaml.load(text, yaml.BaseLoader)))


def test_the_sample_gives_twenty_one_letters_two_of_them_plain_text(sample: Roster) -> None:
    assert len(sample.addressees) == 21
    assert [a.association_id for a in sample.addressees if a.format is Format.TEXT] == ["torsby", "arjang"]


def test_two_contacts_with_one_mailbox_are_one_addressee_greeted_together(sample: Roster) -> None:
    (storfors,) = [a for a in sample.addressees if a.association_id == "storfors"]

    assert storfors.first_names == ("Kaisa", "Lars-Ove")
    assert storfors.address.key == "storfors@forening.example"


def test_those_left_out_are_named_with_the_reason_and_without_an_address(sample: Roster) -> None:
    assert sample.left_out == (
        LeftOut("hagfors", "Vänsterpartiet Hagfors", WhyLeftOut.INACTIVE_CONTACT, "Marja Ekshärad"),
        LeftOut("kristinehamn", "Vänsterpartiet Kristinehamn", WhyLeftOut.UNSUBSCRIBED, "Dariush Picassén"),
        LeftOut("munkfors", "Vänsterpartiet Munkfors", WhyLeftOut.DORMANT_ASSOCIATION),
    )


def test_an_address_that_opted_out_is_barred_in_every_association() -> None:
    result = roster_of(
        association("kil", {"email": "a@example.org", "role": "ordförande", "unsubscribed": "2026-01-01"}),
        association("eda", {"email": "A@example.org", "role": "kassör"}),
    )

    assert result.addressees == ()
    assert [left.why for left in result.left_out].count(WhyLeftOut.NO_ACTIVE_CONTACT) == 2


def test_an_address_in_two_associations_gets_one_letter_for_each() -> None:
    result = roster_of(
        association("kil", {"email": "a@example.org", "role": "ordförande"}),
        association("eda", {"email": "a@example.org", "role": "kassör"}),
    )

    assert [a.association_id for a in result.addressees] == ["kil", "eda"]


def test_a_shared_address_gets_html_unless_all_who_share_it_want_text() -> None:
    mixed = roster_of(
        association("kil", {"email": "a@example.org", "role": "x", "format": "text"}, {"email": "a@example.org", "role": "y"})
    )
    alike = roster_of(
        association(
            "kil",
            {"email": "a@example.org", "role": "x", "format": "text"},
            {"email": "a@example.org", "role": "y", "format": "text"},
        )
    )

    assert mixed.addressees[0].format is Format.HTML
    assert alike.addressees[0].format is Format.TEXT


def test_format_is_taken_from_contact_then_association_then_defaults() -> None:
    result = roster_of(
        association("kil", {"email": "a@example.org", "role": "x"}),
        association("eda", {"email": "b@example.org", "role": "x"}, format="html"),
        association("grums", {"email": "c@example.org", "role": "x", "format": "html"}, format="text"),
        format="text",
    )

    assert [a.format for a in result.addressees] == [Format.TEXT, Format.HTML, Format.HTML]


def test_a_joint_association_lists_its_municipalities() -> None:
    (addressee,) = roster_of(
        association("vast", {"email": "a@example.org", "role": "x"}, municipality=["Arvika", "Eda", "Årjäng"])
    ).addressees

    assert addressee.municipality == "Arvika, Eda och Årjäng"


def test_what_could_end_up_in_the_details_of_a_fault_shows_no_person() -> None:
    people = {"email": "kaisa@person.example", "name": "Kaisa Niemi", "role": "kassör", "notes": "Ring hemma"}
    left = {"email": "bo@person.example", "name": "Bo Ek", "unsubscribed": "2026-05-02"}
    recipients = Recipients.model_validate({"recipients": [association("kil", people, left)]})
    with pytest.raises(ValidationError) as fault:
        Recipients.model_validate({"recipients": [association("kil", people | {"consent": "Kaisa sade ja"})]})

    shown = f"{recipients!r} {roster(recipients)!r} {fault.value}"
    assert "kil" in shown
    assert [word for word in ("Kaisa", "Niemi", "Bo Ek", "person.example", "Ring hemma") if word.lower() in shown.lower()] == []
