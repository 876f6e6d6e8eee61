"""A contribution written in the fields of a form, ``Datum: 2026-10-14`` under ``Beslut``, as the nodes that YAML would give.

Forgiving towards what mail and word processors do to a form: marks of quotation, other spellings, empty fields, signatures.
What cannot be read as a field is told with its line: nothing that somebody has written is left out in silence.
"""

from collections.abc import Iterable, Sequence

from yaml import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from newsletter.model.contribution import KINDS, Contribution
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.source.answers.lines import LONG, Filled, FormSection, Line, fields_of, parse, swedish_word
from newsletter.source.diagnostics.suggestions import nearest_day
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.yaml.arrange import Arranged, arrange
from newsletter.source.yaml.shapes import Items, Keyed, Leaf

_DAYS = frozenset({"date", "until", "decided"})
_TICKS = frozenset({"x", "✓", "✔", "✗", "☒", "☑"})
"""How a box is ticked on paper."""


def read_form(lines: Iterable[Line], file: str, by: str | None = None) -> tuple[Arranged | None, tuple[Diagnostic, ...]]:
    """The form as data for the model; ``by`` is who is known to have sent it, if the form does not say."""
    sections, found = parse(lines, file)
    if not any(section.fields for section in sections):
        return None, (*found, diagnostic(file, Place(), "form-empty"))
    arranged = arrange(_root(sections, by), Contribution, file, "")
    arranged.words = {(kind, key): swedish_word(key, kind) for kind in ("", *KINDS) for key in fields_of(kind)}
    return arranged, found


def _root(sections: Sequence[FormSection], by: str | None) -> MappingNode:
    own = [one for section in sections if not section.kind for one in section.fields]
    pairs: list[tuple[Node, Node]] = [_pair(one, "") for one in own]
    if by and not any(one.key == "by" for one in own):
        pairs.append((_scalar("by", Place()), _scalar(by, Place())))
    for kind in KINDS:
        items = [_item(section) for section in sections if section.kind == kind and section.fields]
        if items:
            pairs.append((_scalar(kind, Place()), SequenceNode("", items, _mark(Place()), _mark(Place()))))
    return MappingNode("", pairs, _mark(Place()), _mark(Place()))


def _item(section: FormSection) -> MappingNode:
    mark = _mark(section.fields[0].named)
    return MappingNode("", [_pair(one, section.kind) for one in section.fields], mark, mark)


def _pair(one: Filled, kind: str) -> tuple[Node, Node]:
    return _scalar(one.key, one.named), _scalar(_value(one, kind), one.at)


def _value(one: Filled, kind: str) -> str:
    """As the model takes it: a day written in another common way, a listed word with a capital letter."""
    text = one.value if one.key in LONG else " ".join(one.value.split())
    if one.key == "nothing" and text.casefold().strip("[]() ") in _TICKS:
        return "ja"
    if one.key in _DAYS:
        return nearest_day(text) or text
    leaf = _leaf(one.key, kind)
    choices = leaf.choices if isinstance(leaf, Leaf) else ()
    return next((choice for choice in choices if choice.casefold() == text.casefold()), text)


def _leaf(key: str, kind: str) -> object:
    shape = Keyed(Contribution).shape_of(kind) if kind else Keyed(Contribution)
    keyed = shape.item if isinstance(shape, Items) else shape
    assert isinstance(keyed, Keyed)
    found = keyed.shape_of(key)
    return found.item if isinstance(found, Items) else found


def _scalar(value: str, place: Place) -> ScalarNode:
    return ScalarNode("", value, _mark(place), _mark(place), style='"')


def _mark(place: Place) -> Mark:
    return Mark("", 0, place.line - 1, place.column - 1, None, 0)
