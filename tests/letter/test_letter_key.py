"""Whose letters are equal is told without filling them."""

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.letter import Content, HtmlSlot, Slot, SlotParagraph, fill, letter_key
from newsletter.model.addresses import MailAddress
from newsletter.model.choices import Format
from newsletter.model.recipients import Addressee


def content(greeting: str = "Hej!", html: tuple[Slot, ...] = (), text: tuple[Slot, ...] = ()) -> Content:
    """Letters with these slots in them, and nothing else."""
    return Content("Rapport", "", greeting, tuple(map(HtmlSlot, html)), tuple(SlotParagraph((slot,)) for slot in text), (), "d")


def reader(name: str = "F", municipality: str = "Sunne", contact: str = "Kim", form: Format = Format.HTML) -> Addressee:
    return Addressee("f", name, municipality, MailAddress("a", "b.example"), (contact,) if contact else (), form)


words = st.sampled_from(["A", "B", "A B", "Hammarö", "A och Hammarö", ""])
readers = st.builds(reader, words, words, words, st.sampled_from(Format))
slots = st.lists(st.sampled_from(Slot), unique=True).map(tuple)
greetings = st.sampled_from(["Hej!", "Hej {contact}!", "{name} i {municipality}", "{municipality} {name}"])


@given(st.builds(content, greetings, slots, slots), readers, readers)
@example(content("Hej {contact}!", (Slot.GREETING,), (Slot.NAME,)), reader(), reader(form=Format.TEXT))
def test_those_who_are_alike_get_equal_letters(made: Content, one: Addressee, other: Addressee) -> None:
    like = letter_key(made)

    assert like(one) != like(other) or fill(made, one) == fill(made, other)


def test_what_does_not_stand_in_the_letter_makes_nobody_different() -> None:
    like = letter_key(content("Hej!", (Slot.GREETING,), (Slot.GREETING,)))

    assert like(reader("A", "Arvika", "Eva")) == like(reader("B", "Eda", "Bo"))


def test_every_slot_that_stands_in_the_letter_does() -> None:
    for slot, edition in product(Slot, ("html", "text")):
        like = letter_key(content("Hej {contact}!", **{edition: (slot,)}))
        changed = {Slot.GREETING: {"contact": "Eva"}, Slot.NAME: {"name": "B"}, Slot.MUNICIPALITY: {"municipality": "Eda"}}

        assert like(reader()) != like(reader(**changed[slot])), (slot, edition)


def test_those_who_want_text_alone_are_told_apart_by_the_text_alone() -> None:
    like = letter_key(content(html=(Slot.NAME,)))

    assert like(reader("A", form=Format.TEXT)) == like(reader("B", form=Format.TEXT))
    assert like(reader("A", form=Format.TEXT)) != like(reader("A"))


def test_in_the_samples_it_says_what_comparing_the_letters_says(contents: dict[str, Content]) -> None:
    everyone = [reader(*values) for values in product("AB", ("Sunne", "Eda"), ("Kim", ""), Format)]
    for made in contents.values():
        like = letter_key(made)
        for one, other in product(everyone, everyone):
            assert (like(one) == like(other)) == (fill(made, one) == fill(made, other))
