"""What the model expects at a place of a file, read from pydantic's own description of the model."""

import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from newsletter.model.values import Line, Markdown, Text

_FREE = [get_args(kind)[1] for kind in (Line, Text, Markdown)]
_MARKDOWN = get_args(Markdown)[1]
_NAMED_ELSEWHERE = frozenset({"board", "topic", "corrects", "language"})
"""Keys typed as text whose values are names from a list: text after ``#`` is a comment there (domain.md 4.8)."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value: free text, one of ``choices``, or something that reads itself."""

    is_free_text: bool = False
    is_markdown: bool = False
    choices: tuple[str, ...] = ()
    is_name: bool = False
    """One of a list that stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class Mapped:
    """Keys that the editor chooses: years, short names of boards."""

    value: "Shape"


@dataclass(frozen=True, slots=True)
class Keyed:
    model: type[BaseModel]

    @property
    def fields(self) -> dict[str, FieldInfo]:
        return _fields(self.model)

    def shape_of(self, key: str) -> "Shape":
        return _field_shape(self.model, key)


@dataclass(frozen=True, slots=True)
class Kinds:
    """One of several models, told apart by the key ``tag``."""

    tag: str
    models: tuple[tuple[str, type[BaseModel]], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _model in self.models)

    def shape_of(self, name: str) -> Keyed:
        return Keyed(dict(self.models)[name])

    def name_of(self, shape: Keyed) -> str:
        return next(name for name, model in self.models if model is shape.model)

    @property
    def all_keys(self) -> frozenset[str]:
        return frozenset(key for _name, model in self.models for key in _fields(model))


Shape = Leaf | Items | Mapped | Keyed | Kinds


@cache
def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The model's fields by the key that stands in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


@cache
def _field_shape(model: type[BaseModel], key: str) -> Shape:
    field = _fields(model)[key]
    return _shape(field.annotation, tuple(field.metadata), named=key in _NAMED_ELSEWHERE)


def _shape(annotation: Any, metadata: tuple[Any, ...] = (), *, named: bool = False) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _shape(inner, (*more, *metadata), named=named)
    if origin in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        return _shape(members[0], metadata, named=named) if len(members) == 1 else _kinds(members, metadata)
    readers = [mark for mark in metadata if isinstance(mark, BeforeValidator)]
    if origin is tuple:
        return Items(_shape(get_args(annotation)[0]))
    if origin is dict:
        return Mapped(_shape(get_args(annotation)[1]))
    is_free_text = not named and len(readers) == 1 and readers[0] in _FREE
    if named or not isinstance(annotation, type):
        return Leaf(is_free_text, is_name=named)
    return _single(annotation, is_free_text=is_free_text, is_markdown=_MARKDOWN in readers)


def _single(annotation: type, *, is_free_text: bool, is_markdown: bool) -> Shape:
    if issubclass(annotation, BaseModel):
        return Keyed(annotation)
    if issubclass(annotation, StrEnum):
        return Leaf(choices=tuple(annotation))
    return Leaf(is_free_text, is_markdown)


def _kinds(members: list[Any], metadata: tuple[Any, ...]) -> Kinds:
    tag = next(mark.discriminator for mark in metadata if isinstance(mark, FieldInfo))
    assert isinstance(tag, str)
    named = [(get_args(model.model_fields[tag].annotation)[0], model) for model in members]
    return Kinds(tag, tuple(named))
