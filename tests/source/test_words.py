"""Every fault that the model can raise, and every one of this room, has words in both languages."""

import inspect
import re
from types import ModuleType

import pytest

from newsletter.locale.catalogue import merge_catalogues
from newsletter.model import addresses, issue, recipients, sections, values
from newsletter.model import settings as settings_module
from newsletter.model.diagnostics import Place, Severity
from newsletter.source.diagnostics.value_words import VALUES
from newsletter.source.diagnostics.words import WORDS, diagnostic, quote

CATALOGUE = merge_catalogues()
MODEL: tuple[ModuleType, ...] = (values, addresses, sections, settings_module, issue, recipients)
RAISED = {
    code
    for module in MODEL
    for call in re.findall(r"\bfault\(([^)]*)\)", inspect.getsource(module))
    for code in re.findall(r'"([a-z]+(?:-[a-z]+)+|empty)"', call)
}


def test_the_model_raises_faults() -> None:
    assert {"not-a-date", "empty", "scheme-not-allowed", "not-a-url", "password-in-url"} <= RAISED


@pytest.mark.parametrize("code", sorted(RAISED))
def test_a_fault_of_the_model_has_words(code: str) -> None:
    assert code in VALUES


@pytest.mark.parametrize("code", sorted(WORDS))
def test_words_are_swedish_sentences(code: str) -> None:
    for english in (WORDS[code].message, WORDS[code].hint):
        if english.strip("{}") not in {"", "guess", "explanation"}:
            swedish = CATALOGUE.get(english)
            assert swedish is not None
            assert set(re.findall(r"\{\w+\}", str(swedish.string))) == set(re.findall(r"\{\w+\}", english))
            assert "!" not in str(swedish.string)
            assert "“" not in str(swedish.string)


def test_what_is_quoted_from_a_file_is_short_and_harmless() -> None:
    assert quote("en rad\nen till") == "en rad en till"
    assert quote("\x1b[31mröd\u202e") == "\N{REPLACEMENT CHARACTER}[31mröd\N{REPLACEMENT CHARACTER}"
    assert len(quote("å" * 100)) == 60


def test_a_value_with_curly_brackets_is_quoted_as_it_is() -> None:
    found = diagnostic("issues/2026-q3.yaml", Place(3, 7), "not-a-date", value="{key}")

    assert "{key}" in found.message
    assert (found.line, found.column, found.severity) == (3, 7, Severity.ERROR)
