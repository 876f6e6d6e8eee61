"""A kind of section is whole: each of the model's kinds is written, read, explained and shown everywhere a kind has to be."""

import json
import re
from collections.abc import Callable

import pytest
import yaml

from newsletter.model.sections import SECTION_KINDS
from newsletter.source.diagnostics.suggestions import SWEDISH_KINDS
from newsletter.source.schema import KINDS
from tests.conftest import ROOT

SKELETON = "newsletter/source/skeletons/issue.yaml"
SCHEMA = "newsletter/source/schemas/issue.schema.json"
WORDS = "newsletter/source/diagnostics/suggestions.py"
HANDBOOK = "docs/handbok.md"


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def has_template(path: str) -> Callable[[str], bool]:
    return lambda kind: (ROOT / path.format(kind=kind)).is_file()


def has_example(path: str) -> Callable[[str], bool]:
    """Written out, be it as a comment."""
    return lambda kind: re.search(rf"^[ #]*- kind: {kind}\b", text_of(path), re.MULTILINE) is not None


def has_words_in_vs_code(kind: str) -> bool:
    snippets = json.loads(text_of(SCHEMA))["properties"]["sections"]["items"]["else"]["defaultSnippets"]
    return kind in KINDS and kind in [snippet["label"] for snippet in snippets]


def has_suggestion(kind: str) -> bool:
    return any(kind in meant for meant in SWEDISH_KINDS.values())


def has_sample(kind: str) -> bool:
    return any(
        section["kind"] == kind
        for path in sorted((ROOT / "issues").glob("*.yaml"))
        for section in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["sections"]
    )


PLACES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "MJML template": (path := "templates/sections/{kind}.mjml.j2", has_template(path)),
    "text template": (path := "templates/text/{kind}.txt.j2", has_template(path)),
    "print template": (path := "templates/print/{kind}.html.j2", has_template(path)),
    "words and example for VS Code": (
        f"KINDS in newsletter/source/schema.py, then make generate writes {SCHEMA}",
        has_words_in_vs_code,
    ),
    "place in the draft of a new issue": (f"an example, commented out, in {SKELETON}", has_example(SKELETON)),
    "Swedish word that leads to it": (f"SWEDISH_KINDS in {WORDS}", has_suggestion),
    "example in the handbook": (HANDBOOK, has_example(HANDBOOK)),
    "sample": ("a section in one of issues/*.yaml", has_sample),
}


def what_is_missing(kind: str, what: str) -> str:
    """A sentence, or nothing."""
    where, has_it = PLACES[what]
    return "" if has_it(kind) else f"The kind ”{kind}” has no {what}: {where.format(kind=kind)}."


@pytest.mark.parametrize("what", PLACES)
@pytest.mark.parametrize("kind", SECTION_KINDS)
def test_a_kind_has_all_that_a_kind_needs(kind: str, what: str) -> None:
    missing = what_is_missing(kind, what)

    assert not missing, missing


def test_what_a_new_kind_lacks_is_told_in_sentences() -> None:
    told = [what_is_missing("poll", what) for what in PLACES]

    assert all(told)
    assert told[1] == "The kind ”poll” has no text template: templates/text/poll.txt.j2."
