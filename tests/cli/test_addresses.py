"""Addresses are masked until somebody asks for them."""

from newsletter.cli.show.addresses import mask, shown


def test_an_address_is_masked_to_its_first_letter():
    assert mask("kerstin@arvika.example") == "k***@…"
    assert mask(None) == "–"
    assert shown("kerstin@arvika.example", show=True) == "kerstin@arvika.example"
    assert shown("kerstin@arvika.example", show=False) == "k***@…"
    assert shown(None, show=True) == "–"
