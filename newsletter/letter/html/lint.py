"""Faults in rendered MJML that mrml would pass over in silence, or refuse without saying where."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from newsletter.letter.html.components import (
    ALL_ATTRIBUTES,
    ATTRIBUTES,
    CHILDREN,
    CLOSED,
    HTML_REFUSED,
    LOADING_ATTRIBUTES,
    REFUSED,
)
from newsletter.letter.templates.files import TemplateFault
from newsletter.locale import _

_LENGTHS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:px|%)(?: [0-9]+(?:\.[0-9]+)?(?:px|%)){0,3}")
_LOADING_CSS = re.compile(r"@import|url\(", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_EXECUTED = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class MjmlFault:
    """``offset`` counts characters from the start of the rendered MJML."""

    offset: int
    code: TemplateFault
    message: str
    hint: str = ""


@dataclass(slots=True)
class _Element:
    name: str
    offset: int


@dataclass(slots=True)
class _Walk:
    """The parser's place, its findings, and the names that are judged only at the end."""

    here: Callable[[], int]
    open: list[_Element] = field(default_factory=list)
    found: list[MjmlFault] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    asked_classes: list[tuple[str, int]] = field(default_factory=list)
    has_font: bool = False

    def add(self, code: TemplateFault, message: str, hint: str = "") -> None:
        self.found.append(MjmlFault(self.here(), code, message, hint))

    @property
    def parent(self) -> str:
        return self.open[-1].name if self.open else ""


def lint(mjml: str) -> tuple[MjmlFault, ...]:
    """Every fault, in the order of the text. No fault means that nothing written is lost or loaded from elsewhere."""
    data = mjml.encode("utf-8")
    parser = expat.ParserCreate()
    parser.UseForeignDTD(True)
    walk = _Walk(here=lambda: parser.CurrentByteIndex)
    parser.StartElementHandler = lambda name, attributes: _start(walk, name, attributes)
    parser.EndElementHandler = lambda _name: walk.open.pop()
    parser.CharacterDataHandler = lambda text: _text(walk, text)
    comments = list(_comments(mjml))
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if not comments:  # they are why
            walk.found.append(_syntax(walk, error, parser.ErrorByteIndex))
    else:
        walk.found += _at_the_end(walk)
    placed = [MjmlFault(_characters(data, one.offset), one.code, one.message, one.hint) for one in walk.found]
    return tuple(sorted({*placed, *comments}))


def _characters(data: bytes, index: int) -> int:
    return len(data[:index].decode("utf-8", "ignore"))


def _start(walk: _Walk, name: str, attributes: Mapping[str, str]) -> None:
    _check_place(walk, name)
    if name in ATTRIBUTES or name.startswith("mj-"):
        _check_component(walk, name, attributes)
    elif name in HTML_REFUSED:
        walk.add(TemplateFault.ELEMENT_REFUSED, _("<{name}> may not be used in a letter.").format(name=name))
    elif name == "img" and "alt" not in attributes:
        walk.add(TemplateFault.ALT_MISSING, _("The image has no alt text."), _("Add alt with what the image shows."))
    for attribute, value in attributes.items():
        _check_loading(walk, attribute, value)
    walk.open.append(_Element(name, walk.here()))


def _check_place(walk: _Walk, name: str) -> None:
    parent = walk.parent
    if parent == "mj-attributes":
        return
    if not parent:
        wrong = name != "mjml"
    elif parent in CHILDREN:
        wrong = name not in CHILDREN[parent] and name not in REFUSED and not _is_unknown(name)
    else:
        wrong = parent in CLOSED or name in ATTRIBUTES
    if wrong:
        walk.add(
            TemplateFault.MISPLACED,
            _("<{name}> may not stand in <{parent}>, and would be lost.").format(name=name, parent=parent or "mjml"),
            _hint_of_children(parent),
        )


def _is_unknown(name: str) -> bool:
    return name.startswith("mj-") and name not in ATTRIBUTES


