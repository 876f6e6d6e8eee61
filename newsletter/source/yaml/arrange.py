"""Nodes to the plain data that the model validates, with the place of every key and value.

Keys are judged here, not by pydantic: a misspelt key is reported once, and its value goes on under the right name, so that
one run shows the faults inside it too.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode

from newsletter.model.diagnostics import Diagnostic, Location, Place, Places
from newsletter.model.values import code_point
from newsletter.source.diagnostics.suggestions import SWEDISH_KEYS, SWEDISH_KINDS, comma_list, nearest
from newsletter.source.diagnostics.words import diagnostic, did_you_mean
from newsletter.source.yaml.loader import REFUSED, place_of
from newsletter.source.yaml.shapes import Items, Keyed, Kinds, Leaf, Mapped, Shape
from newsletter.source.yaml.syntax import ODD_SPACE

_ODD = re.compile(f"[{ODD_SPACE}]")
_NOTHING: Any = object()
MOST_GUESSES = 200


@dataclass
class Arranged:
    """``data`` is for pydantic and the rules. A key without a value is in ``empty`` and not in ``data``; what has been
    reported already is in ``reported``.
    """

    file: str
    lines: list[str]
    data: Any = None
    values: dict[Location, Place] = field(default_factory=dict)
    keys: dict[Location, Place] = field(default_factory=dict)
    nodes: dict[Location, Node] = field(default_factory=dict)
    styles: dict[Location, str | None] = field(default_factory=dict)
    shapes: dict[Location, Shape] = field(default_factory=dict)
    empty: set[Location] = field(default_factory=set)
    reported: set[Location] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What messages call a key under a heading, where the file is no YAML and has words of its own for it."""
    is_misplaced: bool = False
    """A key's indentation is made of something else than spaces: which keys belong together is not known."""

    @property
    def places(self) -> Places:
        return Places(self.values, self.keys, self.styles, self.lines)

    def take(self, location: Location, node: Node) -> None:
        self.nodes[location] = node
        if isinstance(node, ScalarNode):
            self.styles[location] = node.style

    def word_of(self, location: Location) -> str:
        """What the last key of ``location`` is called in the file."""
        key = next((step for step in reversed(location) if isinstance(step, str)), "…")
        return self.words.get((str(location[0]) if len(location) > 1 else "", key), key)

    @property
    def is_hopeless(self) -> bool:
        """So much is wrong that no more guesses are made at what was meant."""
        return len(self.diagnostics) > MOST_GUESSES

    def report(self, place: Place, code: str, **context: Any) -> None:
        self.diagnostics.append(diagnostic(self.file, place, code, **context))


def arrange(root: Node, model: type[BaseModel], file: str, text: str) -> Arranged:
    record = Arranged(file, text.split("\n"))
    record.data = _value(root, Keyed(model), (), record)
    return record


def is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in {"", "~", "null"}


def _value(node: Node, shape: Shape, location: Location, record: Arranged) -> Any:
    record.values[location] = place_of(node.start_mark)
    record.take(location, node)
    record.shapes[location] = shape
    if node.tag == REFUSED:
        record.reported.add(location)
        return _NOTHING
    if isinstance(node, ScalarNode):
        return None if is_null(node) else _text(node.value, shape, location, record)
    if isinstance(node, MappingNode):
        return _mapping(node, shape, location, record)
    item = shape.item if isinstance(shape, Items) else Leaf()
    items = [_value(child, item, (*location, index), record) for index, child in enumerate(node.value)]
    # What was reported keeps its place in the list, so that the indexes of the others still tell where they stand.
    return [None if item is _NOTHING else item for item in items]


def _text(value: str, shape: Shape, location: Location, record: Arranged) -> Any:
    """NFC; single blanks in a word from a list; a pair of surrogates from JSON-like escapes is one character, a lone one
    cannot be printed.
    """
    text = unicodedata.normalize("NFC", value)
    leaf = shape.item if isinstance(shape, Items) else shape
    if isinstance(leaf, Leaf) and (leaf.choices or leaf.is_name) and text.strip():
        text = " ".join(text.split())
    if text.isascii() or not re.search("[\ud800-\udfff]", text):
        return text
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        record.report(record.values[location], "control-character", character="U+D800–U+DFFF")
        record.reported.add(location)
        return _NOTHING


def _mapping(node: MappingNode, shape: Shape, location: Location, record: Arranged) -> Any:
    entries = _entries(node, record)
    if isinstance(shape, Kinds):
        chosen = _kind(entries, shape, location, record)
        if chosen is None:
            return _NOTHING
        record.shapes[location] = chosen
        return _arrange_keys(entries, chosen, location, record) | {shape.tag: shape.name_of(chosen)}
    if isinstance(shape, Keyed):
        return _arrange_keys(entries, shape, location, record)
    inner = shape.value if isinstance(shape, Mapped) else Leaf()
    data = {}
    for key, (key_place, child) in entries.items():
        record.keys[(*location, key)] = key_place
        data[key] = _value(child, inner, (*location, key), record)
    return {key: value for key, value in data.items() if value is not _NOTHING}


