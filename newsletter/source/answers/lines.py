"""The lines of a filled-in form as sections and fields, whatever a mail program has done to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsletter.model.contribution import KINDS, Contribution
from newsletter.model.diagnostics import Diagnostic, Place
from newsletter.source.diagnostics.suggestions import SWEDISH_KEYS, comma_list, nearest
from newsletter.source.diagnostics.words import diagnostic, did_you_mean
from newsletter.source.yaml.shapes import Items, Keyed

Line = tuple[int, str]
"""A line of text, and its number in the file that it was written in."""

LONG = frozenset({"text", "next"})
"""Fields whose text goes on over several lines and paragraphs."""
_SIGNATURE = 6
"""Lines after the last words of a letter that are taken for a name and its titles."""
_QUOTED = re.compile(r"\s*(?:>\s?)+")
_FIELD = re.compile(
    r"""
    (?P<before>\s*[*_]*)                                       # bold, in a mail program
    (?P<word>[^\W\d_][^\W_]*(?:[ -][^\W_]+){0,2})[*_]*\s*:     # one to three words and a colon
    [*_]*(?P<blank>\s*)(?P<value>.*)
    """,
    re.VERBOSE,
)
_ORNAMENT = re.compile(r"[\s=\-_*~#.]*")
_LAST_WORDS = re.compile(
    r"""
    -- | _{8,}                                                 # a signature's line
    | mvh\b.{0,30}                                             # the words before the name
    | (?:(?:med[ ])?(?:vänlig|kamratlig)\w*[ ]hälsning\w*|vänsterhälsning\w*|hälsningar)\b.{0,30}
    | (?:skickat[ ]från|sent[ ]from|hämta[ ]outlook|get[ ]outlook)\b.*
    | (?:den|on|på)[ ].{6,80}(?:skrev|wrote).*                 # the letter that is answered
    | -+[ ]?(?:ursprungligt|original|vidarebefordrat).*
    | det[ ]här[ ]mejlet[ ]skickades[ ]av[ ]programmet[ ].*    # our own
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GREETING = re.compile(r"(?:hej|hejsan|hallå|god \w+)\b.{0,40}", re.IGNORECASE)
_MAIL = frozenset("från till skickat ämne kopia datum from to sent subject cc date".split())  # noqa: SIM905 - read as a sentence


@dataclass
class Filled:
    """A field that has been filled in: where its name and its value stand, and the value line by line."""

    key: str
    named: Place
    at: Place
    lines: list[str]

    @property
    def value(self) -> str:
        return "\n".join(self.lines).strip()


@dataclass
class FormSection:
    """The fields under one heading; ``kind`` is empty for those of the contribution itself."""

    kind: str
    fields: list[Filled] = field(default_factory=list)


@dataclass
class _Reading:
    file: str
    sections: list[FormSection] = field(default_factory=lambda: [FormSection("")])
    outside: list[Line] = field(default_factory=list)
    last_words: list[Line] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    has_ended: bool = False
    """The letter has said good-bye; a heading or a field begins it again, as in a quoted form below an answer."""
    after_blank: bool = False
    in_instructions: bool = False
    """Our own words above the form have come back with the answer."""
    in_choices: bool = False
    """Our own words below a field, which name its choices, have come back and may be broken over several lines."""
    current: FormSection = field(init=False)

    def __post_init__(self) -> None:
        self.current = self.sections[0]

    def begin(self, kind: str) -> None:
        """What follows belongs to a new item of ``kind``, or to the contribution itself."""
        self.current = FormSection(kind) if kind else self.sections[0]
        if kind:
            self.sections.append(self.current)

    @property
    def open_field(self) -> Filled | None:
        return self.current.fields[-1] if self.current.fields and not self.has_ended else None


def parse(lines: Iterable[Line], file: str) -> tuple[tuple[FormSection, ...], tuple[Diagnostic, ...]]:
    """The sections with the fields that hold something, and what is wrong."""
    reading = _Reading(file)
    for number, line in lines:
        _read(reading, number, line)
    if len(reading.last_words) > _SIGNATURE:
        reading.outside += reading.last_words
    for section in reading.sections:
        section.fields = [one for one in section.fields if one.value]
    return tuple(reading.sections), (*reading.found, *_lines_outside(reading))


def _read(reading: _Reading, number: int, line: str) -> None:
    quotation = _QUOTED.match(line)
    start = quotation.end() if quotation else 0
    text = line[start:]
    plain = text.strip()
    if not plain or (_ORNAMENT.fullmatch(plain) and plain != "--"):
        reading.after_blank, reading.in_instructions, reading.in_choices = True, False, False
        if (last := reading.open_field) and last.key in LONG:
            last.lines.append("")
        return
    if _is_choices(reading, plain):
        return
    if (word := plain.strip("*_#=-: ").casefold()) in HEADINGS:
        reading.begin(HEADINGS[word])
        reading.has_ended = False
    elif _LAST_WORDS.fullmatch(plain):
        reading.has_ended = True
    elif plain.startswith(INSTRUCTIONS):
        reading.in_instructions = True
    elif quotation is None and plain.rstrip(".!").casefold() in _NOTHING:
        reading.begin("")
        reading.current.fields.append(Filled("nothing", Place(number), Place(number), ["ja"]))
    elif not _is_field(reading, number, text, start, is_quoted=quotation is not None):
        _go_on(reading, number, plain, is_quoted=quotation is not None)
    reading.after_blank = False


def _is_choices(reading: _Reading, plain: str) -> bool:
    """Whether the line is of the choices that the form names in brackets below a field; they end with their bracket."""
    if not plain.startswith(CHOICES) and not (reading.in_choices and not _FIELD.fullmatch(plain)):
        reading.in_choices = False
        return False
    reading.in_choices = not plain.endswith(")")
    return True


