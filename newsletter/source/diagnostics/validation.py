"""pydantic's errors as diagnostics at the exact place. No word of pydantic's own ever comes out."""

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from newsletter.locale import _
from newsletter.model.choices import NEUTER_STATUS
from newsletter.model.diagnostics import Diagnostic, Location, Place, length_in_print
from newsletter.model.values import DATE_PATTERN, FORBIDDEN, INVISIBLE
from newsletter.source.diagnostics.suggestions import SWEDISH_VALUES, comma_list, nearest, nearest_day, nearest_id
from newsletter.source.diagnostics.value_words import VALUES
from newsletter.source.diagnostics.words import diagnostic, did_you_mean, quote
from newsletter.source.yaml.arrange import Arranged
from newsletter.source.yaml.loader import place_of
from newsletter.source.yaml.shapes import Items, Keyed, Kinds, Leaf, Mapped, Shape
from newsletter.source.yaml.syntax import OTHER_BULLETS

M = TypeVar("M", bound=BaseModel)

MOST_FAULTS = 1000
_KEY_STEP = "[key]"
_STRUCTURE = {
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "dict_type": "not-a-map",
    "model_type": "not-a-map",
    "model_attributes_type": "not-a-map",
    "too_short": "too-short",
}


def build(arranged: Arranged, model: type[M]) -> tuple[M | None, list[Diagnostic]]:
    """The model's value, or every reason why there is none that has not been reported already."""
    try:
        return model.model_validate(arranged.data), []
    except ValidationError as error:
        faults = error.errors(include_url=False)[:MOST_FAULTS]
    found: dict[Location, Diagnostic] = {}
    for fault in faults:
        if fault["type"] == "too_short" and fault["input"]:
            continue  # pydantic counts the sound items alone, and each of the others has an error of its own
        location = _in_file(tuple(fault["loc"]), arranged)
        if location not in found and not _is_reported(location, arranged):
            found[location] = _explain(location, dict(fault), arranged)
    return None, list(found.values())


def _in_file(loc: Location, arranged: Arranged) -> Location:
    """pydantic's ``loc`` without the steps that stand in no file: the name of a section's kind, ``[key]``."""
    steps: Location = ()
    section: Location | None = None
    for step in loc:
        if step == _KEY_STEP:
            break
        if steps != section and isinstance(step, str) and _is_section(steps, arranged):
            section = steps
        else:
            steps = (*steps, step)
    return steps


def _is_section(steps: Location, arranged: Arranged) -> bool:
    parent = arranged.shapes.get(steps[:-1]) if steps else None
    return isinstance(parent, Items) and isinstance(parent.item, Kinds) and isinstance(steps[-1], int)


def _is_reported(location: Location, arranged: Arranged) -> bool:
    return any(location[:length] in arranged.reported for length in range(len(location) + 1))


def _emptiness(location: Location) -> str:
    if not location:  # a file of nothing but a pair of quotes
        return "empty-file"
    return "empty/item" if isinstance(location[-1], int) else "empty"


def _explain(location: Location, fault: dict[str, Any], arranged: Arranged) -> Diagnostic:
    code, value = fault["type"], fault["input"]
    if code == "missing":
        return _missing(location, arranged)
    if value is None:
        return _say(location, arranged, _emptiness(location))
    if code in _STRUCTURE:
        return _wrong_structure(location, _STRUCTURE[code], arranged)
    if isinstance(value, dict | list):
        return _not_text(location, arranged)
    if code == "enum":
        return _wrong_choice(location, str(value), arranged)
    place = arranged.places.of_key(location) if fault["loc"][-1:] == (_KEY_STEP,) else arranged.places.of(location)
    context = {"value": value, "explanation": _description(location, arranged)} | fault.get("ctx", {})
    return _wrong_value(place, location, code, context, arranged)


def _wrong_value(place: Place, location: Location, code: str, context: dict[str, Any], arranged: Arranged) -> Diagnostic:
    value = str(context["value"])
    guess = ""
    match code:
        case "not-a-date" | "not-a-year-or-date":
            guess = did_you_mean(nearest_day(value))
            code = f"{code}/no-such-day" if re.fullmatch(DATE_PATTERN, value, re.ASCII) else code
        case "not-an-id":
            guess = did_you_mean(nearest_id(value))
        case "image-outside" | "image-on-the-web" if location[0] == "appearance":
            code = f"{code}/logo"
        case "control-character" if (before := _before_unprintable(value)) is not None:
            place = arranged.places.within(location, length_in_print(before))
    known = code if code in VALUES else "invalid-value"
    return diagnostic(arranged.file, place, known, key=arranged.word_of(location), **context, guess=guess)


def _before_unprintable(value: str) -> str | None:
    found = FORBIDDEN.search(value) or INVISIBLE.search(value)
    return value[: found.start()] if found else None


def _say(location: Location, arranged: Arranged, code: str, **context: Any) -> Diagnostic:
    return diagnostic(arranged.file, arranged.places.of(location), code, key=arranged.word_of(location), **context)


def _key(location: Location) -> str:
    return next((step for step in reversed(location) if isinstance(step, str)), "…")


def _missing(location: Location, arranged: Arranged) -> Diagnostic:
    parent, key = location[:-1], arranged.word_of(location)
    explanation = _description(location, arranged)
    if location in arranged.empty:
        place = arranged.keys[location]
        written = arranged.lines[place.line - 1][place.column - 1 :]
        code = "hash-took-all" if written.partition(":")[2].lstrip().startswith("#") else "no-value"
        return diagnostic(arranged.file, place, code, key=key, explanation=explanation)
    if key == "alt" and (src := arranged.values.get((*parent, "src"))):
        return diagnostic(arranged.file, src, "missing-alt", src=_text_at((*parent, "src"), arranged))
    place = arranged.keys.get(parent) or arranged.places.of(parent)
    kind = _kind_of(location, arranged)
    code = "missing-in-section" if kind else "missing"
    return diagnostic(arranged.file, place, code, key=key, kind=kind, explanation=explanation)