def _hint_of_children(parent: str) -> str:
    if parent not in CHILDREN:
        return ""
    return _("Here may stand: {list}.").format(list=", ".join(sorted(CHILDREN[parent])))


def _text(walk: _Walk, text: str) -> None:
    if walk.parent in ("mj-style", "style") and _LOADING_CSS.search(text):
        walk.add(
            TemplateFault.LOADED_FROM_ELSEWHERE, _("The style sheet would load something from elsewhere."), _nothing_loaded()
        )
    if text.strip() and (walk.parent in CHILDREN or walk.parent in CLOSED | {"mj-attributes"}):
        walk.add(
            TemplateFault.TEXT_LOST,
            _("Text directly in <{parent}> would be lost: ”{text}”.").format(parent=walk.parent, text=text.strip()[:40]),
            _("Put it in an mj-text."),
        )


def _check_component(walk: _Walk, name: str, attributes: Mapping[str, str]) -> None:
    if name in REFUSED:
        walk.add(
            TemplateFault.COMPONENT_REFUSED, _("<{name}> may not be used in a letter.").format(name=name), _(REFUSED[name])
        )
        return
    known = ALL_ATTRIBUTES | {"name"} if name in ("mj-all", "mj-class") else ATTRIBUTES.get(name)
    if known is None:
        walk.add(
            TemplateFault.UNKNOWN_COMPONENT,
            _("<{name}> is not a component of MJML.").format(name=name),
            _hint_of_near_miss(name, ATTRIBUTES),
        )
        return
    for attribute, value in attributes.items():
        _check_attribute(walk, name, attribute, value, known)
    if name == "mj-image" and walk.parent != "mj-attributes" and "alt" not in attributes:
        walk.add(TemplateFault.ALT_MISSING, _("The image has no alt text."), _("Add alt with what the image shows."))
    if name == "mjml" and not {"lang", "dir"} <= attributes.keys():
        walk.add(
            TemplateFault.LANGUAGE_MISSING,
            _("<mjml> says neither language nor direction."),
            _('Write <mjml lang="sv" dir="ltr">.'),
        )
    if walk.parent == "mj-attributes":
        _remember_default(walk, name, attributes)


def _remember_default(walk: _Walk, name: str, attributes: Mapping[str, str]) -> None:
    if name == "mj-all" and attributes.get("font-family"):
        walk.has_font = True
    if name == "mj-class":
        walk.classes.add(attributes.get("name", ""))


def _check_attribute(walk: _Walk, component: str, attribute: str, value: str, known: frozenset[str]) -> None:
    if attribute == "mj-class":
        walk.asked_classes += [(name, walk.here()) for name in value.split()]
    elif attribute == "css-class":
        if not value.strip():
            walk.add(TemplateFault.EMPTY_CLASS, _("css-class is empty."), _("Leave it out."))
    elif attribute not in known:
        walk.add(
            TemplateFault.UNKNOWN_ATTRIBUTE,
            _("<{name}> has no attribute {attribute} that has an effect.").format(name=component, attribute=attribute),
            _hint_of_near_miss(attribute, known),
        )
    else:
        _check_value(walk, component, attribute, value)


def _check_value(walk: _Walk, component: str, attribute: str, value: str) -> None:
    if "padding" in attribute and not _LENGTHS.fullmatch(value):
        walk.add(
            TemplateFault.PADDING_WITHOUT_UNIT,
            _("{attribute} ”{value}” would be counted wrong: each length needs px.").format(attribute=attribute, value=value),
            _("Write 0px and not 0, with one blank between lengths."),
        )
    elif component == "mj-style" and attribute == "inline":
        walk.add(TemplateFault.STYLE_INLINE, _("Styles in <mj-style> are not inlined."), _("Put them in inline.css.j2."))
    elif attribute == "full-width" and value != "full-width":
        walk.add(TemplateFault.FULL_WIDTH, _("full-width with any value means full width."), _("Leave it out."))
    elif component == "mj-hero" and attribute == "mode" and value != "fixed-height":
        walk.add(TemplateFault.HERO_MODE, _("<mj-hero> always has a fixed height here."), _("Leave mode out."))


