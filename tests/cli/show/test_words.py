"""Addresses are masked until somebody asks for them."""

from newsletter.cli.show.words import address_word, mask


def test_an_address_is_masked_to_its_first_letter():
    assert mask("kerstin@arvika.example") == "k***@…"
    assert mask(None) == "–"
    assert address_word("kerstin@arvika.example", show=True) == "kerstin@arvika.example"
    assert address_word("kerstin@arvika.example", show=False) == "k***@…"
    assert address_word(None, show=True) == "–"
