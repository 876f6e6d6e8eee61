"""A contribution written in the fields of a form, ``Datum: 2026-10-14`` under ``Beslut``, as the nodes that YAML would give.

Forgiving towards what mail and word processors do to a form: marks of quotation, other spellings, empty fields, signatures.
What cannot be read as a field is told with its line: nothing that somebody has written is left out in silence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from yaml import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from newsletter.model.contribution import KINDS, Contribution
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.source.answers.blocks import Line, cut, is_attribution, is_header, says_who_wrote
from newsletter.source.answers.filled import LONG, Filled, FormSection, is_filled
from newsletter.source.answers.form_words import choices_of, fields_of, swedish_word
from newsletter.source.answers.lines import form_lines, parse
from newsletter.source.answers.own_words import is_ours
from newsletter.source.diagnostics.suggestions import nearest_day
from newsletter.source.diagnostics.words import diagnostic
from newsletter.source.yaml.arrange import Arranged, arrange

_ADDRESS = re.compile(r"[^\s<>@:]+@[^\s<>@]+")
_LINK = re.compile(
    r"""
    (?:(?P<text>\S{1,500}?)\s?)?           # the word that is linked
    <(?:mailto:)?
    (?=[^<>\s:.@]*[:.@])                   # an address has one of these
    (?P<target>[^<>\s]+)>
    """,
    re.VERBOSE,
)
"""What stands between the signs is an address, never a word: ``<nytt>`` is what the author wrote."""
_DAYS = frozenset({"date", "until", "decided"})
_TICKS = frozenset({"x", "✓", "✔", "✗", "☒", "☑"})
"""How a box is ticked on paper."""


Form = tuple[tuple[FormSection, ...], tuple[Diagnostic, ...]]


def read_form(
    lines: Iterable[Line], file: str, by: str | None = None, address: str | None = None
) -> tuple[Arranged | None, tuple[Diagnostic, ...]]:
    """The form as data for the model; ``by`` is the member known to have sent it, if the form does not say, ``address`` the one
    that it was sent from.
    """
    sections, found = _the_form(tuple(lines), file, by or "")
    if not any(section.fields for section in sections):
        return None, (*found, diagnostic(file, Place(), "form-empty"))
    found += tuple(_not_the_members(sections, file, address))
    arranged = arrange(_root(sections, by), Contribution, file, "")
    arranged.words = {(kind, key): swedish_word(key, kind) for kind in ("", *KINDS) for key in fields_of(kind)}
    return arranged, found


def _the_form(lines: tuple[Line, ...], file: str, by: str) -> Form:
    """The member's own lines, if they fill in a field; else the form in the mail that is answered, where it has been filled in.
    Both are an error: the editor decides.
    """
    blocks = cut(lines)
    own = parse(blocks.author, file, by)
    below = set(blocks.after)
    answered = parse(
        form_lines([one for one in blocks.answered if one not in below] if is_filled(own[0]) else blocks.answered), file, by
    )
    if not is_filled(own[0]):
        return answered if is_filled(answered[0]) else own
    if is_filled(answered[0]) and _values(answered[0]) - _values(own[0]):
        first, second = _first(own[0]), _first(answered[0])
        return own[0], (*own[1], diagnostic(file, second, "answered-twice", line=first.line))
    return own


def _values(sections: Iterable[FormSection]) -> set[tuple[str, str, str]]:
    """What is filled in; a form that comes back with the answer may repeat it."""
    return {(one.kind, each.key, " ".join(each.value.split())) for one in sections for each in one.fields if one.kind}


def _first(sections: Iterable[FormSection]) -> Place:
    places = [each.named for one in sections for each in one.fields if one.kind or each.key not in ("by", "board")]
    return min(places, key=lambda place: place.line) if places else Place()


def _not_the_members(sections: Iterable[FormSection], file: str, address: str | None) -> Iterator[Diagnostic]:
    """Whatever the shape of the mail was: what cannot be the member's own words never gets further."""
    for one in sections:
        for each in one.fields:
            for offset, line in enumerate(each.lines):
                strange = each.key != "url" and any(_is_of_another(word, address) for word in line.split() if "@" in word)
                if is_header(line.strip()) or is_attribution(line) or says_who_wrote(line) or is_ours(line) or strange:
                    yield diagnostic(file, Place(each.at.line + offset, 1), "not-the-members-words", value=line.strip())
                    return


def _is_of_another(word: str, address: str | None) -> bool:
    found = _ADDRESS.fullmatch(word.strip('.,;:!?()[]<>"”’'))
    return found is not None and found[0].casefold() != (address or "").casefold()


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
    value = _LINK.sub(_plain_link, one.value) if "<" in one.value else one.value
    text = value if one.key in LONG else " ".join(value.split())
    if one.key == "nothing" and text.casefold().strip("[]() ") in _TICKS:
        return "ja"
    if one.key in _DAYS:
        return nearest_day(text) or text
    return next((choice for choice in choices_of(one.key, kind) if choice.casefold() == text.casefold()), text)


def _plain_link(match: re.Match[str]) -> str:
    """``https://x<https://x>`` and ``<https://x>`` as ``https://x``; words before another address keep both."""
    text, target = match["text"] or "", match["target"]
    if not text or text.rstrip("/") == target.rstrip("/"):
        return target
    return f"{text} {target}" if target.startswith("http") else text


def _scalar(value: str, place: Place) -> ScalarNode:
    return ScalarNode("", value, _mark(place), _mark(place), style='"')


def _mark(place: Place) -> Mark:
    return Mark("", 0, place.line - 1, place.column - 1, None, 0)
