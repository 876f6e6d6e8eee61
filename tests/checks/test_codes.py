"""Every code is known, has a reason, and stands in docs/kontroller.md."""

import re
from pathlib import Path

import pytest

from newsletter.checks import codes, known_codes, why
from newsletter.checks.reasons import REASONS
from tests.conftest import ROOT

LETTER = ROOT / "newsletter" / "letter"
PAGE = (ROOT / "docs" / "kontroller.md").read_text(encoding="utf-8")


def test_every_code_of_a_rule_has_a_reason_of_its_own() -> None:
    others = {
        "image-too-small",
        "unreadable-colours",
        "unsupported-css",
        "unsupported-html",
        "unknown-waiver",
        "refused-waiver",
        "unused-waiver",
    }

    assert [code for code in (*codes.rule_codes(), *codes.LINK_CODES, *others) if code not in REASONS] == []


def test_no_reason_is_left_over() -> None:
    assert [code for code in REASONS if code not in known_codes()] == []


def _template_codes(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    pattern = r'(?:walk\.add\(|Fault\([^"\n]*?|template_diagnostic\([^"\n]*?)\s*"([a-z-]+)"'
    return set(re.findall(pattern, text)) | set(re.findall(r'Fault\(\s*[\w.()]+,\s*"([a-z-]+)"', text))


def test_the_codes_of_templates_are_those_of_the_letter() -> None:
    found = {code for path in LETTER.glob("*.py") for code in _template_codes(path)}

    assert found <= set(codes.TEMPLATE_CODES)


@pytest.mark.parametrize("code", [code for code in known_codes() if code not in codes.TEMPLATE_CODES])
def test_every_code_has_a_section_of_the_page(code: str) -> None:
    assert f"### {code}\n" in PAGE
    assert why(code)


@pytest.mark.parametrize("code", codes.TEMPLATE_CODES)
def test_every_code_of_templates_is_listed_on_the_page(code: str) -> None:
    assert f"- `{code}`\n" in PAGE
