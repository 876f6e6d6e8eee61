"""The JSON Schemas are fresh, Swedish, and say of the samples what the program says."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from newsletter.source.schema import KINDS, MODELS, generate
from newsletter.source.skeleton import NAMES, modeline, refresh_schemas, schema_path
from tests.conftest import ROOT

BAD = ROOT / "tests" / "bad_input"


class Core(yaml.SafeLoader):
    """Scalars as VS Code's YAML 1.2 core schema reads them: dates are text, 2026 a number, true a truth value."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|)$"), ["~", "n", ""])


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_path(name).read_text(encoding="utf-8"))
    return schema


def _faults(name: str, text: str) -> list[str]:
    return [error.json_path for error in Draft7Validator(_schema(name)).iter_errors(yaml.load(text, Core))]


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_schema_is_what_the_models_say(name: str) -> None:
    """If not: make generate."""
    assert schema_path(name).read_text(encoding="utf-8") == generate(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(_schema(name))
    assert name in MODELS


@pytest.mark.parametrize(
    ("name", "file"),
    [
        *(("issue", f"issues/2026-q{number}.yaml") for number in (1, 2, 3, 4)),
        ("recipients", "recipients.yaml"),
        ("settings", "newsletter.yaml"),
    ],
)
def test_the_samples_satisfy_it(name: str, file: str) -> None:
    assert _faults(name, (ROOT / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "case", "at"),
    [
        ("issue", "issue-unknown-key", "$"),
        ("issue", "issue-missing-keys", "$"),
        ("issue", "issue-not-a-date", "$.date"),
        ("issue", "issue-swedish-date", "$.date"),
        ("issue", "issue-unknown-kind", "$.sections[0].kind"),
        ("issue", "issue-map-for-text", "$.title"),
        ("issue", "issue-empty-list", "$.sections"),
        ("recipients", "recipients-not-an-id", "$.recipients[0].id"),
        ("settings", "settings-missing", "$.organisation"),
    ],
)
def test_it_finds_the_faults_that_a_schema_can_find(name: str, case: str, at: str) -> None:
    found = _faults(name, (BAD / f"{case}.yaml").read_text(encoding="utf-8"))

    assert found[:1] == [at]


@given(year=st.integers(1, 9999), month=st.integers(0, 13), day=st.integers(0, 32))
def test_it_knows_the_calendar(year: int, month: int, day: int) -> None:
    written = f"{year:04}-{month:02}-{day:02}"
    try:
        exists = bool(date.fromisoformat(written))
    except ValueError:
        exists = False

    assert bool(re.match(_schema("issue")["properties"]["date"]["pattern"], written)) == exists


def _texts(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key in {"description", "errorMessage", "patternErrorMessage"} and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _texts(value)


@pytest.mark.parametrize("name", NAMES)
def test_it_explains_in_swedish(name: str) -> None:
    texts = list(_texts(_schema(name)))

    assert len(texts) > 20
    assert not [text for text in texts if re.search(r"\b(?:the|of|what|who|where|and|write)\b", text, re.IGNORECASE)]


def test_every_kind_has_a_ready_snippet() -> None:
    snippets = _schema("issue")["properties"]["sections"]["items"]["else"]["defaultSnippets"]
    typed = [yaml.load(f"- {snippet['bodyText']}", Core) for snippet in snippets]

    assert [snippet["label"] for snippet in snippets] == list(KINDS)
    assert [piece[0]["kind"] for piece in typed] == list(KINDS)
    assert typed[1] == [{"kind": "decisions", "items": [{"board": "$1", "date": "$2", "title": "$3", "outcome": "$4"}]}]


def test_a_workspace_gets_its_own_copies(tmp_path: Any) -> None:
    refresh_schemas(tmp_path)
    (tmp_path / ".schemas" / "issue.schema.json").write_text("{}", encoding="utf-8")
    refresh_schemas(tmp_path)

    assert json.loads((tmp_path / ".schemas" / "issue.schema.json").read_text(encoding="utf-8")) == _schema("issue")
    assert modeline("issue", depth=1) == "# yaml-language-server: $schema=../.schemas/issue.schema.json"
