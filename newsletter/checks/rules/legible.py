"""Whether every text of the letter stands out from what it lies on, in the light letter and the dark one.

A small reading of HTML and CSS, enough for what letters are made of: inline styles, and in the dark mode's media query
selectors of elements and classes. What it does not understand it leaves alone. The shipped templates are held to the same by
axe-core in a browser; this is for an editor's own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from newsletter.checks.rule import Remark, rule
from newsletter.checks.subjects import Markup
from newsletter.letter import contrast
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Severity

SUBJECT = N_("Colours")

ENOUGH, ENOUGH_IF_LARGE = 4.5, 3.0
"""WCAG 2.2, 1.4.3 (AA); large is 24 pixels, or 18.66 in bold."""
_CONDITIONAL = re.compile(r"<!--\[if.*?<!\[endif\]-->|<!--.*?-->|<head.*?</head>", re.DOTALL)
_PIECE = re.compile(
    r"""
    <(?P<close>/?)(?P<tag>[a-zA-Z][\w:]*)(?P<rest>[^<>]*?)(?P<void>/?)>              # <td style="…">, </td>, <br/>
    | (?P<text>[^<]+)                                                                # what stands between tags
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<classes>(?:\.[\w-]+)*)")
_BOLD = re.compile(r"bold(?:er)?|[6-9]00|1000")
_PIXELS = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)px")
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_NAMES = {"white": "#FFFFFF", "black": "#000000", "red": "#FF0000", "gray": "#808080", "grey": "#808080", "yellow": "#FFFF00"}
_VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "wbr", "col"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """``text`` in ``ink`` on ``ground``, in the dark letter or the light one."""

    text: str
    ink: str
    ground: str
    ratio: float
    enough: float
    is_dark: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """Ink and ground, inherited from what is around; None where it is not known."""

    ink: str | None = "#000000"
    ground: str | None = "#FFFFFF"


@dataclass(slots=True)
class _Box:
    tag: str
    classes: frozenset[str] = frozenset()
    light: _Look = field(default_factory=_Look)
    dark: _Look = field(default_factory=_Look)
    size: float = 16.0
    is_bold: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class _StyleRule:
    """``parts`` from the outermost: element, classes, and whether it is the very next one inside (``>``)."""

    parts: tuple[tuple[str, frozenset[str], bool], ...]
    look: Mapping[str, str]
    weight: tuple[int, int, int]


@rule(Severity.WARNING, N_("In sunlight, on a poor screen or with poor sight the text cannot be read (WCAG 2.2, 1.4.3)."))
def unreadable_colours(markup: Markup) -> Iterator[Remark]:
    """Each pair of colours that an editor's own templates lay too close; the template line is the one that names the ink."""
    for one in unreadable(markup.html) if markup.has_own_templates else ():
        message = _("In the dark letter, “{text}” is {ink} on {ground}: the contrast is {ratio}, and {enough} is needed.")
        if not one.is_dark:
            message = _("“{text}” is {ink} on {ground}: the contrast is {ratio}, and {enough} is needed.")
        yield Remark(
            (f"(?i){re.escape(one.ink)}",),
            message.format(text=one.text[:40], ink=one.ink, ground=one.ground, ratio=f"{one.ratio:.1f}", enough=one.enough),
            _("Choose a darker colour for light grounds, and a lighter one for dark grounds."),
        )


def unreadable(html: str) -> Iterator[Unreadable]:
    """Each pair of colours that is too close, once for each mode, with the first text in it."""
    rules = tuple(_dark_rules(html))
    seen: set[tuple[object, ...]] = set()
    for box, text in _texts(_CONDITIONAL.sub("", html), rules):
        is_large = box.size >= 24 or (box.is_bold and box.size >= 18.66)
        for is_dark, look in ((False, box.light), (True, box.dark)):
            key = (look.ink, look.ground, is_large, is_dark)
            if key in seen or look.ink is None or look.ground is None:
                continue
            seen.add(key)
            ratio = contrast(look.ink, look.ground)
            enough = ENOUGH_IF_LARGE if is_large else ENOUGH
            if ratio < enough:
                yield Unreadable(text, look.ink, look.ground, ratio, enough, is_dark)


