"""From content to letters: filling the slots, which is a join of parts that are the same for everybody and cannot fail.

A finished letter becomes a test, marked as one, or a file that a browser shows by itself.
"""

import base64
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from html import escape
from operator import attrgetter

from newsletter.letter.content import Content, HtmlPart, HtmlSlot, InlineImage, Letter, Slot, SlotParagraph, TextPart
from newsletter.letter.html.normalise import keep_whole
from newsletter.letter.plain_lines import wrap
from newsletter.letter.swedish import capitalised, words_in_place
from newsletter.model.choices import Format
from newsletter.model.recipients import Addressee
from newsletter.model.swedish import swedish_list

DEFAULT_GREETING = "Hej partivänner!"
_FIELD = re.compile(r"\{(contact|name|municipality)\}")
_FILLED = re.compile(
    r"""
    \b(?P<preposition>[Ii])[ \N{NO-BREAK SPACE}]\{municipality\}(?![ \N{NO-BREAK SPACE}]kommun)  # i {municipality}
    | \{(?P<field>contact|name|municipality)\}
    """,
    re.VERBOSE,
)
VALUES_OF_A_COPY: Mapping[str, str] = {
    Slot.GREETING: DEFAULT_GREETING,
    Slot.NAME: "din partiförening",
    Slot.MUNICIPALITY: "din kommun",
}
"""The values of the slots in a copy that names no addressee; only a template of the workspace's own shows them."""
# What an HTML serialiser writes (HTML Living Standard 13.3, "escaping a string"), so that filling equals rendering.
_IN_TEXT = str.maketrans({"&": "&amp;", "\u00a0": "&nbsp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "\u00a0": "&nbsp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})
MARK = "[TEST]"
# The hidden text that the inbox shows comes first in our templates, and must stay first to be seen as it will be.
_TOP = re.compile(r'<body[^>]*>(?:(?:\s*<div[^>]*>)?\s*<div class="preheader"[^>]*>.*?</div>)?', re.IGNORECASE | re.DOTALL)
_STYLE = (
    "margin:0;padding:12px 16px;background-color:#FFF4CC;color:#1F1A1A;"
    "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.4"
)


def fill(content: Content, addressee: Addressee) -> Letter:
    """The letter to one addressee: plain text alone for those who want that. Cannot fail."""
    values = slot_values(content, addressee)
    text = fill_text(content.text, values)
    match addressee.format:
        case Format.TEXT:
            return Letter(content.subject, None, text, ())
        case Format.HTML:
            return Letter(content.subject, fill_html(content.html, values), text, content.images)


def slot_values(content: Content, addressee: Addressee) -> dict[Slot, str]:
    """Every slot's value for one addressee."""
    return {
        Slot.GREETING: greeting(content.greeting, addressee),
        Slot.NAME: addressee.association_name,
        Slot.MUNICIPALITY: addressee.municipality,
    }


def greeting(template: str, addressee: Addressee) -> str:
    """The greeting with ``{contact}``, ``{name}`` and ``{municipality}`` filled in.

    If any field used is empty for this addressee, the default greeting. Braces in a name are never read as a field. Before an
    island, ”i” becomes ”på”.
    """
    words = {
        "contact": swedish_list(addressee.first_names),
        "name": addressee.association_name,
        "municipality": addressee.municipality,
    }
    if not all(words[field] for field in _FIELD.findall(template)):
        return DEFAULT_GREETING

    def word(match: re.Match[str]) -> str:
        if match["field"]:
            return words[match["field"]]
        place = words_in_place(addressee.municipality)
        return capitalised(place) if match["preposition"] == "I" else place

    return _FILLED.sub(word, template)


def letter_key(content: Content) -> Callable[[Addressee], Hashable]:
    """A function that gives an addressee's key: addressees with equal keys get equal letters. No letter is filled for it.

    The key is the form and the values of the slots that it shows; where nothing is missing, the attributes that the values are
    made of, which cost a fraction.
    """
    in_text = {
        piece for part in content.text if isinstance(part, SlotParagraph) for piece in part.pieces if isinstance(piece, Slot)
    }
    in_html = in_text | {part.slot for part in content.html if isinstance(part, HtmlSlot)}
    text, html = (_sources_of(content, slots) for slots in (in_text, in_html))

    def of(addressee: Addressee) -> Hashable:
        is_text = addressee.format is Format.TEXT
        made_of = text(addressee) if is_text else html(addressee)
        if all(made_of):
            return is_text, made_of
        values = slot_values(content, addressee)
        return is_text, None, tuple(values[slot] for slot in Slot if slot in (in_text if is_text else in_html))

    return of


def _sources_of(content: Content, slots: Collection[Slot]) -> Callable[[Addressee], tuple[object, ...]]:
    """A function that gives, of an addressee, the attributes that ``slots`` are made of."""
    fields = {"association_name": Slot.NAME in slots, "municipality": Slot.MUNICIPALITY in slots}
    fields |= {field: True for field in fields_of(content.greeting) if Slot.GREETING in slots}
    used = [field for field, is_used in fields.items() if is_used]
    if not used:
        return lambda _addressee: ()
    return attrgetter(used[0], *used)  # of a single name it would make no tuple


def fields_of(template: str) -> tuple[str, ...]:
    """The attributes of ``Addressee`` that the template greets by."""
    made_of = {"contact": "first_names", "name": "association_name", "municipality": "municipality"}
    return tuple(made_of[field] for field in _FIELD.findall(template))


def fill_html(parts: tuple[HtmlPart, ...], values: Mapping[Slot, str]) -> str:
    """The HTML edition with its slots filled and escaped."""
    return "".join(part if isinstance(part, str) else _escape(part, values[part.slot]) for part in parts)


def fill_text(parts: tuple[TextPart, ...], values: Mapping[Slot, str]) -> str:
    """The text edition with its slots filled; lines that held one are broken only now, at the width of all others."""
    return "".join(part if isinstance(part, str) else _fill_paragraph(part, values) for part in parts)


def _escape(place: HtmlSlot, value: str) -> str:
    return value.translate(_IN_ATTRIBUTE) if place.quoted else keep_whole(value.translate(_IN_TEXT))


def _fill_paragraph(paragraph: SlotParagraph, values: Mapping[Slot, str]) -> str:
    return "\n".join(wrap("".join(values[piece] if isinstance(piece, Slot) else piece for piece in paragraph.pieces)))


def as_test(letter: Letter, remark: str) -> Letter:
    """The letter as a test of itself; an empty remark adds nothing but the mark."""
    marked = replace(letter, subject=f"{MARK} {letter.subject}")
    if not remark:
        return marked
    html = letter.html and _TOP.sub(lambda top: f'{top[0]}<p style="{_STYLE}">{escape(remark)}</p>', letter.html, count=1)
    return replace(marked, html=html, text="\n".join([*wrap(remark), "", letter.text]))


def standalone_html(letter: Letter) -> str:
    """The HTML edition with its pictures inside; empty for a letter that is plain text alone."""
    return with_pictures(letter.html or "", letter.images)


def with_pictures(html: str, images: Iterable[InlineImage]) -> str:
    """``html`` with those of its pictures that are embedded by Content-ID inside it."""
    for image in images:
        data = base64.b64encode(image.data).decode("ascii")
        html = html.replace(f'"cid:{image.cid}"', f'"data:{image.media_type};base64,{data}"')
    return html
