"""The manuals that the program carries: what is said of each code, as a terminal shows it."""

import pytest

from newsletter.checks import codes
from newsletter.locale.manuals import Manual, explanations, read_manual


def test_every_code_that_check_may_show_is_explained() -> None:
    assert sorted(codes().keys() - explanations().keys()) == []


def test_a_code_is_explained_in_plain_text_with_its_example_indented() -> None:
    assert explanations()["impossible-time"] == (
        "Varning. Ett klockslag som inte finns, eller slutar innan det börjar, är en felskrivning.\n\n"
        "    Vi öppnar kl. 25.00 och håller öppet kl. 18.00–17.30, sedan klockan 18.75.\n\n"
        "”kl. 25.00” är inget klockslag, eller slutar innan det börjar.\n\n"
        "Gör så här: Rätta klockslaget."
    )


def test_a_code_of_two_subjects_is_explained_by_both() -> None:
    assert explanations()["image-outside"].count("Gör så här:") == 2


def test_a_code_in_a_list_is_explained_by_what_is_said_of_them_all() -> None:
    assert explanations()["unknown-class"] == explanations()["unclosed-element"]
    assert explanations()["unknown-class"].startswith("MJML skulle tappa detta")
    assert "- `" not in explanations()["unknown-class"]


@pytest.mark.parametrize("code", sorted(explanations()))
def test_no_mark_of_the_page_is_left_in_what_is_printed(code: str) -> None:
    prose = [line for line in explanations()[code].splitlines() if not line.startswith("    ")]

    assert [line for line in prose if line.startswith((">", "#", "```")) or "**" in line] == []


def test_the_handbook_is_the_checkout_s_own() -> None:
    assert read_manual(Manual.HANDBOOK).startswith("# Handbok för redaktören")