def _texts(html: str, rules: Sequence[_StyleRule]) -> Iterator[tuple[_Box, str]]:
    boxes = [_Box("html")]
    for piece in _PIECE.finditer(html):
        tag = (piece["tag"] or "").lower()
        if piece["text"] is not None:
            text = " ".join(unescape(piece["text"]).split())
            if not boxes[-1].is_hidden and any(sign.isalnum() for sign in text):
                yield boxes[-1], text
        elif piece["close"]:
            if any(box.tag == tag for box in boxes[1:]):
                while boxes.pop().tag != tag:
                    pass
        elif tag not in _VOID and not piece["void"]:
            boxes.append(_box(tag, dict(_ATTRIBUTE.findall(piece["rest"])), boxes, rules))


def _box(tag: str, attributes: Mapping[str, str], around: Sequence[_Box], rules: Sequence[_StyleRule]) -> _Box:
    outer, style = around[-1], _declarations(attributes.get("style", ""))
    box = _Box(tag, frozenset(attributes.get("class", "").split()))
    own = _own(style, attributes.get("bgcolor"))
    box.light = _over(outer.light, own)
    found = [one for one in rules if _fits(one.parts, (*around, box))]
    dark: dict[str, str] = {}
    for one in sorted(found, key=lambda found: found.weight):
        dark |= one.look
    box.dark = _over(outer.dark, own | _own(dark, None))
    size = _PIXELS.match(style.get("font-size", ""))
    box.size = float(size[1]) if size else outer.size
    weight = style.get("font-weight", "bold" if tag in ("b", "strong", "th", "h1", "h2", "h3", "h4") else "")
    box.is_bold = bool(_BOLD.fullmatch(weight)) if weight else outer.is_bold
    box.is_hidden = outer.is_hidden or "none" in style.get("display", "") or attributes.get("aria-hidden") == "true"
    return box


def _own(style: Mapping[str, str], bgcolor: str | None) -> dict[str, str]:
    """What an element says of its own ink and ground."""
    grounds = (style.get("background-color"), style.get("background"), bgcolor)
    ground = next((value for value in grounds if value), None)
    return {key: value for key, value in (("ink", style.get("color")), ("ground", ground)) if value}


def _over(outer: _Look, own: Mapping[str, str]) -> _Look:
    ink = _colour(own["ink"]) if "ink" in own else outer.ink
    ground = outer.ground if own.get("ground", "transparent").strip() in ("transparent", "none") else _colour(own["ground"])
    return _Look(ink, ground)


def _colour(value: str) -> str | None:
    if found := _HEX.search(value):
        digits = found[0][1:].upper()
        return f"#{digits if len(digits) == 6 else ''.join(sign * 2 for sign in digits)}"
    return _NAMES.get(value.split(maxsplit=1)[0].lower()) if value.split() else None


def _declarations(style: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in unescape(style).split(";"))
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _colon, value in pairs if value.strip()}


def _dark_rules(html: str) -> Iterator[_StyleRule]:
    order = 0
    for block in _DARK.findall("".join(re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL))):
        for selectors, body in _RULE.findall(block):
            for selector in selectors.split(","):
                if (parts := _parts(selector.strip())) is not None:
                    order += 1
                    names = sum(len(classes) for _tag, classes, _next in parts)
                    yield _StyleRule(
                        parts, _declarations(body), (names, sum(bool(tag) for tag, _classes, _next in parts), order)
                    )


def _parts(selector: str) -> tuple[tuple[str, frozenset[str], bool], ...] | None:
    """None for what is not understood: attributes, pseudo-classes, siblings."""
    parts, is_next = [], False
    for word in selector.replace(">", " > ").split():
        if word == ">":
            is_next = True
            continue
        simple = _SIMPLE.fullmatch(word)
        if not simple:
            return None
        parts.append((simple["tag"] or "", frozenset(filter(None, simple["classes"].split("."))), is_next))
        is_next = False
    return tuple(parts) or None


def _fits(parts: Sequence[tuple[str, frozenset[str], bool]], boxes: Sequence[_Box]) -> bool:
    """Whether the last of ``boxes`` is what the selector means."""
    (tag, classes, is_next), box = parts[-1], boxes[-1]
    if (tag and tag != box.tag) or not classes <= box.classes:
        return False
    if len(parts) == 1:
        return True
    outer = range(len(boxes) - 1, 0, -1)
    return any(_fits(parts[:-1], boxes[:end]) for end in (list(outer)[:1] if is_next else outer))