def _is_field(reading: _Reading, number: int, text: str, start: int, *, is_quoted: bool) -> bool:
    """Take the line as a field if it is one; a word that is none of the fields is told, unless it stands in a text."""
    match = _FIELD.fullmatch(text)
    if not match:
        return False
    word = match["word"]
    if key_of(word, reading.current.kind) is None and key_of(word, "") in ("by", "board"):
        reading.begin("")
    section = reading.current
    named = Place(number, start + match.start("word") + 1)
    key = key_of(word, section.kind)
    if key is None:
        return _is_unknown(reading, word, named)
    reading.has_ended = False
    value = match["value"].strip()
    at = Place(number, start + match.start("value") + 1) if value else named
    first = next((one for one in section.fields if one.key == key), None)
    if first and first.value and value:
        if not section.kind:
            if not is_quoted and value != first.value:
                reading.found.append(diagnostic(reading.file, named, "field-twice", key=word, line=first.named.line))
            return True
        reading.begin(section.kind)  # a second item under one heading
    if not (first and first.value):
        section.fields = [one for one in section.fields if one is not first]
    if value or not (first and first.value):
        reading.current.fields.append(Filled(key, named, at, [value]))
    return True


def _is_unknown(reading: _Reading, word: str, named: Place) -> bool:
    section, last = reading.current, reading.open_field
    if last and last.key in LONG:
        return False
    if not section.kind and (not section.fields or word.casefold() in _MAIL):
        return word.casefold() in _MAIL
    words = [swedish_word(key, section.kind) for key in fields_of(section.kind)]
    guess = did_you_mean(nearest(word, words))
    reading.found.append(diagnostic(reading.file, named, "unknown-field", key=word, choices=comma_list(words), guess=guess))
    return True


def _go_on(reading: _Reading, number: int, text: str, *, is_quoted: bool) -> None:
    """A long text goes on, a value stands below its field or was broken by the mail program; anything else is outside. What
    is quoted outside the fields is the letter that was answered.
    """
    last = reading.open_field
    is_below_nothing = last is not None and not last.value and reading.after_blank
    if reading.in_instructions or (is_quoted and (last is None or is_below_nothing)):
        return
    if reading.has_ended:
        reading.last_words.append((number, text))
    elif last and (last.key in LONG or not last.value or not reading.after_blank):
        if not last.value:
            last.at = Place(number, 1)
        last.lines.append(text)
    elif not _GREETING.fullmatch(text):
        reading.outside.append((number, text))


def _lines_outside(reading: _Reading) -> Iterator[Diagnostic]:
    if reading.outside:
        number, text = reading.outside[0]
        code = "outside-fields/several" if len(reading.outside) > 1 else "outside-fields"
        yield diagnostic(reading.file, Place(number), code, value=text, n=len(reading.outside))


# The Swedish words of the contribution form: what its headings and fields are called, and which keys they fill in.

HEADINGS = {
    "beslut": "decisions",
    "förslag": "proposals",
    "motion": "proposals",
    "motioner": "proposals",
    "uppföljning": "followups",
    "uppföljningar": "followups",
    "besök": "visits",
    "medier": "media",
    "kalender": "calendar",
    "fri text": "",
    "artikel": "",
}
"""What stands alone on the line above the fields of an item; a text of one's own belongs to the contribution itself."""
INSTRUCTIONS = "Bidrag till rapporten"
"""How the words above the form begin; they end with an empty line."""
CHOICES = "(Välj: "
"""How the words below a field begin that name its choices; they end with a bracket."""
_NOTHING = frozenset({"inget denna gång", "inget den här gången", "inget att rapportera"})
"""What a member may answer on a line of its own, without the form."""
_FIRST_WORDS = {
    "by": "Namn",
    "board": "Nämnd",
    "nothing": "Inget denna gång",
    "title": "Rubrik",
    "topic": "Fokusfråga",
    "text": "Text",
    "date": "Datum",
    "until": "Till och med",
    "outcome": "Utfall",
    "vote": "Röst",
    "mark": "Markering",
    "ref": "Diarienummer",
    "type": "Typ",
    "status": "Status",
    "to": "Till",
    "decided": "Beslutad",
    "next": "Nästa steg",
    "place": "Plats",
    "who": "Vem",
    "outlet": "Tidning",
    "url": "Länk",
    "time": "Tid",
    "open": "Öppet för",
    "name": "Nämndens namn",
}
"""What a field is called in the form that is sent out, and in messages about it."""
_MORE_WORDS = {"ärende": "title", "namn": "by", "av": "by", "kommentar": "text", "beskrivning": "text", "tidpunkt": "time"}


def fields_of(kind: str) -> tuple[str, ...]:
    """The keys that can be filled in under a heading; of the contribution itself for none."""
    own = Keyed(Contribution)
    if not kind:
        return tuple(key for key in own.fields if key not in KINDS)
    items = own.shape_of(kind)
    assert isinstance(items, Items)
    assert isinstance(items.item, Keyed)
    return tuple(items.item.fields)


def swedish_word(key: str, kind: str) -> str:
    if kind == "decisions" and key == "title":
        return "Ärende"
    return "Av" if kind and key == "by" else _FIRST_WORDS[key]


def key_of(word: str, kind: str) -> str | None:
    """The key that a field of that name fills in under a heading; None for a word that is none of its fields."""
    spelled = " ".join(word.casefold().split())
    keys = fields_of(kind)
    names = {swedish_word(key, kind).casefold(): key for key in keys}
    if spelled in names:
        return names[spelled]
    meant = (_MORE_WORDS.get(spelled), *SWEDISH_KEYS.get(spelled, ()))
    return next((key for key in meant if key in keys), None)