def _check_loading(walk: _Walk, attribute: str, value: str) -> None:
    if attribute.startswith("on"):
        walk.add(TemplateFault.SCRIPT, _("The attribute {attribute} would run a script.").format(attribute=attribute))
    elif attribute == "href" and _EXECUTED.match(value):
        walk.add(TemplateFault.SCRIPT, _("The link would run a script."), _("Use https: or mailto:."))
    elif attribute in LOADING_ATTRIBUTES and not value.startswith("cid:"):
        message = _("{attribute}=”{value}” would load something from elsewhere.")
        walk.add(TemplateFault.LOADED_FROM_ELSEWHERE, message.format(attribute=attribute, value=value[:60]), _nothing_loaded())
    elif attribute == "style" and _LOADING_CSS.search(value):
        walk.add(TemplateFault.LOADED_FROM_ELSEWHERE, _("The style would load something from elsewhere."), _nothing_loaded())


def _nothing_loaded() -> str:
    return _("A letter loads nothing: pictures are embedded, fonts are those installed.")


def _hint_of_near_miss(word: str, known: Mapping[str, object] | frozenset[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return _("Did you mean {word}?").format(word=near[0]) if near else ""


def _comments(mjml: str) -> Iterator[MjmlFault]:
    for match in _COMMENT.finditer(mjml):
        if "--" in match[1] or match[1].endswith("-"):
            yield MjmlFault(
                match.start(),
                TemplateFault.COMMENT_DASHES,
                _("A comment may not contain two hyphens in a row."),
                _("Use a Jinja comment instead: {# … #}."),
            )


def _syntax(walk: _Walk, error: expat.ExpatError, index: int) -> MjmlFault:
    code = expat.errors.codes
    if error.code == code[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
        return MjmlFault(
            index, TemplateFault.DUPLICATE_ATTRIBUTE, _("An attribute is given twice."), _("Take one of them away.")
        )
    unclosed = {code[expat.errors.XML_ERROR_TAG_MISMATCH], code[expat.errors.XML_ERROR_NO_ELEMENTS]}
    unclosed.add(code[expat.errors.XML_ERROR_UNCLOSED_TOKEN])
    if walk.open and error.code in unclosed:
        last = walk.open[-1]
        return MjmlFault(
            last.offset,
            TemplateFault.UNCLOSED_ELEMENT,
            _("<{name}> is not closed by its own end tag.").format(name=last.name),
            _("Close it before what surrounds it; write <br /> with a slash."),
        )
    if walk.parent == "mj-style":
        hint = _("In a style sheet, < and & may not be used: write max-width instead of width <=.")
        return MjmlFault(index, TemplateFault.NOT_MJML, _("The style sheet cannot be read here."), hint)
    hint = _("Check for a < or & that should be written &lt; or &amp;, and for attributes without quotes.")
    return MjmlFault(index, TemplateFault.NOT_MJML, _("The MJML cannot be read here."), hint)


def _at_the_end(walk: _Walk) -> Iterator[MjmlFault]:
    if not walk.has_font:
        yield MjmlFault(
            0,
            TemplateFault.FONT_MISSING,
            _("No font is set for all components; MJML's own would be loaded from elsewhere."),
            _('Write <mj-all font-family="Arial, sans-serif" /> in <mj-attributes>.'),
        )
    for name, offset in walk.asked_classes:
        if name not in walk.classes:
            yield MjmlFault(
                offset,
                TemplateFault.UNKNOWN_CLASS,
                _("There is no mj-class {name}.").format(name=name),
                _hint_of_near_miss(name, frozenset(walk.classes)),
            )
