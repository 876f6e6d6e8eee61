"""The JSON Schemas that make VS Code complete and explain the files: generated from the models, in Swedish, committed.

``python -m newsletter.source.schema`` writes them anew; a test holds them fresh.
"""

import json
from typing import Any

from babel.messages.catalog import Catalog
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from newsletter.disk import write_whole
from newsletter.locale import N_
from newsletter.locale.catalogue import merge_catalogues
from newsletter.model.choices import NEUTER_STATUS, ProposalStatus
from newsletter.model.contribution import Contribution
from newsletter.model.issue import Issue
from newsletter.model.recipients import Recipients
from newsletter.model.settings import Settings
from newsletter.model.values import CALENDAR_PATTERN, DAY_AND_TIME_PATTERN, TIME_PATTERN, YEAR_PATTERN
from newsletter.source.diagnostics.suggestions import comma_list
from newsletter.source.diagnostics.value_words import VALUES
from newsletter.source.skeleton import schema_path
from newsletter.source.yaml.shapes import Items, Keyed, Kinds, Shape

MODELS: dict[str, type[BaseModel]] = {
    "issue": Issue,
    "contribution": Contribution,
    "recipients": Recipients,
    "settings": Settings,
}

KINDS = {
    "article": N_("Free text with a heading, a picture and a button."),
    "decisions": N_("Decisions of boards and how we voted."),
    "proposals": N_("Motions, interpellations and questions, and how far they have come."),
    "followups": N_("What became of earlier decisions and promises."),
    "visits": N_("Study visits, courses, conferences and visits to associations."),
    "media": N_("Where we have been seen and heard."),
    "figures": N_("Three to five numbers."),
    "questions": N_("Questions to discuss at the members' meeting."),
    "share": N_("Plain text for the association to use as its own."),
    "action": N_("One thing that you ask the readers to do."),
    "calendar": N_("Coming dates."),
    "links": N_("Documents and pages to read."),
    "image": N_("A picture of its own."),
    "contacts": N_("Whom to turn to."),
}
_CHOOSE = N_("Choose among: {choices}.")
_QUOTE_IT = N_("Put straight quotes around the value.")
_HINTS = {
    CALENDAR_PATTERN: N_("Write a day that there is as year-month-day, for example 2026-03-12."),
    YEAR_PATTERN: N_("Write a year or a day that there is, for example 2025 or 2025-11-12."),
    TIME_PATTERN: VALUES["not-a-time"].hint,
    DAY_AND_TIME_PATTERN: N_("Write the earlier day, and its time if it had one: 2026-03-12 or 2026-03-12 18.00."),
    "^[a-z0-9]+(-[a-z0-9]+)*$": VALUES["not-an-id"].hint,
    "^https?://": VALUES["scheme-not-allowed"].hint,
    "^(https?://|mailto:)": VALUES["scheme-not-allowed"].hint,
    "^#[0-9A-Fa-f]{6}$": VALUES["not-a-colour"].hint,
    "^[0-9]+ ?[smh]$": VALUES["not-a-duration"].hint,
}
# VS Code's own e-mail format refuses international domains, which recipients have.
_EMAIL = {"pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "patternErrorMessage": VALUES["not-an-address"].hint}
_WORDS = {"description", "errorMessage", "patternErrorMessage"}


class _Generator(GenerateJsonSchema):
    """What an editor needs rather than what an exchange of data would."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Not ``anyOf`` with null, which would be offered and would spoil the messages."""
        return self.generate_inner(schema["schema"])

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Every tag as a choice, and what belongs to one only once it is chosen: of ``oneOf``, an editor guesses one by the
        other keys. Ready pieces are offered until there is a tag.
        """
        tag, choices = str(schema["discriminator"]), {str(name): one for name, one in schema["choices"].items()}
        given = [
            {"if": {"properties": {tag: {"const": name}}}, "then": self.generate_inner(one)} for name, one in choices.items()
        ]
        return {
            "type": "object",
            "properties": {tag: {"enum": list(choices)}},
            "required": [tag],
            "if": {"type": "object", "required": [tag]},
            "then": {"allOf": given},
        }

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        json_schema = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if isinstance(default, str | int | float):
            return {**json_schema, "default": default}
        return json_schema

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """One where a list may stand, and both forms of a proposal's status."""
        inner = self.generate_inner(schema["schema"])
        if inner.get("type") == "array":
            return {"anyOf": [inner["items"], inner]}
        if schema["schema"].get("cls") is ProposalStatus:
            return {"type": "string", "enum": list(dict.fromkeys([*ProposalStatus, *NEUTER_STATUS.values()]))}
        return inner

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def generate(name: str) -> str:
    """The schema called ``name`` as the text of its file."""
    schema = _tidy(MODELS[name].model_json_schema(schema_generator=_Generator))
    for definition in schema["$defs"].values():
        definition.pop("description", None)  # the docstring of a class is for programmers
    if name == "issue":
        schema["$defs"]["Figure"]["properties"]["value"]["type"] = ["string", "number"]
        schema["$defs"]["Person"]["properties"]["phone"]["type"] = ["string", "integer"]
        section = schema["properties"]["sections"]["items"]
        section["else"] = {"defaultSnippets": _snippets()}
        section["properties"]["kind"]["enumDescriptions"] = list(KINDS.values())
    if name == "contribution":
        schema["$defs"]["Decision"]["required"].remove("board")  # it may stand once above them all
    if name == "settings":
        schema["$defs"]["Organisation"]["properties"]["phone"]["type"] = ["string", "integer"]
        schema["properties"]["plan"]["propertyNames"] = {"pattern": "^20[0-9]{2}$"}
    whole = {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
    return json.dumps(_in_swedish(whole, merge_catalogues()), ensure_ascii=False, indent=1) + "\n"


def _tidy(schema: Any) -> Any:
    """Without what no editor shows; with hints where VS Code's own words would be English."""
    if isinstance(schema, list):
        return [_tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    tidied = {key: _tidy(value) for key, value in schema.items() if not _is_noise(key, value)}
    if schema.get("format") == "email":
        tidied |= _EMAIL
    elif hint := _HINTS.get(str(schema.get("pattern"))):
        tidied["patternErrorMessage"] = hint
    elif schema.get("type") == "string" and not schema.keys() & {"enum", "const"}:
        tidied["errorMessage"] = _QUOTE_IT
    if "enum" in schema:
        tidied["errorMessage"] = _CHOOSE
    if schema.get("const") in KINDS:
        tidied["description"] = KINDS[schema["const"]]
    return tidied


def _is_noise(key: str, value: Any) -> bool:
    """``title`` and ``format`` are also keys of ours, and then their values are schemas."""
    return key == "discriminator" or (key in {"title", "format"} and isinstance(value, str))


def _in_swedish(schema: Any, catalogue: Catalog) -> Any:
    if isinstance(schema, list):
        return [_in_swedish(each, catalogue) for each in schema]
    if not isinstance(schema, dict):
        return schema
    swedish = {
        key: _translate(value, catalogue)
        if key in _WORDS and isinstance(value, str)
        else [_translate(words, catalogue) for words in value]
        if key == "enumDescriptions"
        else _in_swedish(value, catalogue)
        for key, value in schema.items()
    }
    if schema.get("errorMessage") == _CHOOSE:
        swedish["errorMessage"] = _translate(_CHOOSE, catalogue).format(choices=comma_list(schema["enum"]))
    return swedish


def _translate(words: str, catalogue: Catalog) -> str:
    """In Swedish where the catalogue has it; what is a name is the same in all languages."""
    message = catalogue.get(words)
    return str(message.string) if message else words


def _snippets() -> list[dict[str, Any]]:
    """One ready section of each kind, with what it cannot do without, to stand after the hyphen.

    As text: of a value, yaml-language-server offers two, one of them a line further down.
    """
    shape = Keyed(Issue).shape_of("sections")
    assert isinstance(shape, Items)
    kinds = shape.item
    assert isinstance(kinds, Kinds)
    return [
        {
            "label": kind,
            "description": KINDS[kind],
            "bodyText": f"kind: {kind}\n{_required_keys(kinds.shape_of(kind), '  ', 1)}",
        }
        for kind in kinds.names
    ]


def _required_keys(shape: Keyed, indent: str, first_stop: int) -> str:
    """A line for each, indented by ``indent``, with a place to type (``$1``) where no list of items begins."""
    needed = [key for key, field in shape.fields.items() if field.is_required() and key != "kind"]
    return "\n".join(_required_key(shape.shape_of(key), key, indent, stop) for stop, key in enumerate(needed, first_stop))


def _required_key(shape: Shape, key: str, indent: str, stop: int) -> str:
    if not isinstance(shape, Items):
        return f"{indent}{key}: ${stop}"
    item = _required_keys(shape.item, f"{indent}    ", stop).strip() if isinstance(shape.item, Keyed) else f"${stop}"
    return f"{indent}{key}:\n{indent}  - {item}"


def write() -> None:
    """Write them all anew."""
    for name in MODELS:
        write_whole(schema_path(name), generate(name))


if __name__ == "__main__":
    write()
