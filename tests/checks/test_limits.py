"""Each limit of a rule, at the last value that is fine and at the first that is not."""

from pathlib import Path

import pytest

from tests.checks.conftest import PLAIN_ISSUE, Review

PLAIN = PLAIN_ISSUE.read_text(encoding="utf-8")
SUBJECT = "subject: Rapport från regiongruppen om vården, bussarna och jobben i länet nu."
LEAD = "lead: En höst med många beslut, och vi var med om de flesta."


def line(characters: int) -> str:
    return ("Vård och bussar i hela länet " * 10)[: characters - 1] + "s"


def subject(characters: int) -> str:
    return PLAIN.replace(SUBJECT, f"subject: {line(characters)}")


def preview(characters: int) -> str:
    return PLAIN.replace(SUBJECT, f"{SUBJECT}\npreview: {line(characters)}")


def sentence(words: int) -> str:
    return PLAIN.replace(LEAD, f"lead: {' '.join(['Vi', *['sade'] * (words - 1)])}.")


def shown_address(characters: int) -> str:
    address = f"https://example.org/{'a' * (characters - 20)}"
    return PLAIN.replace(LEAD, f"lead: Läs {address} i kväll.")


def requests(number: int) -> str:
    asked = "  - kind: action\n    title: Skriv på\n    text: Skriv på för fler bussar.\n"
    return PLAIN.replace("sections:\n", f"sections:\n{asked * number}")


@pytest.mark.parametrize(
    ("code", "issue", "fine", "fault"),
    [
        ("long-subject", subject, 70, 71),
        ("long-preview", preview, 110, 111),
        ("short-preview", preview, 25, 24),
        ("long-sentence", sentence, 45, 46),
        ("raw-address", shown_address, 50, 51),
        ("many-requests", requests, 2, 3),
    ],
)
def test_the_last_that_is_fine_and_the_first_that_is_not(code, issue, fine, fault, reviewed: Review, tmp_path: Path) -> None:
    def codes(text: str) -> set[str]:
        case = tmp_path / "case.issue.yaml"
        case.write_text(text, encoding="utf-8")
        return {finding.code for finding in reviewed(case)}

    assert code not in codes(issue(fine))
    assert code in codes(issue(fault))
