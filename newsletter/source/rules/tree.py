"""A file as the tree of texts that rules read: a field of another shape than they ask for is passed over in silence."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from newsletter.model.diagnostics import Location
from newsletter.model.values import IsoDate

Entry = tuple[Location, Mapping[str, Any]]
"""A mapping and where it stands."""
_DATE: TypeAdapter[date] = TypeAdapter(IsoDate)


def text_of(tree: Any, key: str) -> str | None:
    """The text at ``key``, trimmed; None where there is none."""
    value = tree.get(key) if isinstance(tree, dict) else None
    return value.strip() if isinstance(value, str) and value.strip() else None


def day_of(tree: Any, key: str) -> date | None:
    """The day at ``key``; None where there is none, or no day."""
    try:
        return _DATE.validate_python(text_of(tree, key))
    except ValidationError:
        return None


def number_of(tree: Any, key: str) -> int | None:
    """The whole number at ``key``; None where there is none."""
    text = text_of(tree, key) or ""
    return int(text) if text.isascii() and text.isdigit() else None


def entries(tree: Any, location: Location) -> Iterator[Entry]:
    """The mappings among the items of the list that stands at ``location``."""
    for index, item in enumerate(tree if isinstance(tree, list) else []):
        if isinstance(item, dict):
            yield (*location, index), item


def texts(tree: Any, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """Every text in the tree and where it stands."""
    if isinstance(tree, str):
        yield location, tree
    elif isinstance(tree, dict | list):
        for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from texts(value, (*location, step))


def mappings(tree: Any, location: Location = ()) -> Iterator[Entry]:
    """The tree itself and every mapping in it."""
    if isinstance(tree, dict):
        yield location, tree
        for key, value in tree.items():
            yield from mappings(value, (*location, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from mappings(value, (*location, index))