def _kind_of(location: Location, arranged: Arranged) -> str:
    """The kind of the section that ``location`` is in, or nothing."""
    if not _is_section(location[:2], arranged):
        return ""
    return _text_at((*location[:2], "kind"), arranged)


def _text_at(location: Location, arranged: Arranged) -> str:
    data = arranged.data
    for step in location:
        data = data[step]
    return str(data)


def _shape_at(location: Location, arranged: Arranged) -> Shape:
    """What is expected there, also where a single value stands for a list of one."""
    if found := arranged.shapes.get(location):
        return found
    parent = arranged.shapes.get(location[:-1]) if location else None
    return parent.item if isinstance(parent, Items) else Leaf()


def _description(location: Location, arranged: Arranged) -> str:
    """What the key is for, as the model says it."""
    around = arranged.shapes.get(location[:-1]) if location else None
    if not isinstance(around, Keyed) or _key(location) not in around.fields:
        return ""
    key = _key(location)
    description = around.fields[key].description
    choices = _choices(around.shape_of(key))
    return f"{arranged.word_of(location)}: {_(description)} {choices}".rstrip() if description else choices


def _choices(shape: Shape) -> str:
    leaf = shape.item if isinstance(shape, Items) else shape
    words = leaf.choices if isinstance(leaf, Leaf) else ()
    return _("Choose among: {choices}.").format(choices=comma_list(words)) if words else ""


def _wrong_structure(location: Location, code: str, arranged: Arranged) -> Diagnostic:
    choices = _key_choices(_shape_at(location, arranged))
    if code == "not-a-list" and (slip := _slip_at_hyphen(arranged.nodes.get(location))):
        place, slip_code, sign = slip
        return diagnostic(arranged.file, place, slip_code, sign=sign)
    if code == "not-a-map" and not location:
        code = "file-not-a-map"
    elif code == "not-a-map" and location and isinstance(location[-1], int):
        code = "item-not-a-map"
    return _say(location, arranged, code, choices=choices)


def _slip_at_hyphen(node: Node | None) -> tuple[Place, str, str] | None:
    """Where items were meant to begin that became keys: ``-title:`` or ``– title:``."""
    if not isinstance(node, MappingNode) or not node.value or not isinstance(node.value[0][0], ScalarNode):
        return None
    key, place = node.value[0][0].value, place_of(node.value[0][0].start_mark)
    if key.startswith("-"):
        return Place(place.line, place.column + 1), "no-space-after-dash", "-"
    return (place, "other-bullet", key[0]) if key[:1] in set(OTHER_BULLETS) else None


def _key_choices(shape: Shape) -> str:
    if isinstance(shape, Kinds):
        return f"{shape.tag}: {shape.names[0]}"
    if isinstance(shape, Mapped):
        return "2026: …" if isinstance(shape.value, Keyed) else "rs: …"
    if not isinstance(shape, Keyed):
        return "…"
    required = [f"{name}: …" for name, field in shape.fields.items() if field.is_required()]
    return comma_list(required or [f"{name}: …" for name in shape.fields])


def _not_text(location: Location, arranged: Arranged) -> Diagnostic:
    """A colon or a bracket has made a list or keys of what was meant as text."""
    node = arranged.nodes.get(location)
    in_list = bool(location) and isinstance(location[-1], int)
    if isinstance(node, MappingNode | SequenceNode) and node.flow_style:
        sign = "{" if isinstance(node, MappingNode) else "["
        return _say(location, arranged, "special-start-item" if in_list else "special-start", sign=sign)
    if colon := _first_colon(node):
        code = "colon-in-item" if in_list else "colon-in-text"
        return diagnostic(arranged.file, colon, code, key=arranged.word_of(location))
    return _say(location, arranged, "not-text")


def _first_colon(node: Node | None) -> Place | None:
    """Where the colon stands that made ``Fråga: hur då?`` a key and a value."""
    if not isinstance(node, MappingNode) or len(node.value) != 1:
        return None
    key, value = node.value[0]
    is_one_line = isinstance(key, ScalarNode) and isinstance(value, ScalarNode) and key.end_mark.line == value.end_mark.line
    return place_of(key.end_mark) if is_one_line else None


def _wrong_choice(location: Location, value: str, arranged: Arranged) -> Diagnostic:
    shape = _shape_at(location, arranged)
    choices = shape.choices if isinstance(shape, Leaf) else ()
    if not value.strip():
        return _say(location, arranged, "no-value", explanation=_choices(shape))
    neuter = [form for status, form in NEUTER_STATUS.items() if str(status) in choices]
    guess = nearest(value, choices, SWEDISH_VALUES) or nearest(value, neuter) or _as_list(location, value, choices, arranged)
    return _say(
        location, arranged, "unknown-choice", value=quote(value), choices=comma_list(choices), guess=did_you_mean(guess)
    )


def _as_list(location: Location, value: str, choices: tuple[str, ...], arranged: Arranged) -> str | None:
    """``a, b`` where ``[a, b]`` would do."""
    words = [word.strip() for word in value.split(",")]
    will_do = isinstance(arranged.shapes.get(location[:-1]), Items) and all(word in choices for word in words)
    return f"[{comma_list(words)}]" if will_do else None