Entries = dict[str, tuple[Place, Node]]


def _entries(node: MappingNode, record: Arranged) -> Entries:
    """Key to its place and value; keys that are no text, or that come again, are reported and left out."""
    entries: Entries = {}
    for key_node, child in node.value:
        place = place_of(key_node.start_mark)
        if not isinstance(key_node, ScalarNode) or key_node.tag == REFUSED:
            if key_node.tag != REFUSED:
                record.report(place, "key-not-text")
            continue
        key = _key(key_node, place, record)
        if key in entries:
            record.report(place, "duplicate-key", key=key, line=entries[key][0].line)
        else:
            entries[key] = (place, child)
    return entries


def _key(node: ScalarNode, place: Place, record: Arranged) -> str:
    key = unicodedata.normalize("NFC", node.value).encode("utf-8", "replace").decode()
    if odd := _ODD.search(key):
        record.report(Place(place.line, place.column + odd.start()), "odd-whitespace", character=code_point(odd.group()))
        key = _ODD.sub("", key)
        record.is_misplaced |= odd.start() == 0
    return key.strip()


def _kind(entries: Entries, shape: Kinds, location: Location, record: Arranged) -> Keyed | None:
    """The section's model; a kind that is nearly right is reported, and the rest of the section judged by it."""
    tag = shape.tag
    if tag not in entries:
        _adopt_misspelt_tag(entries, shape, record)
    if tag not in entries or is_null(entries[tag][1]):
        place = entries[tag][0] if tag in entries else record.values[location]
        if (*location, tag) not in record.reported:
            record.report(place, "no-value" if tag in entries else "missing", key=tag, explanation=comma_list(shape.names))
        record.reported.add(location)
        return None
    node = entries[tag][1]
    if isinstance(node, ScalarNode) and node.value.strip() in shape.names:
        return shape.shape_of(node.value.strip())
    word = node.value if isinstance(node, ScalarNode) else "…"
    guess = None if record.is_hopeless else nearest(word, shape.names, SWEDISH_KINDS)
    if node.tag != REFUSED:
        place, choices = place_of(node.start_mark), comma_list(shape.names)
        record.report(place, "unknown-kind", value=word, choices=choices, guess=did_you_mean(guess))
    record.reported.add(location if guess is None else (*location, tag))
    return shape.shape_of(guess) if guess else None


def _adopt_misspelt_tag(entries: Entries, shape: Kinds, record: Arranged) -> None:
    for key in [key for key in entries if key not in shape.all_keys]:
        if nearest(key, (shape.tag,), SWEDISH_KEYS):
            record.report(entries[key][0], "unknown-key/near", key=key, suggestion=shape.tag)
            entries[shape.tag] = entries.pop(key)
            return


def _arrange_keys(entries: Entries, shape: Keyed, location: Location, record: Arranged) -> dict[str, Any]:
    data: dict[str, Any] = {}
    taken = set(entries)
    for written, (key_place, child) in entries.items():
        key = written
        if key not in shape.fields:
            meant = _unknown(written, key_place, shape, taken, record)
            if meant is None:
                continue
            key = meant
        here = (*location, key)
        record.keys[here] = key_place
        value = _entry(child, shape.shape_of(key), here, record)
        if value is not _NOTHING:
            data[key] = value
    return data


def _unknown(written: str, place: Place, shape: Keyed, taken: set[str], record: Arranged) -> str | None:
    """Report the key; returns the one it goes on as, when that is clear and free."""
    if record.is_hopeless:
        record.report(place, "unknown-key", key=written, choices="…")
        return None
    free = [name for name in shape.fields if name not in taken]
    meant = nearest(written, free, SWEDISH_KEYS)
    if meant:
        record.report(place, "unknown-key/near", key=written, suggestion=meant)
        taken.add(meant)
    elif guess := nearest(written, shape.fields, SWEDISH_KEYS):
        record.report(place, "unknown-key/near", key=written, suggestion=guess)
    else:
        record.report(place, "unknown-key", key=written, choices=comma_list(shape.fields))
    return meant


def _entry(child: Node, shape: Shape, here: Location, record: Arranged) -> Any:
    """A key of the model's without a value is as if absent; if it is needed, that is said at the key."""
    if not is_null(child):
        return _value(child, shape, here, record)
    record.empty.add(here)
    record.values[here] = place_of(child.start_mark)
    record.take(here, child)
    record.shapes[here] = shape
    return _NOTHING
