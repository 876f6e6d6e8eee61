"""Addresses on the web and of people: what the editor may write, and what is refused (domain.md 3.3, 3.6)."""

import pytest

from newsletter.model import addresses
from tests.model.test_values import fault_of, read


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("javascript:alert(1)", "scheme-not-allowed"),
        ("data:text/html,x", "scheme-not-allowed"),
        ("ftp://example.org/fil", "scheme-not-allowed"),
        ("mailto:nagon@example.org", "scheme-not-allowed"),
        ("www.example.org", "not-a-url"),
        ("https://", "not-a-url"),
        ("https://exa mple.org", "not-a-url"),
        ("https://example.org@elak.example/", "not-a-url"),
        ('https://example.org/"onload=', "not-a-url"),
        ("https://example.org:port/", "not-a-url"),
    ],
)
def test_what_is_not_a_web_address(written: str, code: str) -> None:
    assert code == fault_of(addresses.Url, written)


def test_a_button_may_lead_to_a_mail_address() -> None:
    written = "mailto:regiongruppen@example.org?subject=F%C3%B6reningsbes%C3%B6k"

    assert read(addresses.Target, written) == written
    assert fault_of(addresses.Target, "mailto:ingen") == "not-an-address"


def test_an_idn_domain_is_sent_to_in_its_ascii_form() -> None:
    address = read(addresses.Email, "kontakt@vänstern-sunne.example")

    assert address.wire == "kontakt@xn--vnstern-sunne-bfb.example"


def test_two_spellings_of_one_address_have_one_key_and_keep_their_spelling() -> None:
    address = read(addresses.Email, "Storfors@Forening.Example")

    assert address.key == "storfors@forening.example"
    assert address.wire == "Storfors@forening.example"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("åsa@example.org", "non-ascii-local-part"),
        ("ingen", "not-an-address"),
        ("a@b@example.org", "not-an-address"),
        ("a@example.org, b@example.org", "not-an-address"),
        ("Kalle <kalle@example.org>", "not-an-address"),
        ('"kalle svensson"@example.org', "not-an-address"),
        ("kalle@ex\u200bample.org", "control-character"),
        ("kalle@example.org\nBcc: elak@example.org", "not-one-line"),
        ("a" * 320 + "@example.org", "not-an-address"),
    ],
)
def test_what_is_not_an_address(written: str, code: str) -> None:
    assert code == fault_of(addresses.Email, written)


def test_what_stands_before_the_at_is_64_signs_at_most() -> None:
    longest = "a" * 64

    assert read(addresses.Email, f"{longest}@example.org").local == longest
    assert fault_of(addresses.Email, f"{longest}a@example.org") == "not-an-address"
