"""What the other side says holds no address and no secret once it is in our words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.transports.redaction import LONGEST, redact


@pytest.mark.parametrize(
    "words",
    [
        "550 5.1.1 <eva@party.example>: unknown",
        "Does not contain a valid address: eva@party.example",
        "to=eva@party.example, relay=x",
        'mailto:"eva"@party.example',
        "eva%40party.example is on the list",
        "EVA@PARTY.EXAMPLE",
    ],
)
def test_addresses_are_left_out(words: str) -> None:
    assert "party.example" not in redact(words).lower()


def test_secrets_are_left_out() -> None:
    assert "SG.key" not in redact("bad key SG.key given", "SG.key")


def test_an_empty_secret_changes_nothing() -> None:
    assert redact("all is well", "") == "all is well"


@given(st.text(max_size=1000))
def test_any_words_become_one_printable_line(words: str) -> None:
    line = redact(words)
    assert len(line) <= LONGEST
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_line_is_cut_at_301_signs() -> None:
    assert redact("x" * 300) == "x" * 300
    assert redact("x" * 301) == "x" * 299 + "…"
